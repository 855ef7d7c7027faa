import { zipFlavour } from "./zip/flavour";

/** What `numpy.savez` writes: arrays, and nothing else. */
export const npz = zipFlavour({
  id: "npz",
  title: "NumPy archive",
  refines: "zip",
  extensions: [".npz"],
  recognises: (names) => names.length > 0 && names.every((name) => name.endsWith(".npy")),
});
