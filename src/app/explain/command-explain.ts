import type { RuleId } from "../../core/finding";
import { ConfigurationError } from "../../core/host";
import { PROJECT, rulePage } from "../../core/project";
import { supportedBy } from "../../frameworks";
import { EXPLANATION_FORMATS, renderExplanation, type Explanation } from "../../report/explanation";
import { RULES, ruleById } from "../../rules";
import type { Arguments } from "../arguments";
import { nearest } from "../nearest";
import { checkOutput, emit, wantsColour } from "../output";
import { findingOf } from "./finding-of";
import { letPass } from "./let-pass";
import type * as RulePages from "./rule-pages";

/** Loaded on first use, from a file of its own: the pages are longer than the rules. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const pages = (): typeof RulePages => require("./rule-pages") as typeof RulePages;

/** `explain FINDING|RULE [--report FILE]`: what it is, why it matters, what to do, and how it is let pass. */
export async function explainCommand(args: Arguments): Promise<number> {
  const [named, ...more] = args.operands;
  if (named === undefined || more.length > 0)
    throw new ConfigurationError(
      "explain takes one finding or one rule: model-assay explain 0a1b2c3d4e5f, or model-assay explain MA-PKL-001",
    );
  const format = EXPLANATION_FORMATS.find((each) => each === args.format);
  if (format === undefined)
    throw new ConfigurationError(`format: "${args.format}" is not one of ${EXPLANATION_FORMATS.join(", ")}`);
  checkOutput(args.output);
  const explanation = await explain(named, args);
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  const text = { colour: wantsColour(args.noColor, args.output), ...(width === undefined ? {} : { width }) };
  emit(renderExplanation(explanation, format, text), args.output);
  return 0;
}

async function explain(named: string, args: Arguments): Promise<Explanation> {
  const rule = RULES.find(({ id, name }) => id === named.toUpperCase() || name === named.toLowerCase());
  if (rule !== undefined) return aboutRule(rule.id);
  if (!/^[0-9a-f]{4,12}(-\d+)?$/.test(named)) throw new ConfigurationError(unknown(named));
  const found = await findingOf(named, args);
  const about = aboutRule(found.rule);
  const sections = about.sections.filter(({ heading }) => heading !== "Example, as reported");
  return { ...about, sections, finding: found.told, letPass: letPass(found, args.report) };
}

function aboutRule(id: RuleId): Explanation {
  const rule = ruleById(id);
  const page = rule === undefined ? `${PROJECT.homepage}/blob/main/docs/rules/README.md` : rulePage(id);
  if (rule === undefined) return { rule: { id, page }, sections: [], supports: [] };
  const { name, severity, confidence, since, summary, remedy } = rule;
  return {
    rule: { id, page, name, severity, confidence, since, summary, remedy },
    sections: sectionsOf(pages().PAGES[id] ?? ""),
    supports: supportedBy(id).map(({ framework, items }) => ({
      // Some have their year in the name.
      framework: framework.name.endsWith(framework.version) ? framework.name : `${framework.name} ${framework.version}`,
      items: items.map((item) => item.id),
    })),
  };
}

/** A page's parts by their headings of second order; "Instead" and "waiving" stay, for they are about every finding of the rule. */
function sectionsOf(page: string): Explanation["sections"] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { heading: part.slice(0, end).trim(), text: part.slice(end + 1).trim() };
    });
}

function unknown(named: string): string {
  const meant = nearest(
    named.toLowerCase(),
    RULES.flatMap(({ id, name }) => [name, id.toLowerCase()]),
  );
  const rule = RULES.find(({ id, name }) => name === meant || id.toLowerCase() === meant);
  return `"${named}" is no rule and no id of a finding.${rule === undefined ? "" : ` Did you mean ${rule.id} (${rule.name})?`} All rules: model-assay rules. Ids of findings, 12 hex digits: model-assay gate`;
}
