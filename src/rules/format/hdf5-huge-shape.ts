import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";
import { reportMany } from "../report-many";

/** Characters of a path in a message. */
const MAX_PATH = 200;

/**
 * Why: a reader allocates what the shape says before it reads. A dataset that claims a thousand times what is stored
 * takes the loader's memory, with a file of some KB (CVE-2026-0897).
 */
export const hdf5HugeShape = defineRule({
  id: "MA-FMT-052",
  name: "hdf5-huge-shape",
  on: "hdf5",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "An HDF5 dataset claims far more data than the file stores",
  remedy: "Do not load this file. Weights are as large as their shape says; have its author write it anew.",
  *check({ hdf5 }) {
    yield* reportMany(
      hdf5.seen.filter(({ what }) => what === "huge-shape"),
      ({ part, detail }) => ({
        message: `${shorten(part, MAX_PATH)} ${detail}`,
        // Measured data may be sparse; weights are not.
        severity: hdf5.format === "hdf5" ? "medium" : "high",
        key: ["huge-shape", part],
      }),
      (more) => ({ message: `and ${more} more of the same in this file`, key: ["more"] }),
    );
  },
});
