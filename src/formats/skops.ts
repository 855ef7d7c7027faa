import { zipFlavour } from "./zip/flavour";

/** What `skops.io.dump` writes: a tree of types in JSON, with arrays beside it. */
export const skops = zipFlavour({
  id: "skops",
  title: "skops file",
  refines: "zip",
  extensions: [".skops"],
  recognises: (names) => names.includes("schema.json"),
});
