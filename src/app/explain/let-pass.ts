import { ConfigurationError } from "../../core/host";
import type { LetPass } from "../../report/explanation";
import { entryFor } from "../policy/waiver-for";
import type { FoundFinding } from "./finding-of";

/**
 * How a finding is let pass: the exact commands, or why there is none. What `waive` would refuse is said in its words. `report` is the
 * path of the report file that it was found in.
 */
export function letPass({ rule, told, report: found }: FoundFinding, report: string | undefined): LetPass[] {
  // An id of a report file may be any text; a command line is copied.
  if (!/^[0-9a-f]{12}(-\d+)?$/.test(told.id)) return [{ why: "Its id is none of ours, so no command is shown." }];
  const allowed = rule === "MA-PKL-002" ? nameOf(told.message) : undefined;
  try {
    const { says } = entryFor(found, told.id, { reason: "TEXT", until: "9999-12-31" });
    const from = report === undefined ? "" : ` --report ${shellWord(report)}`;
    return [
      ...(allowed === undefined
        ? []
        : [
            {
              says: `Once it was read: every pickle may import ${allowed}`,
              command: `allow ${allowed} --reason "TEXT"`,
            },
          ]),
      {
        says: `Until a day (${says})`,
        command: `waive ${told.id} --reason "TEXT" --until YYYY-MM-DD${from}`,
      },
    ];
  } catch (error) {
    if (error instanceof ConfigurationError) return [{ why: error.message }];
    throw error;
  }
}

/** The name that a pickle imports, by the rule's own words; undefined where it is none that `allow` takes. */
function nameOf(message: string): string | undefined {
  return /^\w+ ((?:\w+\.)+\w+), which /.exec(message)?.[1];
}

/** A path as one word of any shell of POSIX. */
function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) && !path.startsWith("-") ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
