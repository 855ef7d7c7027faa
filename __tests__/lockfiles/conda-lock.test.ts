import { existsSync, readFileSync } from "node:fs";
import { condaLock } from "../../src/lockfiles/conda-lock";
import { parseLock } from "../support/parse-lock";

const parse = (text: string) => parseLock(condaLock, text, "env/conda-lock.yml");
const TEXT = `version: 1
metadata:
  platforms: [linux-64, osx-64]
package:
- name: openssl
  version: 3.0.0
  manager: conda
  platform: linux-64
  dependencies: {ca-certificates: '', libgcc-ng: '>=9.4.0'}
  url: https://conda.anaconda.org/conda-forge/linux-64/openssl-3.0.0-h7f98852_2.tar.bz2
  hash: {md5: ${"3".repeat(32)}, sha256: ${"2".repeat(64)}}
  category: main
- name: openssl
  version: 3.0.0
  manager: conda
  platform: osx-64
  dependencies: {}
  url: https://conda.anaconda.org/conda-forge/osx-64/openssl-3.0.0-h0_1.conda
  category: main
- name: ca-certificates
  version: '2021.10'
  manager: conda
  platform: linux-64
  url: https://user:secret@conda.example.org/ch/noarch/ca-certificates-2021.10-0.conda
  category: dev
- name: packaging
  version: '21.3'
  manager: pip
  platform: linux-64
  dependencies: {pyparsing: '>=2'}
  source: null
  url: https://files.pythonhosted.org/packages/05/8e/packaging-21.3-py3-none-any.whl
  hash: {sha256: ${"e".repeat(64)}}
  categories: [dev, main]
- name: pyparsing
  version: 1.10
  manager: pip
  platform: linux-64
  dependencies: {}
  url: https://index.example.org/files/pyparsing-1.10-py3-none-any.whl
  category: dev
`;
const named = (name: string) => parse(TEXT).packages.find((each) => each.name === name);

describe("conda-lock", () => {
  test.each([
    ["conda-lock.yml", true],
    ["a/gpu.conda-lock.yaml", true],
    ["conda-lock-dev.yml", true],
    ["environment.yml", false],
    [".github/workflows/conda-lock.yml", false],
    ["conda-lock.txt", false],
  ])("claims %s: %s", (path, claimed) => expect(condaLock.claims(path)).toBe(claimed));

  test("a sniff sees packages, however they are spelled", () => {
    for (const head of ["package:\n", '{"package": []}', "version: 1\nmetadata:\n"])
      expect(condaLock.sniff!(head)).toBe(true);
    expect(condaLock.sniff!("channels:\n- x\n")).toBe(false);
  });

  test("a package of conda, once for all platforms, where it stands first", () => {
    expect(parse(TEXT).packages.map(({ name }) => name)).toEqual([
      "openssl",
      "ca-certificates",
      "packaging",
      "pyparsing",
    ]);
    expect(named("openssl")).toEqual({
      name: "openssl",
      version: "3.0.0",
      purl: "pkg:conda/openssl@3.0.0?build=h7f98852_2&channel=conda-forge&subdir=linux-64&type=tar.bz2",
      at: { path: "env/conda-lock.yml", inside: [], line: 5 },
      direct: true,
      via: [],
      hashes: [`sha256:${"2".repeat(64)}`, `md5:${"3".repeat(32)}`],
      source: { kind: "channel", where: "conda-forge" },
    });
  });

  test("a channel without its password, the way in, and a group", () =>
    expect(named("ca-certificates")).toMatchObject({
      source: { kind: "channel", where: "https://conda.example.org/ch" },
      via: ["openssl"],
      group: "dev",
    }));

  test("packages of pip are of PyPI, and keep their version as text", () => {
    expect(named("packaging")).toMatchObject({ ecosystem: "PyPI", purl: "pkg:pypi/packaging@21.3" });
    expect(named("packaging")).not.toHaveProperty("group");
    expect(named("packaging")).not.toHaveProperty("source");
    expect(named("pyparsing")).toMatchObject({
      version: "1.10",
      ecosystem: "PyPI",
      source: { kind: "index", where: "https://index.example.org" },
      group: "dev",
    });
    expect(parse(TEXT).practices).toMatchObject([{ kind: "other-index", what: "https://index.example.org" }]);
  });

  test("what pip takes from a repository or an address is no package of an index", () => {
    const one = (source: string) =>
      parse(
        `package:\n- name: x\n  version: '1'\n  manager: pip\n  url: https://a/x.zip\n  source: {type: url, url: '${source}'}\n`,
      ).packages[0];
    expect(one("git+https://u:p@github.com/o/x@0123")).toMatchObject({ source: { kind: "vcs" } });
    expect(JSON.stringify(one("git+https://u:p@github.com/o/x@0123"))).not.toContain("u:p");
    expect(one("https://example.org/x-1.zip")).toMatchObject({
      source: { kind: "url", where: "https://example.org/x-1.zip" },
    });
  });

  test("the file that is installed counts, not the name beside it", () => {
    const lie = (url: string, manager: string) =>
      parse(`package:\n- {name: safe, version: '2', manager: ${manager}, url: '${url}'}\n`).packages[0];
    expect(lie("https://files.pythonhosted.org/packages/evil-1.0-py3-none-any.whl", "pip")).toMatchObject({
      name: "evil",
      version: "1.0",
    });
    expect(lie("https://conda.anaconda.org/c/noarch/evil-1.0-0.conda", "conda")).toMatchObject({
      name: "evil",
      version: "1.0",
    });
  });

  test("packages behind an alias are read", () =>
    expect(
      parse("x: &p\n- {name: a, version: '1', manager: pip, url: 'https://pypi.org/a.zip'}\npackage: *p\n").packages,
    ).toHaveLength(1));

  test.each([
    ["version: 2\npackage: []\n", "Unsupported"],
    ["version: 1\n", "Malformed"],
    ["package: {}\n", "Malformed"],
    ["", "Malformed"],
    ["package: [\n", "Malformed"],
    ["package: \0\n", "Malformed"],
    ["package:\n- <<: {name: a}\n", "Unsupported"],
  ])("%j is refused", (text, kind) => expect(parse(text).thrown?.name).toBe(kind));

  test("a record without what it needs is said, and the others are read", () => {
    const { entries, packages } = parse(`${TEXT}- name: x\n- 3\n- {name: y, manager: npm, url: z}\n`);
    expect(packages).toHaveLength(4);
    expect(entries.filter(({ kind }) => kind === "unreadable").map(({ kind }) => kind)).toHaveLength(3);
  });

  test("names of prototypes and cycles", () => {
    const record = (name: string, asks: string) =>
      `- {name: ${name}, version: '1', manager: pip, url: 'https://pypi.org/x', dependencies: {${asks}: ''}}\n`;
    const text = `package:\n${record("__proto__", "constructor")}${record("constructor", "__proto__")}`;
    expect(parse(text).packages.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
  });

  test("the command", () =>
    expect(condaLock.upgrade!({ ecosystem: "PyPI", name: "x", version: "2", file: "conda-lock.yml" })).toBe(
      "conda-lock lock --lockfile conda-lock.yml --update x",
    ));
});

const REAL = "/work/shared/data/lockfiles/conda-lock-ml/conda-lock.yml";
(existsSync(REAL) ? describe : describe.skip)("conda-lock of Pangeo (shared data)", () => {
  test("882 packages, of conda all of them", () => {
    const { packages, entries, thrown } = parse(readFileSync(REAL, "utf8"));
    expect(thrown).toBeUndefined();
    expect(entries).toHaveLength(882);
    expect(packages.filter(({ purl, hashes }) => purl.startsWith("pkg:conda/") && hashes?.length === 2)).toHaveLength(
      882,
    );
    expect(packages.every(({ version }) => version !== undefined)).toBe(true);
  });
});
