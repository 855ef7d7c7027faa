import { zipFlavour } from "./zip/flavour";

/** Any zip, whoever made it; what model libraries make of it refines this. */
export const zip = zipFlavour({
  id: "zip",
  title: "zip archive",
  extensions: [],
  recognises: () => true,
});
