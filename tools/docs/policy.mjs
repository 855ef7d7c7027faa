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

function* mappings(name, schema, description = "") {
  if (schema.properties === undefined) return;
  yield { name, schema, description };
  for (const [key, child] of Object.entries(schema.properties)) {
    const below = name === "" ? key : `${name}.${key}`;
    yield* mappings(below, child, child.description);
    if (child.items !== undefined) yield* mappings(`${below}[]`, child.items, child.items.description);
  }
}

function section({ name, schema, description }) {
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties).map(([key, child]) => [
    `\`${key}\`${required.has(key) ? " (needed)" : ""}`,
    valueOf(child),
    child.default === undefined || Array.isArray(child.default) ? "" : `\`${child.default}\``,
    [child.description, child.items?.properties === undefined ? child.items?.description : ""].filter(Boolean).join(" "),
  ]);
  const lines = [["Key", "Value", "Default", "Meaning"], ["---", "---", "---", "---"], ...rows];
  const table = lines.map((cells) => `| ${cells.map((text) => text.replace(/\|/g, "\\|")).join(" | ")} |`).join("\n");
  return name === "" ? table : `### \`${name}\`\n\n${description}\n\n${table}`;
}

function valueOf({ type, const: only, enum: values, items, format, properties }) {
  if (only !== undefined) return `\`${only}\``;
  if (values !== undefined)
    return values.length > MAX_VALUES ? "one of many" : values.map((value) => `\`${value}\``).join(", ");
  if (items !== undefined) return items.properties === undefined ? `list: ${valueOf(items)}` : "list of mappings";
  if (properties !== undefined) return "mapping";
  if (format === "date") return "day";
  return [type].flat().includes("integer") ? "whole number" : "text";
}
