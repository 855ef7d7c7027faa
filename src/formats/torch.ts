import { zipFlavour } from "./zip/flavour";

/** The record that `torch.save` writes first, in a folder named after the file; miniz ignores case. */
const DATA_PICKLE = /^([^/]+)\/data\.pkl$/i;

/** Beside it PyTorch's reader wants one of these; a zip of somebody's `data.pkl` has none. */
const SIBLINGS = ["version", ".data/version", "data/0"];

/** What `torch.save` writes since 1.6: a pickle and, as members of their own, the storages it refers to. */
export const torch = zipFlavour({
  id: "torch",
  title: "PyTorch checkpoint (zip)",
  refines: "zip",
  extensions: [".pt", ".pth"],
  recognises: isTorchZip,
  reader: torchReader,
});

/** What `PyTorchStreamReader` would open, by the names of the members. */
export function isTorchZip(names: readonly string[]): boolean {
  const folders = names.flatMap((name) => DATA_PICKLE.exec(name)?.[1]?.toLowerCase() ?? []);
  if (folders.length === 0) return false;
  const known = new Set(names.map((name) => name.toLowerCase()));
  return folders.some((folder) => SIBLINGS.some((sibling) => known.has(`${folder}/${sibling}`)));
}

/** Pickles in a torch zip are read by `torch.load`, which can be told `weights_only`. */
export function torchReader(name: string): "torch" | undefined {
  return name.toLowerCase().endsWith(".pkl") ? "torch" : undefined;
}
