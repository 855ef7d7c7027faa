import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CARDS } from "../../src/cards";

/** A new reader is one file, one line in the index, one test, one page with its line in the table of pages. */
const ROOT = join(__dirname, "..", "..");
const PAGES = join(ROOT, "docs", "cards");
const README = readFileSync(join(PAGES, "README.md"), "utf8");
const IDS = CARDS.map(({ id }) => id);
/** Pages of what is no reader of documents: headers of model files come with the scan. */
const OTHER_PAGES = ["README", "headers"];

describe("the index of cards", () => {
  test("has ids that are sorted, unique and in kebab-case", () => {
    expect(IDS).toEqual([...new Set(IDS)].sort());
    expect(IDS.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("holds every reader that is written", () => {
    const folder = join(ROOT, "src", "cards");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const written = files.flatMap((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return text.includes(": CardReader = {")
        ? [...text.matchAll(/^ {2}id: "([^"]+)"/gm)].map((match) => match[1]!)
        : [];
    });
    expect(written.sort()).toEqual(IDS);
  });

  test("is the table of pages, line by line", () => {
    const rows = [...README.matchAll(/^\| \[([a-z0-9-]+)\]\(\1\.md\) \| (.+) \|$/gm)].filter(
      ([, id]) => id !== "headers",
    );
    expect(rows.map(([, id]) => id)).toEqual(IDS);
    for (const [, , rest] of rows) expect(rest).toMatch(/`/);
  });

  test("has no page without a reader", () => {
    const pages = readdirSync(PAGES).map((name) => name.replace(/\.md$/, ""));
    expect(pages.filter((page) => ![...OTHER_PAGES, ...IDS].includes(page))).toEqual([]);
  });
});

describe.each(IDS)("%s", (id) => {
  test("has a page with all parts", () => {
    const page = readFileSync(join(PAGES, `${id}.md`), "utf8");
    expect(page).toMatch(/^# \S.*\n\n[^#\s]/);
    const parts = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]!);
    expect(parts).toEqual(["Recognised by", "Read", "Not read", "Limits"]);
    expect(page).not.toMatch(/TODO|FIXME/);
  });

  test("has a test", () => {
    const places = [`${id}.test.ts`, join(id, `${id}.test.ts`)].map((name) => join(__dirname, name));
    expect(places.some((place) => existsSync(place))).toBe(true);
  });
});

/** A path, and who reads it. */
const SAMPLES: readonly (readonly [string, string])[] = [
  ["m/adapter_config.json", "adapter-config"],
  ["model_index.json", "diffusers"],
  ["generation_config.json", "generation-config"],
  ["config.json", "hf-config"],
  ["mlruns/0/a/artifacts/model/MLmodel", "mlmodel"],
  ["preprocessor_config.json", "preprocessor-config"],
  ["quantize_config.json", "quantize-config"],
  ["README.md", "readme"],
  ["a/Model_Card.md", "readme"],
  ["modules.json", "sentence-transformers"],
  ["tokenizer_config.json", "tokenizer-config"],
];

describe("who reads a file", () => {
  test.each(SAMPLES)("%s: %s", (path, id) =>
    expect(CARDS.filter((reader) => reader.claims(path)).map((reader) => reader.id)).toEqual([id]),
  );

  test("every reader has a sample", () =>
    expect(IDS.filter((id) => !SAMPLES.some(([, sample]) => sample === id))).toEqual([]));

  test.each(["README.rst", "package.json", "config.yaml", "model.safetensors", "notes.md"])("nobody reads %s", (path) =>
    expect(CARDS.filter((reader) => reader.claims(path))).toEqual([]),
  );
});

/** Readers are total: whatever a file of that name holds. */
describe.each(CARDS)("$id", ({ id, read }) => {
  const path = SAMPLES.find(([, sample]) => sample === id)?.[0] ?? id;
  test.each(["", "\0", "{", "[]", "null", "---\n---\n", "{}", "\ud800", "a: &a [*a]", "[".repeat(10_000)])(
    "reads %j without an error",
    (text) => expect(() => [...read(text, path)]).not.toThrow(),
  );
});
