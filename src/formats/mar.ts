import { zipFlavour } from "./zip/flavour";

/** What `torch-model-archiver` writes for TorchServe: a model, the Python that serves it, and a manifest. */
export const mar = zipFlavour({
  id: "mar",
  title: "TorchServe model archive",
  refines: "zip",
  extensions: [],
  recognises: (names) => names.includes("MAR-INF/MANIFEST.json"),
});
