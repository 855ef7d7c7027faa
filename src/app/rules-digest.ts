import { createHash } from "node:crypto";
import { FORMATS } from "../formats";
import { RULES } from "../rules";
import knownSafe from "../rules/pickle/globals/known-safe.json";
import { PROJECT } from "../core/project";

/** Names what judged: two runs with the same digest judge the same bytes alike. */
export function rulesDigest(): string {
  const rules = RULES.map(({ id, severity, since }) => [id, severity, since]);
  const formats = FORMATS.map(({ id }) => id);
  return createHash("sha256")
    .update(JSON.stringify([PROJECT.version, rules, formats, knownSafe]))
    .digest("hex");
}
