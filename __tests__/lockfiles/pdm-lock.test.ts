import { pdmLock } from "../../src/lockfiles/pdm-lock";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string, pyproject?: string) =>
  parseLock(pdmLock, text, "srv/pdm.lock", pyproject === undefined ? {} : { "pyproject.toml": pyproject });
const pkg = (name: string, more = "") => `[[package]]\nname = "${name}"\nversion = "1.0"\n${more}\n`;
const NEW = '[metadata]\ngroups = ["default", "dev"]\nlock_version = "4.5.0"\n';

describe("pdm.lock", () => {
  test("claims its name", () => {
    expect(["pdm.lock", "a/pdm.lock", ".pdm.lock"].map(pdmLock.claims)).toEqual([true, true, false]);
  });

  test("version 4.5: groups and files with the package", () => {
    const { packages } = parse(
      `${NEW}\n${pkg("requests", 'groups = ["default", "dev"]\ndependencies = ["idna<4,>=2.5; python_version > \\"3\\""]\nfiles = [\n  {file = "r.whl", hash = "sha256:aa"},\n]')}${pkg("idna", 'groups = ["default"]')}${pkg("pytest", 'groups = ["dev", "test"]')}`,
      '[project]\ndependencies = ["requests>=2"]\n[tool.pdm.dev-dependencies]\ndev = ["pytest"]\n',
    );
    expect(packages).toEqual([
      {
        name: "requests",
        version: "1.0",
        ecosystem: "PyPI",
        purl: "pkg:pypi/requests@1.0",
        at: { path: "srv/pdm.lock", inside: [], line: 5 },
        direct: true,
        via: [],
        hashes: ["sha256:aa"],
        wanted: ">=2",
      },
      expect.objectContaining({ name: "idna", direct: false, via: ["requests"] }),
      expect.objectContaining({ name: "pytest", direct: true, group: "dev, test" }),
    ]);
    expect(packages[1]).not.toHaveProperty("group");
  });

  test("before: hashes at the end, entries for extras, sections", () => {
    const { packages } = parse(
      `${pkg("Requests", 'extras = ["socks"]\nsections = ["dev"]\ndependencies = ["pysocks", "requests==1.0"]')}${pkg("Requests", 'sections = ["default"]')}${pkg("pysocks")}[metadata]\nlock_version = "3.1"\n[metadata.files]\n"requests 1.0" = [{file = "x", hash = "sha256:aa"}]\n"pysocks[x] 1.0" = [{file = "x", hash = "sha256:bb"}]\n`,
    );
    expect(packages.map(({ group, hashes, via }) => [group, hashes, via])).toEqual([
      ["dev", ["sha256:aa"], []],
      [undefined, ["sha256:aa"], ["Requests"]],
      [undefined, ["sha256:bb"], ["Requests"]],
    ]);
  });

  test("sources", () => {
    const { packages, practices } = parse(
      `${NEW}${pkg("a", 'git = "https://tok@github.com/o/a.git"\nref = "main"\nrevision = "0123"')}${pkg("b", 'url = "https://example.org/b.whl?s=1"')}${pkg("c", 'path = "./sub/c"')}${pkg("d", 'path = "."')}${pkg("e", 'files = [{url = "https://files.pythonhosted.org/packages/e.whl", hash = "sha256:ee"}]')}${pkg("f", 'files = [{url = "https://u:p@mirror.example/f.whl", hash = "sha256:ff"}]')}`,
    );
    expect(packages.map(({ name, ecosystem, source }) => [name, ecosystem, source?.kind, source?.where])).toEqual([
      ["a", undefined, "vcs", "git+https://github.com/o/a.git@0123"],
      ["b", undefined, "url", "https://example.org/b.whl"],
      ["c", undefined, "local", "./sub/c"],
      ["e", "PyPI", undefined, undefined],
      ["f", "PyPI", "index", "https://mirror.example"],
    ]);
    expect(practices).toEqual([expect.objectContaining({ kind: "other-index", what: "https://mirror.example" })]);
  });

  test("the command", () => {
    const asked = { ecosystem: "PyPI", name: "a", version: "2", file: "pdm.lock" } as const;
    expect(pdmLock.upgrade!(asked)).toBe("pdm update a");
  });
});

describe("hostile pdm.lock", () => {
  test.each([
    ["no TOML", "[[package]]\n="],
    ["something else", "a = 1"],
    ["packages that are no array", "package = {a = 1}"],
  ])("%s is malformed", (_, text) => expect(parse(text).thrown?.name).toBe("Malformed"));

  test("a lock version that is not known is said, and read", () => {
    const { entries } = parse(`${pkg("a")}[metadata]\nlock_version = "5.0"\n`);
    expect(entries.map(({ kind }) => kind)).toEqual(["unreadable", "package"]);
  });

  test("tables of other types, circles and keys of the prototype", () => {
    const { entries } = parse(
      `${NEW}${pkg("a", 'dependencies = ["b", "a", 7, "?"]\nfiles = 1\ngroups = "dev"')}${pkg("b", 'dependencies = ["a", "__proto__", "constructor"]\ngroups = [1]')}${pkg("__proto__", "git = 5\npath = []")}${pkg("c").replace('"1.0"', "1.0")}[metadata.files]\n"__proto__ 1.0" = [{hash = 1}, 2]\n`.replace(
        NEW,
        "",
      ),
    );
    expect(
      entries.map((each) => (each.kind === "package" ? each.pkg.name : each.kind === "unreadable" && each.detail)),
    ).toEqual(["the version of c is no text that could be one", "a", "b", "__proto__"]);
  });
});

describeReal("a real pdm.lock", () => {
  test("has the packages that osv-scanner sees, which spells names its own way", () => {
    const { ours, theirs } = againstScanner(pdmLock, "pdm-2022/pdm.lock");
    expect(ours).toEqual(["PyPI Jinja2 3.0.3", "PyPI Markdown 3.3.6", "PyPI MarkupSafe 2.0.1", "PyPI PyYAML 6.0"]);
    expect(theirs).toEqual(ours.map((each) => each.toLowerCase().replace("pypi", "PyPI")));
  });
});
