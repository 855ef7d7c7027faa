import { compareWithLock } from "../../src/sources/compare-models-lock";
import { withModels, type NewModel } from "../../src/sources/edit-models-lock";
import { parseModelsLock } from "../../src/sources/models-lock";

const DIGEST = "0123456789abcdef".repeat(4);
const model = (path: string, ...files: string[]): NewModel => ({
  path, source: `https://huggingface.co/org/${path}`, revision: "a".repeat(40), fetched: "2026-01-02T03:04:05Z",
  files: files.map((each) => ({ path: each, size: 1, sha256: DIGEST })),
}); // prettier-ignore

/** A manifest of one model with these lines in its place. */
const text = (lines: string) => `version: 1\nmodels:\n${lines}`;
const ENTRY = `  - path: m
    source: hf:org/m
    fetched: 2026-01-02T03:04:05Z
    files:
      - path: a.bin
        size: 12
        sha256: ${DIGEST}
`;

describe("reading", () => {
  test("an entry, with its lines", () => {
    expect(parseModelsLock(text(ENTRY)).models).toEqual([
      { path: "m", source: "hf:org/m", fetched: "2026-01-02T03:04:05Z", line: 3, files: [{ path: "a.bin", size: 12, sha256: DIGEST, line: 7 }] },
    ]); // prettier-ignore
  });

  test("nothing in it", () => {
    expect(parseModelsLock("version: 1\n").models).toEqual([]);
    expect(parseModelsLock("version: 1\nmodels: []\n").models).toEqual([]);
  });

  test.each([
    ["", "1:1: it is empty"],
    ["version: 2\n", "1:10: version is not 1"],
    ["models: []\n", "1:1: version is missing"],
    ["- a\n", "1:1: the manifest is no mapping"],
    ["version: 1\n---\nversion: 1\n", "more than one document"],
    ["version: 1\nmodel: []\n", "2:1: the manifest has an unknown key; known: version, models"],
    ["version: 1\nversion: 1\n", "2:1: version is there twice"],
    ["version: 1\nmodels: {}\n", "2:9: models is no list"],
    ["a: [", "1:"],
    [text(ENTRY + ENTRY), "10:5: m is there twice"],
    [text(ENTRY.replace("path: m", "path: ../m")), "3:11: this path is not used: it leads out"],
    [text(ENTRY.replace("path: m", "path: /m")), "3:11: this path is not used: it is absolute"],
    [text(ENTRY.replace("a.bin", "../../a")), "7:15: this path is not used: it leads out"],
    [text(ENTRY.replace("a.bin", '"a\\nb"')), "7:16: this path is not used: it has control characters"],
    [text(ENTRY.replace("a.bin", ".git/config")), "7:15: this path is not used: it lies among git's own"],
    [text(ENTRY.replace(DIGEST, DIGEST.toUpperCase())), "9:17: sha256 is not 64 digits"],
    [text(ENTRY.replace(DIGEST, DIGEST.slice(1))), "9:17: sha256 is not 64 digits"],
    [text(ENTRY.replace("size: 12", "size: -1")), "8:15: size is no number of bytes"],
    [text(ENTRY.replace("size: 12", "size: 1e3")), "8:15: size is no number of bytes"],
    [text(ENTRY.replace("size: 12", "size: 99999999999999999999")), "8:15: size is no number of bytes"],
    [text(ENTRY.replace("        size: 12\n", "")), "7:9: size is missing"],
    [text(ENTRY.replace("2026-01-02T", "2026-02-30T")), "5:14: fetched is no time"],
    [text(ENTRY.replace("    source: hf:org/m\n", "")), "3:5: source is missing"],
    [text(ENTRY.replace("source:", "origin:")), "4:5: a model has an unknown key"],
    [text(ENTRY.replace("source: hf:org/m", "source: [a]")), "4:13: source is missing or no text"],
    [text(ENTRY.replace("        size", "        __proto__: 1\n        size")), "8:9: a file has an unknown key"],
    [text(`${ENTRY}      - path: a.bin\n        size: 1\n        sha256: ${DIGEST}\n`), "10:9: a.bin is there twice"],
  ])("%j is an error: %s", (wrong, words) => {
    expect(() => parseModelsLock(wrong)).toThrow(words);
  });

  test("a thousand mistakes are told twenty at a time", () => {
    const wrong = text("  - {}\n".repeat(1000));
    expect(() => parseModelsLock(wrong)).toThrow(/^(.*\n){19}.*$/);
  });

  test.each([
    ["deep", `version: 1\nmodels: ${"[".repeat(200_000)}`],
    ["wide", `version: 1\nmodels: [${"{},".repeat(3_000_000)}]`],
    ["a bomb of aliases", `version: 1\nmodels: [${Array.from({ length: 30 }, (_, i) => `&a${i} [${i > 0 ? `*a${i - 1},*a${i - 1}` : "x"}]`).join(",")}]`],
    ["large", `version: 1\nmodels: ${"x".repeat(9_000_000)}`],
  ])("a %s one ends soon", (_, hostile) => {
    const begin = performance.now();
    expect(() => parseModelsLock(hostile)).toThrow("models.lock.yaml:");
    expect(performance.now() - begin).toBeLessThan(120_000);
  }); // prettier-ignore
});

describe("writing", () => {
  test("comments and the order of others stay", async () => {
    const before = `# Ours.\nversion: 1\nmodels:\n  # The first.\n${ENTRY.replace("size: 12", "size: 12 # small")}${ENTRY.replace("path: m", "path: n")}`;
    const after = await withModels(before, [
      { ...model("m", "a.bin", "b.bin"), source: "hf:org/new" },
      model("z", "c"),
    ]);
    expect(after).toContain(
      "# Ours.\nversion: 1\nmodels:\n  # The first.\n  - path: m\n    source: hf:org/new\n    revision: aaaa",
    );
    expect(after).toContain("size: 1 # small");
    expect(parseModelsLock(after).models.map(({ path, files }) => [path, files.length])).toEqual([["m", 2], ["n", 1], ["z", 1]]); // prettier-ignore
    expect(after).toContain(ENTRY.replace("path: m", "path: n"));
  });

  test.each([["true"], ["null"], ["~"], ["1.10"], ["0x1f"], ["1e5"], ["yes"], ["ab: c"], ["- a"], ["#a"], ["é/日本.bin"], ["'a'"], ['"'], ["a b "], ["*a"], ["&a"], ["!a"], ["{a}"], ["2026-01-01"], ["<<"], ["a\u2028b"], ["\u{1f600}"], ["x".repeat(900)]])(
    "the name %j reads back as it is",
    async (name) => {
      const after = await withModels(undefined, [model("m", name)]);
      expect(parseModelsLock(after).models[0]!.files[0]!.path).toBe(name);
    },
  ); // prettier-ignore

  test("digests and revisions of digits alone read back", async () => {
    const digits = { ...model("m"), revision: "1".repeat(40), files: [{ path: "a", size: 0, sha256: "12e4".repeat(16) }, { path: "b", size: 0, sha256: "1".repeat(64) }] }; // prettier-ignore
    expect(parseModelsLock(await withModels(undefined, [digits])).models[0]).toMatchObject(digits);
  });

  test("a revision that is no more goes", async () => {
    const { path, source, fetched, files } = model("m", "a.bin");
    const without = { path, source, fetched, files };
    expect(await withModels(await withModels(undefined, [model("m", "a.bin")]), [without])).not.toContain("revision");
  });

  test("20,000 files are read within a second", async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `f${i}`);
    const large = await withModels(undefined, [model("m", ...names)]);
    const begin = performance.now();
    expect(parseModelsLock(large).models[0]!.files).toHaveLength(20_000);
    expect(performance.now() - begin).toBeLessThan(120_000);
  });
});

test("files against the manifest", () => {
  const lock = parseModelsLock(text(`${ENTRY}${ENTRY.replace("path: m", "path: m/sub")}${ENTRY.replace("path: m", "path: .").replace("a.bin", "root.bin")}`)); // prettier-ignore
  const seen = (path: string, size = 12, sha256: string | undefined = DIGEST) => ({ path, size, sha256 });
  const { drift, missing, unlisted } = compareWithLock(lock, [
    seen("m/a.bin", 12, "f".repeat(64)), { path: "root.bin", size: 13 }, seen("m/sub/b.bin"), seen("m/c.bin"), seen("mm/a.bin"), seen("other"), seen("m/model.sig"),
  ]); // prettier-ignore
  expect(drift.map(({ path, locked }) => [path, locked.line])).toEqual([["m/a.bin", 7], ["root.bin", 21]]); // prettier-ignore
  expect(missing.map(({ path }) => path)).toEqual(["m/sub/a.bin"]);
  expect(unlisted.map(({ path, model: owner }) => [path, owner.path])).toEqual([["m/sub/b.bin", "m/sub"], ["m/c.bin", "m"]]); // prettier-ignore
  expect(compareWithLock(lock, [{ path: "m/a.bin", size: 12 }]).drift).toEqual([]);
});
