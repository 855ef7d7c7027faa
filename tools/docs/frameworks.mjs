// What the docs say of frameworks: docs/frameworks.md, and a line under the header of each rule's page.

/** The body of docs/frameworks.md. `table`: FRAMEWORKS, GROUPS and CHECKS of src/frameworks/framework-table.ts. */
export function frameworksPage(table, rules) {
  const names = new Map(rules.map(({ id, name }) => [id, name]));
  return [...table.FRAMEWORKS.map((framework) => section(framework, table)), reasons(table, names), checks(table)].join(
    "\n\n",
  );
}

/** One paragraph for a rule's page, of what `model-assay rules --format json` says of it; empty where it says nothing. The sources stand on the page that it links. */
export function supportsLine({ supports = [] }) {
  if (supports.length === 0) return "";
  const each = supports.map(({ name, items }) => `${name} ${items.map(({ id }) => id).join(", ")}`);
  return `Supports ([what that means](../frameworks.md)): ${each.join("; ")}.`;
}

function section(framework, { GROUPS, CHECKS }) {
  const rows = framework.items.map((item) => {
    const supports = (each) => each.supports[framework.id]?.includes(item.id);
    const rules = GROUPS.filter(supports).flatMap((group) => group.rules);
    const links = rules.sort().map((id) => `[${id}](rules/${id}.md)`);
    return [link(item), item.title, [...CHECKS.filter(supports).map(({ name }) => `*${name}*`), ...links].join(", ")];
  });
  const title = `## [${framework.name}](${framework.url})\n\nEdition: ${framework.version}. Published by ${framework.publisher}.`;
  return `${title}\n\n${table(["Item", "What it is about", "Supported by"], rows)}`;
}

function reasons({ GROUPS }, names) {
  const rows = GROUPS.map(({ because, rules, supports }) => [
    `They ${because}.`,
    rules.map((id) => `[${id}](rules/${id}.md) ${names.get(id) ?? ""}`.trim()).join(", "),
    items(supports),
  ]);
  return `## Why these rules\n\n${table(["What the rules have in common", "Rules", "Items"], rows)}`;
}

function checks({ CHECKS }) {
  const rows = CHECKS.map(({ name, summary, page, supports }) => [
    `[${name}](${page})`,
    `${summary[0].toUpperCase()}${summary.slice(1)}.`,
    items(supports),
  ]);
  return `## Checks that are no rules\n\n${table(["Check", "What it does", "Items"], rows)}`;
}

function items(supports) {
  return Object.values(supports).flat().join(", ");
}

function link({ id, url }) {
  return `[${id}](${url})`;
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
