// Writes what the docs take from code: the tables of inputs and outputs, the headers of rule pages, the
// index of rules; and what the comparison quotes of the bench. It fills the space between `<!-- generated:NAME -->` and `<!-- /generated -->`.
//
//   node tools/docs/generate.mjs            writes
//   node tools/docs/generate.mjs --check    names what is out of date, and exits 1
//
// `--root DIR`, `--rules FILE` (a JSON array of rules) and `--frameworks FILE` are for tests; without them what is built is asked.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { comparison } from "./comparison.mjs";
import { formatsPage } from "./formats.mjs";
import { policyKeys } from "./policy.mjs";
import { frameworksPage, supportsLine } from "./frameworks.mjs";

const FAMILIES = {
  PKL: "Pickles",
  ARC: "Archives and containers",
  FMT: "Other model formats",
  HUB: "Hugging Face directories and templates",
  LDR: "Code that loads models",
  SEC: "Secrets",
  DEP: "Dependencies",
  BOM: "Bills of materials",
  SIG: "Signatures, digests and provenance",
  POL: "Policy and waivers",
  RUN: "Hardening at run time",
  SYS: "What could not be read or fetched",
};
const SEVERITIES = ["critical", "high", "medium", "low", "info"];

main(process.argv.slice(2));

function main(args) {
  const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const root = option("--root") ?? fileURLToPath(new URL("../..", import.meta.url));
  const rules = readRules(root, option("--rules"));
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
  const problems = [];
  const frameworks = option("--frameworks") ?? join(root, "dist/frameworks.json");
  const stale = pages(root, rules, action, frameworks, problems).filter(({ path, text }) => readFileSync(path, "utf8") !== text);
  if (!args.includes("--check")) for (const { path, text } of stale) writeFileSync(path, text);
  else problems.push(...stale.map(({ path }) => `${path} is out of date: run \`npm run docs\`.`));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(args.includes("--check") ? "The docs are up to date." : `${stale.length} written.`);
}

function readRules(root, file) {
  const text =
    file === undefined
      ? execFileSync(process.execPath, [join(root, "dist/cli.js"), "rules", "--format", "json"], { encoding: "utf8" })
      : readFileSync(file, "utf8");
  return JSON.parse(text).sort((a, b) => a.id.localeCompare(b.id, "en"));
}

/** Every page with generated parts, as it should be. */
function pages(root, rules, action, frameworks, problems) {
  const found = [];
  const page = (path, sections) => {
    const absolute = join(root, path);
    if (!existsSync(absolute)) problems.push(`${path} is missing.`);
    else found.push({ path: absolute, text: fill(readFileSync(absolute, "utf8"), path, sections, problems) });
  };
  page("README.md", { inputs: inputsTable(action.inputs), outputs: outputsTable(action.outputs) });
  if (existsSync(join(root, "verify/action.yml"))) {
    const verify = parse(readFileSync(join(root, "verify/action.yml"), "utf8"));
    page("docs/verify-action.md", {
      "verify-inputs": inputsTable(verify.inputs),
      "verify-outputs": outputsTable(verify.outputs),
    });
  }
  page("docs/rules/README.md", { rules: rulesIndex(rules) });
  if (existsSync(join(root, "docs/formats/README.md")))
    page("docs/formats.md", { formats: formatsPage(root, problems) });
  if (existsSync(join(root, "docs/frameworks.md")))
    if (existsSync(frameworks))
      page("docs/frameworks.md", { frameworks: frameworksPage(JSON.parse(readFileSync(frameworks, "utf8")), rules) });
    else problems.push(`${frameworks} is missing: run \`npm run build\`.`);
  if (existsSync(join(root, "docs/policy.md"))) page("docs/policy.md", { policy: policyKeys(root, problems) });
  const measured = comparison(root, problems);
  if (measured !== undefined && existsSync(join(root, "docs/comparison.md"))) page("docs/comparison.md", measured);
  page("docs/severities.md", { severities: severitiesTable(rules) });
  for (const rule of rules) page(`docs/rules/${rule.id}.md`, { rule: ruleHeader(rule) });
  const known = new Set(rules.map(({ id }) => `${id}.md`));
  for (const file of readdirSync(join(root, "docs/rules")))
    if (/^MA-.*\.md$/.test(file) && !known.has(file)) problems.push(`docs/rules/${file} is a page of no rule.`);
  return found;
}

/** The page with its sections filled. A rule's page without a header gets one below its title. */
function fill(text, path, sections, problems) {
  for (const [name, body] of Object.entries(sections)) {
    const open = `<!-- generated:${name} -->`;
    if (!text.includes(open) && name === "rule") text = text.replace(/^(# .*\n)/, `$1\n${open}\n<!-- /generated -->\n`);
    const start = text.indexOf(open);
    const end = text.indexOf("<!-- /generated -->", start);
    if (start < 0 || end < 0) problems.push(`${path} has no place for ${open} ... <!-- /generated -->.`);
    else text = `${text.slice(0, start + open.length)}\n\n${body}\n\n${text.slice(end)}`;
  }
  return text;
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map((cells) => line(cells.map(cell)))].join("\n");
}

function cell(text) {
  return String(text).trim().replace(/\s+/g, " ").replace(/\|/g, "\\|");
}

function inputsTable(inputs) {
  return table(
    ["Input", "Default", "What it does"],
    Object.entries(inputs).map(([name, { description, default: value }]) => [
      `\`${name}\``,
      value === undefined ? "" : `\`${value}\``,
      description,
    ]),
  );
}

function outputsTable(outputs) {
  return table(
    ["Output", "What it holds"],
    Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]),
  );
}

function ruleHeader(rule) {
  const header = table(
    ["Id", "Name", "Severity", "Confidence", "Since", "Looks at", "Works offline"],
    [
      [
        `\`${rule.id}\``,
        `\`${rule.name}\``,
        `[${rule.severity}](../severities.md)`,
        rule.confidence,
        rule.since,
        rule.on ?? "",
        rule.offline === false ? "no" : "yes",
      ],
    ],
  );
  return [header, supportsLine(rule)].filter((part) => part !== "").join("\n\n");
}

function rulesIndex(rules) {
  const sections = [];
  for (const [family, title] of Object.entries(FAMILIES)) {
    const rows = rules.filter(({ id }) => id.split("-")[1] === family);
    if (rows.length === 0) continue;
    const cells = rows.map(({ id, name, severity, summary }) => [`[${id}](${id}.md)`, `\`${name}\``, severity, summary]);
    sections.push(`## ${title}\n\n${table(["Rule", "Name", "Severity", "What it finds"], cells)}`);
  }
  return sections.join("\n\n");
}

function severitiesTable(rules) {
  const rows = SEVERITIES.map((severity) => [
    severity,
    rules
      .filter((rule) => rule.severity === severity)
      .map(({ id, name }) => `[${id}](rules/${id}.md) ${name}`)
      .join(", "),
  ]);
  return table(["Severity", "Rules of it"], rows);
}
