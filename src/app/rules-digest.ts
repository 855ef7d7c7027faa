import { createHash } from "node:crypto";
import { FORMAT_IDS } from "../formats/ids";
import { RULES } from "../rules";
import { TABLE_DIGEST } from "../rules/pickle/globals/table-digest";
import { PROJECT } from "../core/project";

/** Names what judged: two runs with the same digest judge the same bytes alike. */
export function rulesDigest(): string {
  const rules = RULES.map(({ id, severity, since }) => [id, severity, since]);
  const facts = JSON.stringify([PROJECT.version, rules, FORMAT_IDS, TABLE_DIGEST]);
  return createHash("sha256").update(facts).digest("hex");
}
