import { ConfigurationError } from "../core/host";
import { rulePage } from "../core/project";
import { supportedBy } from "../frameworks";
import { RULES, ruleById } from "../rules";
import { oneOf, type Arguments } from "./arguments";
import { emit } from "./output";

/** `rules [ID]`: the catalogue, or one rule; `--format json` gives the metadata that the docs are made of. */
export function rulesCommand(args: Arguments): number {
  const [id] = args.operands;
  const format = oneOf("format", args.format, ["text", "json"]);
  const chosen = id === undefined ? RULES : [ruleById(id.toUpperCase())].filter((rule) => rule !== undefined);
  if (chosen.length === 0) throw new ConfigurationError(`there is no rule ${id}. All rules: model-assay rules`);
  emit(format === "json" ? json(chosen) : id === undefined ? list() : page(chosen[0]!), args.output);
  return 0;
}

function json(rules: typeof RULES): string {
  const data = rules.map(({ id, name, severity, confidence, since, summary, remedy, on }) => {
    const supports = supportedBy(id).map(({ framework, items }) => ({
      framework: framework.id,
      name: framework.name,
      version: framework.version,
      items,
    }));
    return { id, name, severity, confidence, since, on, summary, remedy, page: rulePage(id), supports };
  });
  return `${JSON.stringify(data, null, 2)}\n`;
}

function list(): string {
  return RULES.map(({ id, severity, summary }) => `${id}  ${severity.padEnd(8)}  ${summary}\n`).join("");
}

function page({ id, name, severity, summary, remedy, since }: (typeof RULES)[number]): string {
  return [
    `${id} ${name}`,
    `Severity: ${severity}. Since ${since}.`,
    "",
    `What it finds: ${summary}.`,
    `What to do: ${remedy}`,
    "",
    "Supports (evidence towards these items, not compliance with them):",
    ...supportedBy(id).map(({ framework, items }) => `  ${framework.name}: ${items.map((item) => item.id).join(", ")}`),
    "",
    `More: ${rulePage(id)}`,
    "",
  ].join("\n");
}
