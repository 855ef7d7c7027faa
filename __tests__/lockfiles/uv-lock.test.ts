import { uvLock } from "../../src/lockfiles/uv-lock";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string) => parseLock(uvLock, text, "srv/uv.lock");
const PYPI = '{ registry = "https://pypi.org/simple" }';
const pkg = (name: string, version: string, more = "", source = PYPI) =>
  `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = ${source}\n${more}\n`;

const PROJECT = `version = 1
revision = 2

[manifest]
members = ["app", "lib"]

[manifest.dependency-groups]
lint = [{ name = "ruff", specifier = "<1" }]

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "requests", extra = ["socks"] },
    { name = "lib" },
    { name = "torch", version = "2.6.0+cu124", source = { registry = "https://download.pytorch.org/whl/cu124" }, marker = "sys_platform == 'linux'" },
]

[package.optional-dependencies]
ui = [{ name = "flask" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }, { name = "requests" }]

[package.metadata]
requires-dist = [{ name = "requests", extras = ["socks"], specifier = ">=2.30" }, { name = "lib", editable = "lib" }]

[[package]]
name = "lib"
version = "0.2.0"
source = { editable = "lib" }
dependencies = [{ name = "mine" }]

${pkg("requests", "2.31.0", 'dependencies = [{ name = "idna" }]\nsdist = { url = "https://files.pythonhosted.org/r.tar.gz", hash = "sha256:aa", size = 1 }\nwheels = [\n  { url = "https://files.pythonhosted.org/r.whl", hash = "sha256:bb" },\n]\n[package.optional-dependencies]\nsocks = [{ name = "pysocks" }]\nother = [{ name = "only-other" }]')}
${pkg("idna", "3.4")}
${pkg("pysocks", "1.7.1")}
${pkg("only-other", "1")}
${pkg("flask", "2.0", 'dependencies = [{ name = "idna" }, { name = "jinja2" }]')}
${pkg("jinja2", "3")}
${pkg("pytest", "7")}
${pkg("ruff", "0.4")}
${pkg("torch", "2.6.0", "")}
${pkg("torch", "2.6.0+cu124", "", '{ registry = "https://download.pytorch.org/whl/cu124" }')}
${pkg("mine", "1.0", "", '{ registry = "https://me:pw@pypi.example/simple" }')}
${pkg("gitty", "1.0", "", '{ git = "https://tok@github.com/o/gitty?rev=v1#0123" }')}
${pkg("archive", "1.0", "", '{ url = "https://example.org/a.whl?sig=secret" }')}
${pkg("beside", "1.0", "", '{ directory = "../beside" }')}
${pkg("file", "1.0", "", '{ path = "../file.whl" }')}
`;

describe("uv.lock", () => {
  test("claims its name", () => {
    expect(["uv.lock", "a/uv.lock", "uv.lock.x", "auv.lock"].map(uvLock.claims)).toEqual([true, true, false, false]);
  });

  test("packages, with how they come in; not the workspace's", () => {
    const { packages, entries } = parse(PROJECT);
    expect(entries.some((each) => each.kind === "unreadable")).toBe(false);
    expect(
      packages.map(({ name, version, direct, via, group }) => [name, version, direct, via?.join(">"), group]),
    ).toEqual([
      ["requests", "2.31.0", true, "", undefined],
      ["idna", "3.4", false, "requests", undefined],
      ["pysocks", "1.7.1", false, "requests", undefined],
      ["only-other", "1", undefined, undefined, undefined],
      ["flask", "2.0", true, "", "ui"],
      ["jinja2", "3", false, "flask", "ui"],
      ["pytest", "7", true, "", "dev"],
      ["ruff", "0.4", true, "", "lint"],
      ["torch", "2.6.0", undefined, undefined, undefined],
      ["torch", "2.6.0+cu124", true, "", undefined],
      ["mine", "1.0", true, "", undefined],
      ["gitty", "1.0", undefined, undefined, undefined],
      ["archive", "1.0", undefined, undefined, undefined],
      ["beside", "1.0", undefined, undefined, undefined],
      ["file", "1.0", undefined, undefined, undefined],
    ]);
    expect(packages[0]).toEqual({
      name: "requests",
      version: "2.31.0",
      ecosystem: "PyPI",
      purl: "pkg:pypi/requests@2.31.0",
      at: { path: "srv/uv.lock", inside: [], line: 35 },
      direct: true,
      via: [],
      hashes: ["sha256:aa", "sha256:bb"],
      wanted: ">=2.30",
    });
  });

  test("sources: another index is looked up, an address is not", () => {
    const { packages, practices } = parse(PROJECT);
    expect(
      packages.filter(({ source }) => source).map(({ name, ecosystem, source }) => [name, ecosystem, source]),
    ).toEqual([
      ["torch", "PyPI", { kind: "index", where: "https://download.pytorch.org/whl/cu124" }],
      ["mine", "PyPI", { kind: "index", where: "https://pypi.example/simple" }],
      ["gitty", undefined, { kind: "vcs", where: "git+https://github.com/o/gitty?rev=v1#0123" }],
      ["archive", undefined, { kind: "url", where: "https://example.org/a.whl" }],
      ["beside", undefined, { kind: "local", where: "../beside" }],
      ["file", undefined, { kind: "local", where: "../file.whl" }],
    ]);
    expect(practices).toEqual([expect.objectContaining({ kind: "other-index", what: "https://pypi.example/simple" })]);
  });

  test("the first form", () => {
    const { packages } = parse(
      `version = 1\n[[distribution]]\nname = "app"\nversion = "0.1"\nsource = "editable+."\n[[distribution.dependencies]]\nname = "idna"\nversion = "3.4"\nsource = "registry+https://pypi.org/simple"\n\n[[distribution]]\nname = "idna"\nversion = "3.4"\nsource = "registry+https://pypi.org/simple"\n[distribution.sdist]\nurl = "https://example.org"\nhash = "sha256:aa"\n[[distribution.wheel]]\nhash = "sha256:bb"\n`,
    );
    expect(packages).toEqual([
      expect.objectContaining({ name: "idna", ecosystem: "PyPI", direct: true, hashes: ["sha256:aa", "sha256:bb"] }),
    ]);
    expect(packages[0]!.at.line).toBe(11);
  });

  test("the command", () => {
    const asked = { ecosystem: "PyPI", name: "torch", version: "2.8.0", file: "uv.lock" } as const;
    expect(uvLock.upgrade!(asked)).toBe("uv lock --upgrade-package torch==2.8.0");
    expect(uvLock.upgrade!({ ...asked, version: "$(id)" })).toBeUndefined();
  });
});

describe("hostile uv.lock", () => {
  test.each([
    ["no TOML", "version = "],
    ["something else", "[tool]\nx = 1"],
    ["packages that are no array", "version = 1\npackage = 'x'"],
  ])("%s is malformed", (_, text) => expect(parse(text).thrown?.name).toBe("Malformed"));

  test("a list of members hides nothing that comes from an index", () => {
    const text = `version = 1\n[manifest]\nmembers = ["torch"]\n${pkg("torch", "2.0.0")}`;
    expect(parse(text).packages).toEqual([expect.objectContaining({ name: "torch", ecosystem: "PyPI" })]);
  });

  test("names that are numbers, circles and keys of the prototype", () => {
    const { entries } = parse(
      `version = 1\n${pkg("__proto__", "1", 'dependencies = [{ name = "constructor" }, { name = 5 }, 6]')}${pkg("constructor", "1", 'dependencies = [{ name = "__proto__" }]')}[[package]]\nname = 7\n[package.__proto__]\nsource = 1\n`,
    );
    expect(
      entries.map((each) => (each.kind === "package" ? each.pkg.name : each.kind === "unreadable" && each.detail)),
    ).toEqual(["a package has no name that could be one", "__proto__", "constructor"]);
  });

  test("without a version it is not locked, unless it is nobody's package", () => {
    const { packages } = parse(
      'version = 1\n[[package]]\nname = "a"\nsource = { registry = "https://pypi.org/simple" }\n[[package]]\nname = "b"\nsource = { git = "https://example.org/b#1" }\n',
    );
    expect(packages.map(({ unlocked }) => unlocked)).toEqual(["a", undefined]);
  });

  test("a million members, and many of one name", () => {
    const start = performance.now();
    expect(
      parse(`version = 1\n[manifest]\nmembers = [${'"a",'.repeat(1_000_000)}]\n${pkg("a", "1")}`).packages,
    ).toHaveLength(1);
    const app = `[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [${'{name="a"},'.repeat(30_000)}]\n`;
    expect(parse(`version = 1\n${app}${'[[package]]\nname="a"\n'.repeat(30_000)}`).packages).toHaveLength(30_000);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

describeReal("a real uv.lock", () => {
  test("has the packages that osv-scanner sees, the project aside", () => {
    expect(againstScanner(uvLock, "uv-tgi/uv.lock")).toEqual({
      ours: [],
      theirs: ["PyPI text-generation-server 2.0.5.dev0"],
    });
  });
});
