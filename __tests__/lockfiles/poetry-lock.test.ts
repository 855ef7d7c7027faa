import { poetryLock } from "../../src/lockfiles/poetry-lock";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string, pyproject?: string) =>
  parseLock(poetryLock, text, "srv/poetry.lock", pyproject === undefined ? {} : { "pyproject.toml": pyproject });
const told = (text: string, pyproject?: string) =>
  parse(text, pyproject).packages.map(({ name, direct, via, group }) => [name, direct, via?.join(">"), group]);
const pkg = (name: string, more = "") => `[[package]]\nname = "${name}"\nversion = "1.0"\noptional = false\n${more}\n`;
const END = '[metadata]\nlock-version = "2.0"\n';

const LOCK = `${pkg("Requests", 'files = [{file = "a", hash = "sha256:aa"}, {file = "b", hash = "sha256:bb"}]\n[package.dependencies]\nidna = ">=2"\nPySocks = {version = ">=1", optional = true, markers = "extra == \\"socks\\""}\nchardet = {version = "*", optional = true}\n[package.extras]\nsocks = ["pysocks (>=1)"]\nuse-chardet = ["chardet (<5)"]')}
${pkg("idna")}
${pkg("pysocks")}
${pkg("chardet")}
${pkg("flask", '[package.dependencies]\nidna = [{version = "*", python = ">3"}, {version = "1"}]\njinja2 = "*"')}
${pkg("jinja2")}
${pkg("pytest", '[package.dependencies]\niniconfig = "*"')}
${pkg("iniconfig")}
[extras]
ui = ["flask"]

${END}`;

describe("poetry.lock", () => {
  test("claims its name", () => {
    expect(["poetry.lock", "a/poetry.lock", "poetry.lock/x"].map(poetryLock.claims)).toEqual([true, true, false]);
  });

  test("packages with what Poetry's pyproject asks for", () => {
    const pyproject =
      '[tool.poetry.dependencies]\npython = "^3.11"\nrequests = {version = "^2", extras = ["socks"]}\nflask = {version = "*", optional = true}\n[tool.poetry.extras]\nui = ["Flask"]\n[tool.poetry.group.test.dependencies]\npytest = "<8"\n';
    expect(told(LOCK, pyproject)).toEqual([
      ["Requests", true, "", undefined],
      ["idna", false, "Requests", undefined],
      ["pysocks", false, "Requests", undefined],
      ["chardet", undefined, undefined, undefined],
      ["flask", true, "", "ui"],
      ["jinja2", false, "flask", "ui"],
      ["pytest", true, "", "test"],
      ["iniconfig", false, "pytest", "test"],
    ]);
    expect(parse(LOCK, pyproject).packages[0]).toEqual({
      name: "Requests",
      version: "1.0",
      ecosystem: "PyPI",
      purl: "pkg:pypi/requests@1.0",
      at: { path: "srv/poetry.lock", inside: [], line: 1 },
      direct: true,
      via: [],
      hashes: ["sha256:aa", "sha256:bb"],
      wanted: "^2",
    });
  });

  test("and with a standard one", () => {
    const pyproject =
      '[project]\ndependencies = ["requests>=2", "not a requirement"]\n[project.optional-dependencies]\nui = ["flask"]\n[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n';
    expect(told(LOCK, pyproject).filter(([, direct]) => direct === true)).toEqual([
      ["Requests", true, "", undefined],
      ["flask", true, "", "ui"],
      ["pytest", true, "", "dev"],
    ]);
  });

  test.each([
    ["without one", undefined],
    ["with one that cannot be read", "[project"],
    ["with one that computes its dependencies", '[project]\ndynamic = ["dependencies"]'],
  ])("%s, packages that nobody asks for are direct, and of the others it is not known", (_, pyproject) => {
    expect(told(LOCK, pyproject).slice(0, 2)).toEqual([
      ["Requests", true, "", undefined],
      ["idna", undefined, "Requests", undefined],
    ]);
  });

  test("groups as the lock says them: groups of 2.1, categories of before 1.5", () => {
    const text = `${pkg("a", 'groups = ["dev", "main"]')}${pkg("b", 'groups = ["dev", "docs"]')}${pkg("c", 'category = "dev"')}${pkg("d", 'category = "main"')}${pkg("e", 'groups = ["main"]').replace("optional = false", "optional = true")}${END}`;
    expect(parse(text).packages.map(({ group }) => group)).toEqual([
      undefined,
      "dev, docs",
      "dev",
      undefined,
      "optional",
    ]);
  });

  test("hashes at the end", () => {
    const files = '[metadata]\nlock-version = "1.1"\n[metadata.files]\nA_b = [{file = "x", hash = "sha256:cc"}]\n';
    expect(parse(`${pkg("a-b")}${files}`).packages[0]!.hashes).toEqual(["sha256:cc"]);
    expect(parse(`${pkg("a-b")}[metadata.hashes]\na-b = ["dd"]\n`).packages[0]!.hashes).toEqual(["sha256:dd"]);
  });

  test("sources", () => {
    const from = (name: string, type: string, url: string, more = "") =>
      pkg(name, `[package.source]\ntype = "${type}"\nurl = "${url}"\n${more}`);
    const { packages, practices } = parse(
      `${from("a", "legacy", "https://u:p@mirror.example/simple", 'reference = "m"')}${from("b", "legacy", "https://download.pytorch.org/whl/cpu")}${from("c", "git", "https://tok@github.com/o/c.git", 'reference = "main"\nresolved_reference = "0123"')}${from("d", "url", "https://example.org/d.whl?sig=1")}${from("e", "directory", "../e")}${from("f", "file", "wheels/f.whl")}${from("g", "legacy", "https://mirror.example/simple")}${END}`,
    );
    expect(packages.map(({ name, ecosystem, source }) => [name, ecosystem, source?.kind, source?.where])).toEqual([
      ["a", "PyPI", "index", "https://mirror.example/simple"],
      ["b", "PyPI", "index", "https://download.pytorch.org/whl/cpu"],
      ["c", undefined, "vcs", "git+https://github.com/o/c.git@0123"],
      ["d", undefined, "url", "https://example.org/d.whl"],
      ["e", undefined, "local", "../e"],
      ["f", undefined, "local", "wheels/f.whl"],
      ["g", "PyPI", "index", "https://mirror.example/simple"],
    ]);
    expect(packages[2]!.purl).toBe("pkg:pypi/c@1.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fo%2Fc.git%400123");
    expect(practices.map(({ what }) => what)).toEqual(["https://mirror.example/simple"]);
  });

  test("an empty lock is one", () =>
    expect(parse(`package = []\n${END}`)).toMatchObject({ packages: [], entries: [] }));

  test("the command", () => {
    const asked = { ecosystem: "PyPI", name: "a", version: "2", file: "poetry.lock" } as const;
    expect(poetryLock.upgrade!(asked)).toBe("poetry update a");
  });
});

describe("hostile poetry.lock", () => {
  test.each([
    ["no TOML", "[[package]]\nname"],
    ["nothing", ""],
    ["packages that are no array", "package = 1"],
  ])("%s is malformed", (_, text) => expect(parse(text).thrown?.name).toBe("Malformed"));

  test("a lock version that is not known is said, and read", () => {
    const { entries } = parse(`${pkg("a")}[metadata]\nlock-version = "3.0"\n`);
    expect(entries.map(({ kind }) => kind)).toEqual(["unreadable", "package"]);
  });

  test("tables of other types, circles and keys of the prototype", () => {
    const { entries } = parse(
      `${pkg("a", '[package.dependencies]\n__proto__ = "*"\nconstructor = 5\na = "*"\n[package.extras]\n__proto__ = ["constructor"]')}${pkg("__proto__", "files = 1\ngroups = 2\ndependencies = 3\nextras = 4\nsource = 5")}${pkg("constructor", '[package.dependencies]\na = "*"\n__proto__ = {optional = true}')}${pkg("x").replace('"x"', "12")}${END}[metadata.files]\n__proto__ = [{hash = "sha256:ee"}]\n`,
      "[project]\ndependencies = 1\n[tool.poetry]\ndependencies = 2\ngroup = 3\nextras = 4",
    );
    expect(entries.map((each) => (each.kind === "package" ? each.pkg.name : each.kind))).toEqual([
      "unreadable",
      "a",
      "__proto__",
      "constructor",
    ]);
  });

  test("many extras of many spellings end", () => {
    const extras = Array.from({ length: 20_000 }, (_, i) => `e${i} = ["b"]`).join("\n");
    const asks = Array.from(
      { length: 20_000 },
      (_, i) => `b${"-".repeat(1 + (i % 50))}${"_".repeat(1 + Math.floor(i / 50))}b = {optional = true}`,
    );
    const start = performance.now();
    const text = `${pkg("a", `[package.extras]\n${extras.replaceAll('"b"', '"b-b"')}\n[package.dependencies]\n${asks.join("\n")}`)}${pkg("b-b")}${END}`;
    expect(parse(text).packages).toHaveLength(2);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

describeReal("a real poetry.lock", () => {
  test("has the packages that osv-scanner sees", () => {
    expect(againstScanner(poetryLock, "poetry-privategpt/poetry.lock")).toEqual({ ours: [], theirs: [] });
  });
});
