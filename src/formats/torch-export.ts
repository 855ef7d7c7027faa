import { torchReader } from "./torch";
import { zipFlavour } from "./zip/flavour";

/** `torch.export.save` up to 2.6, at the root; and since 2.7 (PT2 archive), in a folder named after the file. */
const FORMER = /^serialized_exported_program\.json$/;
const PT2 = /^([^/]+\/)?archive_format$/;

/** An exported program: a graph as JSON, weights and constants as torch files inside. */
export const torchExport = zipFlavour({
  id: "torch-export",
  title: "PyTorch exported program",
  refines: "zip",
  extensions: [".pt2"],
  recognises: (names) => names.some((name) => FORMER.test(name)) || names.some((name) => PT2.test(name)),
  reader: torchReader,
});
