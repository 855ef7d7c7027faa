import { createHash } from "node:crypto";
import { FORMATS } from "../formats";
import { RULES } from "../rules";
import { TABLE_DIGEST } from "../rules/pickle/globals/table-digest";
import { PROJECT } from "../core/project";

/** Names what judged: two runs with the same digest judge the same bytes alike. */
export function rulesDigest(): string {
  const rules = RULES.map(({ id, severity, since }) => [id, severity, since]);
  const formats = FORMATS.map(({ id }) => id);
  const facts = JSON.stringify([PROJECT.version, rules, formats, TABLE_DIGEST]);
  return createHash("sha256").update(facts).digest("hex");
}
