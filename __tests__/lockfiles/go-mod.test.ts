import { existsSync, readFileSync } from "node:fs";
import { goMod } from "../../src/lockfiles/go-mod";
import { parseLock } from "../support/parse-lock";

const parse = (text: string, beside = {}) => parseLock(goMod, text, "srv/go.mod", beside);
const told = (text: string, beside = {}) =>
  parse(text, beside).packages.map(({ name, version, unlocked }) => `${name} ${version ?? `? ${unlocked}`}`);
const GO = "module example.org/x\n\ngo 1.22\n";

describe("go.mod", () => {
  test.each([
    ["go.mod", true],
    ["a/b/go.mod", true],
    ["a/go.work", true],
    ["a/cargo.mod", false],
    ["go.mod/x", false],
    ["go.modx", false],
  ])("claims %s: %s", (path, claimed) => expect(goMod.claims(path)).toBe(claimed));

  test("requirements, in blocks and alone, direct and indirect, with their lines", () => {
    const { packages } = parse(
      `${GO}require example.org/a v1.2.3\nrequire (\n\texample.org/b/v2 v2.0.0+incompatible // indirect\n\t"example.org/c" v0.0.0-20180517000239-4f5cfb03fabf // indirect; why\n)\n`,
    );
    expect(packages).toEqual([
      {
        name: "example.org/a",
        version: "1.2.3",
        ecosystem: "Go",
        purl: "pkg:golang/example.org/a@1.2.3",
        at: { path: "srv/go.mod", inside: [], line: 4 },
        direct: true,
      },
      expect.objectContaining({ name: "example.org/b/v2", version: "2.0.0+incompatible", direct: false }),
      expect.objectContaining({ version: "0.0.0-20180517000239-4f5cfb03fabf", direct: false }),
    ]);
    expect(packages.map(({ at }) => at.line)).toEqual([4, 6, 7]);
  });

  test("a workspace replaces what its modules ask for", () => {
    const { packages } = parseLock(
      goMod,
      "go 1.22\nuse ./a\nreplace golang.org/x/text => golang.org/x/text v0.3.0\nreplace a.b/c => ../c\n",
      "go.work",
    );
    expect(packages.map(({ name, version, at }) => [name, version, at.line])).toEqual([
      ["golang.org/x/text", "0.3.0", 3],
    ]);
  });

  test("a version without v is a version, a branch is none", () =>
    expect(told(`${GO}require a.b/c 1.2.3\nrequire a.b/d master\n`)).toEqual(["a.b/c 1.2.3", "a.b/d ? master"]));

  test("a replacement is audited instead, at its line", () => {
    const text = `${GO}require a.b/c v1.0.0\nrequire a.b/d v1.0.0\nreplace a.b/c => e.f/c v1.5.0\nreplace a.b/d v0.9.0 => e.f/d v3.0.0\n`;
    expect(told(text)).toEqual(["e.f/c 1.5.0", "a.b/d 1.0.0"]);
    expect(parse(text).packages[0]!.at.line).toBe(6);
  });

  test("the replacement of one version goes before that of all", () =>
    expect(
      told(`${GO}require a.b/c v1.0.0\nreplace (\n a.b/c => e.f/c v1.5.0\n a.b/c v1.0.0 => e.f/c v1.6.0\n)\n`),
    ).toEqual(["e.f/c 1.6.0"]));

  test("a replacement by a directory is local, and nobody is asked about it", () => {
    const [pkg] = parse(`${GO}require a.b/c v1.0.0\nreplace a.b/c => ../c\n`).packages;
    expect(pkg).toMatchObject({ name: "a.b/c", source: { kind: "local", where: "../c" }, wanted: "v1.0.0" });
    expect(pkg).not.toHaveProperty("ecosystem");
    expect(pkg).not.toHaveProperty("version");
  });

  test("go, toolchain, exclude and retract name no package", () =>
    expect(
      told(
        `${GO}toolchain go1.22.1\nexclude a.b/c v1.0.0\nretract [v1.0.0, v1.1.0]\nretract (\n v1.0.0\n)\ngodebug x=1\n`,
      ),
    ).toEqual([]));

  test("before Go 1.17, what is not named is in go.sum", () => {
    const sum = "a.b/c v1.0.0 h1:x=\na.b/c v1.0.0/go.mod h1:y=\na.b/d v0.1.0 h1:z=\na.b/e v0.1.0/go.mod h1:w=\n";
    const old = "module x\n\ngo 1.16\nrequire a.b/c v1.0.0\n";
    expect(told(old, { "go.sum": sum })).toEqual(["a.b/c 1.0.0", "a.b/d 0.1.0"]);
    expect(parse(old, { "go.sum": sum }).packages).toMatchObject([
      { hashes: ["h1:x="], at: { path: "srv/go.mod" } },
      { hashes: ["h1:z="], at: { path: "srv/go.sum", line: 3 }, direct: false },
    ]);
    expect(told(old.replace("1.16", "1.17"), { "go.sum": sum })).toEqual(["a.b/c 1.0.0"]);
    expect(told("module x\nrequire a.b/c v1.0.0\n", { "go.sum": sum })).toHaveLength(2);
  });

  test.each([
    [`${GO}require (\n a v1.0.0\n`, /ends inside of a block/],
    [`${GO}require a\n`, /line 4 asks for no module/],
    [`${GO}require a v1.0.0 v1.1.0\n`, /line 4 asks for no module/],
    [`${GO}replace a => \n`, /does not say what replaces what/],
    [`${GO}require "a v1.0.0\n`, /line 4 cannot be read/],
    [`${GO}\0`, /a NUL byte/],
    [`${GO}require ${"a".repeat(17_000)} v1.0.0\n`, /more than 16384 characters/],
  ])("%# is malformed", (text, message) => {
    expect(parse(text).thrown?.name).toBe("Malformed");
    expect(parse(text).thrown?.message).toMatch(message);
  });

  test("a line that nobody knows is said, once, and the others are read", () => {
    const { entries, packages } = parse("this is no go.mod\nnor this\nrequire a.b/c v1.0.0\n");
    expect(entries[0]).toMatchObject({ kind: "unreadable", reason: "unsupported", at: { line: 1 } });
    expect(entries).toHaveLength(2);
    expect(packages).toHaveLength(1);
  });

  test("what stands before an error counts", () =>
    expect(told(`${GO}require a.b/c v1.0.0\nrequire a\n`)).toEqual(["a.b/c 1.0.0"]));

  test("a comment hides nothing, and names of prototypes are names", () =>
    expect(
      told(`${GO}require a.b/c v1.0.0//indirect\nrequire __proto__ v1.0.0\nreplace constructor => x v1.0.0\n`),
    ).toEqual(["a.b/c 1.0.0", "__proto__ 1.0.0"]));

  test("a million lines take a moment", () => {
    const start = performance.now();
    expect(parse(`${GO}require (\n${"a.b/c v1.0.0\n".repeat(1_000_000)})\n`).packages.length).toBe(1_000_000);
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test("the command", () =>
    expect(goMod.upgrade!({ ecosystem: "Go", name: "a.b/c", version: "1.2.3", file: "go.mod" })).toBe(
      "go get a.b/c@v1.2.3 && go mod tidy",
    ));
});

const REAL = "/work/shared/data/lockfiles/go-ollama";
(existsSync(REAL) ? describe : describe.skip)("go.mod of Ollama (shared data)", () => {
  test("the packages that osv-scanner found", () => {
    const found = JSON.parse(readFileSync(`${REAL}/go.mod.osv-scanner.json`, "utf8")) as {
      name: string;
      version: string;
    }[];
    const sum = readFileSync(`${REAL}/go.sum`, "utf8");
    const ours = told(readFileSync(`${REAL}/go.mod`, "utf8"), { "go.sum": sum });
    expect([...ours].sort()).toEqual(found.map(({ name, version }) => `${name} ${version}`).sort());
    expect(ours).toHaveLength(94);
  });
});

test("a file of more lines than any real one is refused", () => {
  const { packages, thrown } = parse(`${GO}${"\n".repeat(2_000_000)}require example.org/a v1.0.0\n`);
  expect(packages).toEqual([]);
  expect(thrown?.message).toBe("it has more than 2000000 lines");
});
