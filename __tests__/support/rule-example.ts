import type { Finding, RuleId } from "../../src/core/finding";
import type { Location } from "../../src/core/location";
import { SEVERITIES, type Severity } from "../../src/core/severity";
import { createTextReporter } from "../../src/report/text";
import { RULES } from "../../src/rules";
import { readReport } from "../report/fixtures";

/** Columns of an example: `explain` indents it by four, and shows it whole in a terminal of 80. */
const WIDTH = 76;
const ID = "0123456789ab";
const LABELS = ["what", "where", "code", "do"] as const;
type Label = (typeof LABELS)[number];

/** A finding as a page tells it: all but its id and the address of the page, which the reader is on. */
export interface Example {
  readonly rule: RuleId;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly where: string;
  readonly evidence?: string;
  readonly remedy: string;
}

/** The examples of a rule's page, each with its block. Throws where a block is not laid out as the report is. */
export function examplesOf(page: string): { readonly block: string; readonly example: Example }[] {
  const section = page.split("\n## Example, as reported\n")[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^```text\n([^]*?)^```$/gm)].map(([, block]) => ({
    block: block!,
    example: parse(block!),
  }));
}

function parse(block: string): Example {
  const [head = "", ...lines] = block.trimEnd().split("\n");
  const [, severity, rule, name] = /^(\w+) (MA-\w+-\d+) ([\w-]+)$/.exec(head) ?? [];
  const known = SEVERITIES.find((each) => each === severity);
  if (known === undefined || rule === undefined || name === undefined) throw new Error(`no head of a finding: ${head}`);
  const fields = fieldsOf(lines);
  const [message, where, evidence, remedy] = LABELS.map((label) => fields.get(label));
  if (message === undefined || where === undefined || remedy === undefined)
    throw new Error(`${head}: what, where or do is missing`);
  const told = { rule: rule as RuleId, name, severity: known, message, where, remedy };
  return evidence === undefined ? told : { ...told, evidence };
}

/** Lines that the reporter broke are one again. */
function fieldsOf(lines: readonly string[]): ReadonlyMap<Label, string> {
  const fields = new Map<Label, string>();
  let current: Label | undefined;
  for (const line of lines) {
    const [, word, text] = /^ {2}(what|where|code|do)(?: +(.*))?$/.exec(line) ?? [];
    const label = LABELS.find((each) => each === word);
    if (label !== undefined && !fields.has(label)) fields.set((current = label), text ?? "");
    else if (current !== undefined) fields.set(current, `${fields.get(current)!} ${line.trim()}`.trim());
    else throw new Error(`a line of no field: ${line}`);
  }
  return fields;
}

/** `models/a.pt > data.pkl @ 0x41`, taken apart as `formatLocation` puts it together. */
export function locationOf(where: string): Location {
  const [, path, line, offset] = /^(.*?)(?::(\d+)| @ 0x([0-9a-f]+))?$/.exec(where)!;
  const [outer = "", ...inside] = path!.split(" > ");
  return {
    path: outer,
    inside,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(offset === undefined ? {} : { offset: parseInt(offset, 16) }),
  };
}

/** An example as our own text report shows it, without the id and the line `more`. */
export function rendered({ rule, severity, message, where, evidence, remedy }: Example): string {
  const finding: Finding = {
    ...{ id: ID, fingerprint: "", confidence: "high" },
    ...{ rule, severity, message, remedy, location: locationOf(where) },
    ...(evidence === undefined ? {} : { evidence }),
  };
  const reporter = createTextReporter(RULES, { colour: false, width: WIDTH });
  const lines = reporter.render({ ...readReport("pass"), findings: [finding] }).split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${severity} ${rule} `));
  const end = lines.findIndex((line, i) => i > start && line.startsWith("  more"));
  return `${lines.slice(start, end).join("\n").replace(` ${ID}`, "")}\n`;
}
