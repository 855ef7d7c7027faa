import { defineRule, type Report } from "../../core/rule";
import type { ServedCode } from "../../core/served-code-facts";
import type { Severity } from "../../core/severity";

/**
 * Why: a server imports this code when it loads the model, with all its rights. Inside of a package nobody has
 * reviewed it.
 */
export const servedCode = defineRule({
  id: "MA-FMT-061",
  name: "served-code",
  on: "served-code",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A packaged model brings Python that its server imports",
  remedy:
    "Keep this code in the repository beside the package, where it is reviewed, or use a handler of the server itself.",
  *check({ served }) {
    for (const code of served.code) {
      const said = SAYS[code.state];
      if (said !== undefined) yield reportOf(served.format, code, said);
    }
  },
});

const SAYS: Readonly<Record<ServedCode["state"], readonly [Severity, string] | undefined>> = {
  "built-in": undefined,
  reviewed: ["medium", "which runs when the model is loaded; the repository has the same file"],
  beside: ["medium", "which runs when the model is loaded; it is part of this repository"],
  packaged: ["high", "which runs when the model is loaded; it is inside of the package only"],
  absent: ["high", "which is not in the package: the server takes one that it finds elsewhere"],
  leaves: ["high", "which leads out of the package"],
  elsewhere: ["medium", "which the loader imports from whatever is installed"],
};

function reportOf(
  format: string,
  { role, name, state }: ServedCode,
  [severity, words]: readonly [Severity, string],
): Report {
  return { message: `its ${role} is ${name}, ${words}`, severity, key: [format, role, name, state] };
}
