import { isTorchZip, torch, torchReader } from "./torch";
import { zipFlavour } from "./zip/flavour";

/** What `torch.jit.save` adds: the program's source and its constants. */
const PROGRAM = /^[^/]+\/(code\/|constants\.pkl$)/i;

/** A compiled program (`torch.jit.save`); its pickles are read by C++ and name classes of `code/`. */
export const torchscript = zipFlavour({
  id: "torchscript",
  title: "TorchScript program",
  refines: torch.id,
  extensions: [".pt", ".pth"],
  recognises: (names) => names.some((name) => PROGRAM.test(name)) && isTorchZip(names),
  reader: torchReader,
});
