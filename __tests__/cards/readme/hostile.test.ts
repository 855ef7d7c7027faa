import type { CardFact } from "../../../src/core/card-facts";
import { readme } from "../../../src/cards/readme";

const read = (text: string): CardFact[] => [...readme.read(text, "README.md")];
const unreadable = (facts: readonly CardFact[]) =>
  facts.flatMap((fact) => (fact.kind === "property" && fact.name === "unreadable" ? [fact.value] : []));

/** Every string of a fact. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

const KEYS =
  "license license_name license_link language library_name pipeline_tag tags datasets base_model base_model_relation new_version metrics model-index model_name co2_eq_emissions".split(
    " ",
  );
const WRONG = [
  "",
  "~",
  "1",
  "true",
  "{}",
  "[]",
  "[[[]]]",
  "{a: {b: c}}",
  "[{a: b}, ~, 1, [x]]",
  "!!python/object:os.system x",
  "&a [*a]",
  '"\\ud800"',
  '"\\e[31m"',
  "2020-01-01",
  ".nan",
  "|\n  a\n  b",
  "{__proto__: x, constructor: y, toString: z}",
  "'" + "x".repeat(5000) + "'",
  "[{results: 1}]",
  "[{results: [1, {metrics: 2}, {metrics: [1, {type: [a], value: {b: c}}]}]}]",
  "{results: {metrics: {type: a, value: 1}}}",
  "{emissions: [1], source: {a: b}, __proto__: 1}",
  "[__proto__, constructor, 'base_model:__proto__:o/b']",
  "<<: *x",
  '"\\u202e"',
];

describe("hostile cards", () => {
  test.each(KEYS)("%s of every wrong type: no crash, and no text that is none", (key) => {
    for (const value of WRONG) {
      const facts = read(`---\n${key}: ${value}\n---\n# T\n`);
      for (const text of stringsOf(facts)) {
        expect(text).not.toMatch(/[\p{Cs}\p{Cc}]/u);
        expect(text.length).toBeLessThanOrEqual(4096);
      }
      expect(facts.every(({ at }) => at.line! >= 1 && at.path === "README.md")).toBe(true);
    }
  });

  test("what is no mapping, or no YAML, is said", () => {
    expect(unreadable(read("---\njust words\n---\n"))).toEqual(["front matter: it is no mapping"]);
    expect(unreadable(read("---\n- a\n---\n"))).toEqual(["front matter: it is no mapping"]);
    expect(unreadable(read("---\n\n---\n# x\n"))).toEqual([]);
    const broken = read("---\nlicense: mit\n\tx: [\n---\n# Named\n");
    expect(unreadable(broken)[0]).toMatch(/^front matter: /);
    expect(broken).toContainEqual({ kind: "name", at: { path: "README.md", line: 5 }, value: "Named" });
    expect(unreadable(read(`---\na: ${"[".repeat(5000)}\n---\n`))[0]).toMatch(/inside each other/);
    expect(unreadable(read(`---\nlicense: mit\ntags:\n${"- a\n".repeat(1_100_000)}---\n`))[0]).toMatch(
      /more than 1,000,000 lines/,
    );
  });

  test("bombs of aliases", () => {
    const level = (i: number) => `a${i}: &a${i} [${`*a${i - 1},`.repeat(9)}]\n`;
    const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 20 }, (_, i) => level(i + 1)).join("")}`;
    expect(read(`---\n${bomb}tags: *a20\nlicense: mit\n---\n`)).toContainEqual(
      expect.objectContaining({ value: "MIT" }),
    );
    const large = `${bomb}pad: '${"x".repeat(600_000)}'\ntags: *a20\n`;
    expect(unreadable(read(`---\n${large}---\n`))[0]).toMatch(/aliases/);
  });

  test("credentials leave by no way", () => {
    const secret = "https://me:hunter2@h.io/x";
    const yaml = KEYS.map((key) => `${key}: "${secret}"`).join("\n");
    const body = `# ${secret}\n\nWords ${secret}\n\n## Model Details\n- **Developed by:** ${secret}\n- **Finetuned from model:** ${secret}\n- **License:** ${secret}\n- **Repository:** ${secret}\n## Uses\nsee ${secret}\n## Citation\n  url = {${secret}}\n`;
    for (const text of [body, `---\n${yaml}\n---\n${body}`, `---\n${yaml.replaceAll("https", "s3")}\n---\n`]) {
      const all = stringsOf(read(text)).join("\n");
      expect(all).toContain("h.io");
      expect(all).not.toContain("hunter2");
    }
  });

  const MEGABYTES = 8 * 1024 ** 2;
  const fill = (piece: string) => piece.repeat(Math.floor(MEGABYTES / piece.length));
  test.each([
    ["lines", fill("\n")],
    ["headings", fill("# a\n")],
    ["uses", fill("# Uses\nb\n")],
    ["underlines", fill("a\n-\n")],
    ["labels", fill("- **Developed by:** x\n")],
    ["labels of colons", `- **${fill(":")}`],
    ["no heading's end", `# ${fill("# ")}`],
    ["fences", fill("```\n")],
    ["comments", fill("<!--")],
    ["comments that end", fill("<!---->")],
    ["front matter of dashes", `---\n${fill("\n--- x")}`],
    ["blanks", fill(" ")],
    ["one opening", `---\n${fill("a: b\n")}`],
    ["a long heading", `<h1 ${fill("<h1 ")}`],
    ["quotes", fill("> ")],
    ["citations", `# Citation\n${fill("@a{ url = {http://a.b/c},\n")}`],
    ["arXiv", `# Citation\n${fill("arxiv ")}`],
    ["bullets", `# Uses\n${fill("- a\n")}`],
    ["paragraphs", `# A\n${fill("- a\n\n")}`],
    ["links", `# Uses\n${fill("[a](")}`],
    ["front matter of lists", `---\ntags: [${fill("a,").slice(0, 500_000)}]\n---\n`],
    ["keys", `---\n${fill("a: b\n").slice(0, 500_000)}\n---\n`],
    ["addresses", `# A\n${fill("https://")}`],
    ["dashes", `---\n${fill("- ").slice(0, 200_000)}\n---\n`],
  ])("8 MB of %s end soon", (_, text) => {
    const start = process.hrtime.bigint();
    const facts = read(text);
    expect(facts.length).toBeLessThan(25_000);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(120_000);
  });
});
