// The keys of .model-assay.yml, out of schemas/policy.schema.json: a table for each mapping, in the order of the schema.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Values that one cell lists; of more it says where they are. */
const MAX_VALUES = 8;

/** The body of the section. Names in `problems` what is missing. */
export function policyKeys(root, problems) {
  const path = "schemas/policy.schema.json";
  if (!existsSync(join(root, path))) {
    problems.push(`${path} is missing.`);
    return "";
  }
  const schema = JSON.parse(readFileSync(join(root, path), "utf8"));
  return [...mappings("", schema)].map(section).join("\n\n");
}

/** Where the keys of a signer are described, for those that have them too. */
const SIGNER = "#/properties/signers/items";
const SIGNERS_TABLE = "[`signers[]`](#signers)";

/** What has keys of its own, where a value may be a text as well. */
const mappingOf = (schema) =>
  schema.properties === undefined
    ? (schema.anyOf?.find(({ properties }) => properties !== undefined) ?? schema)
    : schema;

function* mappings(name, schema, description = "") {
  if (schema.properties === undefined) return;
  yield { name, schema, description };
  for (const [key, child] of Object.entries(schema.properties)) {
    const below = name === "" ? key : `${name}.${key}`;
    yield* mappings(below, child, child.description);
    if (child.items !== undefined)
      yield* mappings(`${below}[]`, mappingOf(child.items), child.items.description);
  }
}

function section({ name, schema, description }) {
  const required = new Set(schema.required);
  const all = Object.entries(schema.properties);
  const own = all.filter(([, child]) => child.$ref?.startsWith(`${SIGNER}/`) !== true);
  const rows = own.map(([key, child]) => [
    `\`${key}\`${required.has(key) ? " (needed)" : ""}`,
    valueOf(child),
    child.default === undefined || Array.isArray(child.default) ? "" : `\`${child.default}\``,
    [child.description, isText(child.items) ? child.items?.description : ""].filter(Boolean).join(" "),
  ]);
  const lines = [["Key", "Value", "Default", "Meaning"], ["---", "---", "---", "---"], ...rows];
  const table = lines.map((cells) => `| ${cells.map((text) => text.replace(/\|/g, "\\|")).join(" | ")} |`).join("\n");
  const more = own.length < all.length ? `\n\nAnd the keys of a signer, as in ${SIGNERS_TABLE}.` : "";
  return name === "" ? table : `### \`${name}\`\n\n${description}\n\n${table}${more}`;
}

/** Of mappings the table says what they are. */
const isText = (items) => items !== undefined && mappingOf(items).properties === undefined;

function valueOf({ type, const: only, enum: values, items, format, properties, $ref }) {
  if ($ref === SIGNER) return `a signer, as in ${SIGNERS_TABLE}`;
  if (only !== undefined) return `\`${only}\``;
  if (values !== undefined)
    return values.length > MAX_VALUES ? "one of many" : values.map((value) => `\`${value}\``).join(", ");
  if (items?.$ref === SIGNER) return `list of signers, as in ${SIGNERS_TABLE}`;
  if (items !== undefined) return isText(items) ? `list: ${valueOf(items)}` : `list of ${items.properties === undefined ? "texts or " : ""}mappings`;
  if (properties !== undefined) return "mapping";
  if (format === "date") return "day";
  if ([type].flat().includes("boolean")) return "`true`, `false`";
  return [type].flat().includes("integer") ? "whole number" : "text";
}
