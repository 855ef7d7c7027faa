import { defineRule } from "../../core/rule";

/**
 * Why: an image of the library's cache takes the place of other parts of the file as soon as it is opened. What this
 * scanner and other readers see is then not what the library loads.
 */
export const hdf5CacheImage = defineRule({
  id: "MA-FMT-053",
  name: "hdf5-cache-image",
  on: "hdf5",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "An HDF5 file holds another structure that replaces the visible one",
  remedy: "Do not load this file. Rewrite it with h5repack, which leaves the image out, and scan the result.",
  *check({ hdf5 }) {
    for (const { what, detail } of hdf5.seen)
      if (what === "cache-image") yield { message: detail, key: ["cache-image"] };
  },
});
