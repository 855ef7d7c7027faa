import type { ExternalFacts } from "../../core/external-facts";
import { defineRule } from "../../core/rule";
import type { Severity } from "../../core/severity";
import { shorten } from "../../core/text";

/** Characters of a path in a message. */
const MAX_PATH = 200;

/** What is left where the path itself is not odd: a path that leads out is another rule's (MA-FMT-014). */
const WORDS: Partial<Record<ExternalFacts["state"], string>> = {
  present: "a file beside it",
  absent: "a file that is not there",
  pointer: "a file that was not fetched",
  unknown: "a file outside of the archive that this one is in",
};

/**
 * Why: HDF5 opens other files by itself when a name or an array is used, whatever they are: the bytes of a file of the
 * machine become weights, which the model then gives away (CVE-2026-1669). No framework writes weights so.
 */
export const hdf5ExternalReference = defineRule({
  id: "MA-FMT-050",
  name: "hdf5-external-reference",
  on: "external",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "An HDF5 file takes data from another file",
  remedy:
    "Do not load these weights. Have them written into one file: h5py's Group.copy with expand_external=True, or saved again from the model.",
  *check({ external }) {
    const { format, role, path, part, state } = external;
    const why = WORDS[state];
    if (why === undefined || !isHdf5(format)) return;
    const whose = part === undefined ? "" : ` of ${shorten(part, MAX_PATH)}`;
    yield {
      message: `${role}${whose} is ${shorten(path, MAX_PATH)}: ${why}`,
      severity: severityOf(format, state),
      key: [role, path, state],
    };
  },
});

function isHdf5(format: string): boolean {
  return format === "hdf5" || (format.startsWith("keras") && format !== "keras-json");
}

/** Measured data is kept in several files; weights are not. */
function severityOf(format: string, state: ExternalFacts["state"]): Severity {
  return format === "hdf5" && state !== "unknown" ? "medium" : "high";
}
