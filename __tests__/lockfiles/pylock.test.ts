import { pylock } from "../../src/lockfiles/pylock";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string) => parseLock(pylock, text, "srv/pylock.toml");
const HEAD = 'lock-version = "1.0"\ncreated-by = "us"\ndefault-groups = ["default"]\n';
const pkg = (name: string, more = "") => `[[packages]]\nname = "${name}"\nversion = "1.0"\n${more}\n`;

describe("pylock.toml", () => {
  test("claims its names", () => {
    const names = [
      "pylock.toml",
      "a/pylock.dev.toml",
      "pylock.a.b.toml",
      "pylock..toml",
      "xpylock.toml",
      "pylock.tomlx",
    ];
    expect(names.map(pylock.claims)).toEqual([true, true, false, false, false, false]);
  });

  test("packages with hashes and lines", () => {
    const text = `${HEAD}${pkg("a", 'index = "https://pypi.org/simple/"\nsdist = {name = "a.tar.gz", hashes = {sha256 = "aa", sha512 = "bb"}}\nwheels = [{name = "a.whl", hashes = {sha256 = "cc"}}]')}`;
    expect(parse(text).entries).toEqual([
      {
        kind: "package",
        pkg: {
          name: "a",
          version: "1.0",
          ecosystem: "PyPI",
          purl: "pkg:pypi/a@1.0",
          at: { path: "srv/pylock.toml", inside: [], line: 4 },
          hashes: ["sha256:aa", "sha512:bb", "sha256:cc"],
        },
      },
    ]);
  });

  test("sources; the project itself is no package", () => {
    const { packages, practices } = parse(
      `${HEAD}${pkg("a", '[packages.vcs]\ntype = "git"\nurl = "https://tok@github.com/o/a"\ncommit-id = "0123"')}${pkg("b", 'directory = {path = "../b", editable = true}')}${pkg("c", 'directory = {path = ".", editable = true}')}${pkg("d", 'archive = {url = "https://example.org/d.zip?t=1", hashes = {sha256 = "dd"}}')}${pkg("e", 'archive = {path = "e.zip"}')}${pkg("f", 'index = "https://u:p@mirror.example/simple"')}${pkg("g", 'index = "https://download.pytorch.org/whl/cpu"')}`,
    );
    expect(
      packages.map(({ name, ecosystem, source, hashes }) => [name, ecosystem, source?.kind, source?.where, hashes]),
    ).toEqual([
      ["a", undefined, "vcs", "git+https://github.com/o/a@0123", undefined],
      ["b", undefined, "local", "../b", undefined],
      ["d", undefined, "url", "https://example.org/d.zip", ["sha256:dd"]],
      ["e", undefined, "local", "e.zip", undefined],
      ["f", "PyPI", "index", "https://mirror.example/simple", undefined],
      ["g", "PyPI", "index", "https://download.pytorch.org/whl/cpu", undefined],
    ]);
    expect(practices).toEqual([
      expect.objectContaining({ kind: "other-index", what: "https://mirror.example/simple" }),
    ]);
  });

  test.each([
    ["'dev' in dependency_groups", "dev"],
    ['\\"default\\" in dependency_groups or \\"dev\\" in dependency_groups', undefined],
    ['(\\"ui\\" in extras or \\"web\\" in extras) and os_name == \\"nt\\"', "ui, web"],
    ["os_name == 'nt'", undefined],
    ["'ui' not in extras", undefined],
  ])("where the marker says %s, the group is %s", (marker, group) => {
    expect(parse(`${HEAD}${pkg("a", `marker = "${marker}"`)}`).packages[0]!.group).toBe(group);
  });

  test("dependencies where they are told", () => {
    const { packages } = parse(
      `${HEAD}${pkg("a", 'dependencies = [{name = "b"}]')}${pkg("b", 'dependencies = [{name = "c", version = "1.0"}]')}${pkg("c")}`,
    );
    expect(packages.map(({ direct, via }) => [direct, via])).toEqual([
      [true, []],
      [undefined, ["a"]],
      [undefined, ["a", "b"]],
    ]);
  });

  test("there is no command: who wrote it is not known", () => expect(pylock.upgrade).toBeUndefined());
});

describe("hostile pylock.toml", () => {
  test.each([
    ["no TOML", "lock-version"],
    ["something else", "[tool]"],
    ["packages that are no array", `${HEAD}packages = "a"`],
  ])("%s is malformed", (_, text) => expect(parse(text).thrown?.name).toBe("Malformed"));

  test("a version that is not known is said, and read", () => {
    const { entries } = parse(`lock-version = "2.0"\n${pkg("a")}`);
    expect(entries.map(({ kind }) => kind)).toEqual(["unreadable", "package"]);
  });

  test("without a version it is not locked, unless it has an address", () => {
    const { packages } = parse(
      `${HEAD}[[packages]]\nname = "a"\n[[packages]]\nname = "b"\nvcs = {type = "git", url = "x"}\n`,
    );
    expect(packages.map(({ unlocked }) => unlocked)).toEqual(["a", undefined]);
  });

  test("tables of other types, circles and keys of the prototype", () => {
    const { entries } = parse(
      `${HEAD}${pkg("a", 'dependencies = [{name = "__proto__"}, {name = 5}, 6]\nmarker = 7\nwheels = {a = 1}')}${pkg("__proto__", 'dependencies = [{name = "a"}]\nsdist = 1')}${pkg("constructor", "vcs = {}\nindex = 3")}[[packages]]\nname = ["x"]\n`,
    );
    expect(entries.map((each) => (each.kind === "package" ? each.pkg.name : each.kind))).toEqual([
      "unreadable",
      "a",
      "__proto__",
      "constructor",
    ]);
  });

  test("a long marker ends", () => {
    const start = performance.now();
    for (const part of ["'", "'a' in ", "'a'\t", "' '"])
      expect(parse(`${HEAD}${pkg("a", `marker = "${part.repeat(500_000)}"`)}`).packages).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

describeReal("a real pylock.toml", () => {
  test("has the packages that osv-scanner sees", () => {
    expect(againstScanner(pylock, "pylock-pdm-demo/pylock.toml")).toEqual({ ours: [], theirs: [] });
  });
});
