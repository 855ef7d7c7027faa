import { createTextReporter } from "../../src/report/text";
import { failing, render, rules } from "./fixtures";
import { everywhere, NASTY } from "./nasty";

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;

/** Every line is one that we began, and holds no character that acts unseen. */
function expectPlain(output: string): void {
  for (const line of output.split("\n")) expect(line).not.toMatch(UNSEEN);
  expect(output).not.toContain("##[");
}

/** As actions/runner's `ActionCommand.TryParseV2` finds a command. */
const isCommand = (line: string): boolean => /^\s*::/.test(line);

describe.each(NASTY)("%s", (_, text) => {
  const report = everywhere(text);

  test("in annotations: two commands with our properties, and nothing else", () => {
    const output = render("annotations", report);
    expectPlain(output);
    const lines = output.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^::warning title=Model Assay%3A not everything was checked::/);
    expect(lines[1]).toMatch(/^::error file=models[^:,]*,title=MA-PKL-001 dangerous-global \(critical\)::/);
    for (const line of (lines[1] ?? "").split("%0A").slice(1)) expect(isCommand(line)).toBe(false);
  });

  test.each([undefined, 40])("in a terminal of width %s", (width) => {
    const options = { colour: false, ...(width === undefined ? {} : { width }) };
    const output = createTextReporter(rules, options).render(report);
    expectPlain(output);
    expect(output.split("\n").filter(isCommand)).toEqual([]);
  });

  test("in a terminal with colour: no escape but ours", () => {
    const output = createTextReporter(rules, { colour: true }).render(report);
    expectPlain(output.replace(/\u001b\[(0|1|2|36|1;3[123])m/g, ""));
  });

  test("in Markdown", () => {
    const output = render("markdown", report);
    expectPlain(output);
    expectOurMarkup(output);
  });

  test("in the models and checks of Markdown", () => {
    const model = { type: "machine-learning-model", properties: [{ name: "model-assay:path", value: text }] };
    const bom = JSON.stringify({ components: [model, { ...model, licenses: [{ expression: text }] }] });
    const signatures = [{ model: text, status: "unknown" as const, signers: [text], bundles: [text], detail: text }];
    const output = render("markdown", { ...report, selection: { ...report.selection, mode: "tree" }, signatures }, bom);
    expectPlain(output);
    expectOurMarkup(output);
    const section = output.split("### ").find((part) => part.startsWith("Models and checks"))!;
    expect(section.match(/^<tr>/gm)!.length).toBeGreaterThan(2);
    expect(section).toContain("unknown");
  });

  test.each(["json", "sarif"])("in %s: it reads back, and prints as it is", (id) => {
    const output = render(id, report);
    expectPlain(output);
    expect(output.split("\n").filter(isCommand)).toEqual([]);
    if (id === "json") expect(JSON.parse(output)).toEqual(report);
  });

  test("in SARIF: no link, no placeholder, no absolute place", () => {
    const { results } = (JSON.parse(render("sarif", report)) as SarifLog).runs[0];
    for (const result of results) {
      expect(result.message.text).not.toMatch(/\]\(|\{\d+\}/);
      const { uri } = result.locations[0].physicalLocation.artifactLocation;
      expect(uri).toMatch(/^[\w.~%-]+(\/[\w.~%-]+)*$/);
    }
  });
});

interface SarifLog {
  runs: [
    {
      results: {
        message: { text: string };
        locations: [{ physicalLocation: { artifactLocation: { uri: string } } }];
      }[];
    },
  ];
}

/** Elements that the summary uses, and no other; Markdown stands in headings of ours only. */
function expectOurMarkup(output: string): void {
  const ours =
    /<\/?(?:p|strong|sub|ul|li|table|tr|td|th|code|br|details|summary)( (?:v?align)="(?:top|left)")?>|<a href="https:\/\/github\.com\/model-assay\/[\w/.-]+">|<\/a>|<span title="\d+ bytes">|<\/span>/g;
  const text = output.replace(/<code>[^<]*<\/code>/g, "").replace(ours, "");
  expect(text).not.toMatch(/[<>]/);
  for (const line of text.split("\n").filter((each) => !/^#{2,3} /.test(each))) {
    expect(line.replace(/&#?\w+;/g, "")).not.toMatch(/[&`[\]*_|~$\\@#]/);
    // GitHub's filters see the finished page; what stops them is the zero-width space.
    expect(decode(line)).not.toMatch(/@\w|#\d|:\/\/|\bGH-\d|www\.|:[\w+-]+:|\b[0-9a-f]{7,}\b/i);
  }
  for (const block of output.split("\n\n")) expect(block).toMatch(/^(#{2,3} |<(p|ul|table|details)>)/);
}

/** Text as a browser reads it. */
function decode(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

test("half of an emoji is not left at a cut", () => {
  const output = render("text", failing({ message: "😀".repeat(3000) }));
  expectPlain(output);
  expect(output).toContain("😀…");
});
