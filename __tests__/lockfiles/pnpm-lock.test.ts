import { Malformed, Unsupported } from "../../src/core/bytes";
import { pnpmLock } from "../../src/lockfiles/pnpm-lock";
import { readKey, withoutPeers } from "../../src/lockfiles/pnpm-lock/keys";
import { INTEGRITY, inWords, SHA512 } from "../support/npm-lock-text";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string) => parseLock(pnpmLock, text, "pnpm-lock.yaml");
const HASH = `    resolution: {integrity: ${INTEGRITY}}\n`;
const entry = (key: string, more = "") => `  '${key}':\n${HASH}${more}`;

describe("keys of pnpm", () => {
  test.each([
    ["/ms/2.0.0", "ms", "2.0.0"],
    ["/@s/a/1.2.3", "@s/a", "1.2.3"],
    ["/@s/a/1.2.3_react@17.0.0+@b+c@1", "@s/a", "1.2.3"],
    ["/ms@2.0.0", "ms", "2.0.0"],
    ["/@s/a@1.2.3(react@18.0.0)(@b/c@1.0.0(d@2.0.0))", "@s/a", "1.2.3"],
    ["ms@2.0.0", "ms", "2.0.0"],
    ["@s/a@1.2.3(patch_hash=abcd)(react@18.0.0)", "@s/a", "1.2.3"],
    ["@s/a@1.2.3-rc.1+b", "@s/a", "1.2.3-rc.1+b"],
    ["a@https://codeload.github.com/o/a/tar.gz/0123", "a", "https://codeload.github.com/o/a/tar.gz/0123"],
    ["l@file:l(react@18.0.0)", "l", "file:l"],
  ])("%s", (key, name, version) => expect(readKey(key)).toEqual({ name, version }));

  test("a registry in the key", () =>
    expect(readKey("npm.example:4873/@s/a/1.2.3_b@1")).toEqual({
      name: "@s/a",
      version: "1.2.3",
      host: "npm.example:4873",
    }));

  test.each([
    "file:l",
    "github.com/o/a/0123",
    "@codeload.github.com/o/a/tar.gz/0123",
    "",
    "/",
    "/ms",
    "/ms/1/2",
    "(",
    "@",
  ])("%j says nothing", (key) => expect(readKey(key)).toBeUndefined());

  test("parentheses that are no peers stay, and many of them end soon", () => {
    expect(withoutPeers("l@file:a (b)/c")).toBe("l@file:a (b)/c");
    const started = performance.now();
    for (const part of ["(", "((a", ")(", "(abcd", "@(", "/"]) readKey(`/a@1${part.repeat(300_000)}`);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});

const V9 = `lockfileVersion: '9.0'

importers:
  .:
    dependencies:
      '@s/a':
        specifier: ^1.0.0
        version: 1.2.3(p@1.0.0)
      x:
        specifier: npm:ms@2
        version: ms@2.0.0
      l:
        specifier: link:../l
        version: link:../l
    devDependencies:
      p:
        specifier: 1.0.0
        version: 1.0.0
  w:
    optionalDependencies:
      o:
        specifier: ^1
        version: 1.0.0

packages:
${entry("@s/a@1.2.3")}${entry("b@1.0.0")}${entry("ms@2.0.0")}${entry("o@1.0.0")}${entry("p@1.0.0")}
snapshots:
  '@s/a@1.2.3(p@1.0.0)':
    dependencies:
      b: 1.0.0(p@1.0.0)
  b@1.0.0(p@1.0.0): {}
  ms@2.0.0: {}
  o@1.0.0:
    optional: true
  p@1.0.0:
    dependencies:
      s: 1.0.0
  s@1.0.0: {}
`;

describe("pnpm's lock", () => {
  test("claims by its name", () => {
    expect(pnpmLock.claims("a/pnpm-lock.yaml")).toBe(true);
    expect(pnpmLock.claims("a/pnpm-workspace.yaml")).toBe(false);
  });

  test("version 9: importers, peers, aliases, snapshots of their own", () => {
    const { packages, practices } = parse(V9);
    expect(inWords(packages)).toEqual([
      "@s/a@1.2.3:26 direct = ^1.0.0",
      "b@1.0.0:28 < @s/a",
      "ms@2.0.0:30 direct = npm:ms@2",
      "o@1.0.0:32 direct [optional] = ^1",
      "p@1.0.0:34 direct [dev] = 1.0.0",
      "s@1.0.0:48 [dev] < p",
    ]);
    expect(packages[0]).toMatchObject({ purl: "pkg:npm/%40s/a@1.2.3", ecosystem: "npm", hashes: [SHA512] });
    expect(practices).toEqual([expect.objectContaining({ kind: "no-hashes" })]);
  });

  test("versions 5 and 6: flags, specifiers of their own, dependencies at the top", () => {
    const five = `lockfileVersion: 5.4\nspecifiers:\n  a: ^1\ndependencies:\n  a: 1.0.0_p@1.0.0\npackages:\n${entry("/a/1.0.0_p@1.0.0", "    dependencies:\n      '@s/b': 2.0.0\n")}${entry("/@s/b/2.0.0", "    dev: true\n")}${entry("/c/1.0.0", "    dev: true\n")}`;
    expect(inWords(parse(five).packages)).toEqual([
      "a@1.0.0:7 direct = ^1",
      "@s/b@2.0.0:11 < a",
      "c@1.0.0:14 direct? [dev]",
    ]);
    const six = `lockfileVersion: '6.0'\ndependencies:\n  a:\n    specifier: ^1\n    version: 1.0.0(p@1.0.0)\ndevDependencies:\n  x:\n    specifier: npm:ms@2\n    version: /ms@2.0.0\npackages:\n${entry("/a@1.0.0(p@1.0.0)", "    dependencies:\n      b: 2.0.0\n")}${entry("/b@2.0.0", "    optional: true\n")}${entry("/ms@2.0.0", "    dev: true\n")}`;
    expect(inWords(parse(six).packages)).toEqual([
      "a@1.0.0:11 direct = ^1",
      "b@2.0.0:15 [optional] < a",
      "ms@2.0.0:18 direct [dev] = npm:ms@2",
    ]);
  });

  test("repositories, tarballs, directories and registries", () => {
    const { packages, practices } = parse(
      [
        "lockfileVersion: '9.0'\npackages:\n",
        "  g@git+https://git@example.org/g.git#0123:\n    resolution: {commit: '0123', repo: https://t@example.org/g, type: git}\n    version: 1.0.0\n",
        "  h@https://codeload.github.com/o/h/tar.gz/0123:\n    resolution: {tarball: https://codeload.github.com/o/h/tar.gz/0123}\n    version: 1.0.0\n",
        "  u@https://h.example/u.tgz:\n    resolution: {integrity: x, tarball: https://h.example/u.tgz}\n",
        "  l@file:l:\n    resolution: {directory: l, type: directory}\n",
        `  r@1.0.0:\n    resolution: {integrity: ${INTEGRITY}, tarball: https://u:p@npm.example/r-1.tgz}\n`,
        `  npm.other/q/1.0.0:\n${HASH}`,
        `  registry.npmjs.org/d/1.0.0:\n${HASH}`,
        "  github.com/o/k/0123:\n    resolution: {tarball: https://codeload.github.com/o/k/tar.gz/0123}\n    name: k\n    version: 3.0.0\n",
        "  node@runtime:22.0.0:\n    resolution: {type: variations, variants: []}\n",
        "  '@x':\n    a: 1\n",
      ].join(""),
    );
    expect(inWords(packages)).toEqual([
      "g@1.0.0:3 no ecosystem direct? {vcs https://example.org/g#0123}",
      "h@1.0.0:6 no ecosystem direct? {vcs https://codeload.github.com/o/h/tar.gz/0123}",
      "u@?:9 no ecosystem direct? {url https://h.example/u.tgz}",
      "l@?:11 no ecosystem direct? {local l}",
      "r@1.0.0:13 direct? {index npm.example}",
      "q@1.0.0:15 direct? {index npm.other}",
      "d@1.0.0:17 direct?",
      "k@3.0.0:19 no ecosystem direct? {vcs https://codeload.github.com/o/k/tar.gz/0123}",
      "node@?:23 no ecosystem direct? {url runtime:22.0.0}",
      "@x@?:25 no ecosystem direct? {url @x}",
    ]);
    expect(practices.map(({ what }) => what)).toEqual(["npm.example", "npm.other"]);
  });

  test("every document of the file is read", () =>
    expect(
      parse(
        `lockfileVersion: '9.0'\npackages:\n${entry("a@1.0.0")}---\nlockfileVersion: '9.0'\npackages:\n${entry("b@1.0.0")}`,
      ).packages.map(({ name, at }) => `${name}:${at.line}`),
    ).toEqual(["a:3", "b:8"]));

  test.each([
    ["", Malformed],
    ["packages: {}\n", Malformed],
    ["lockfileVersion: 9\npackages: []\n", Malformed],
    ["lockfileVersion: 9\nsnapshots: x\n", Malformed],
    ["lockfileVersion: '9.0'\n\0", Malformed],
    ["lockfileVersion: '10.0'\n", Unsupported],
    ["lockfileVersion: 4\n", Unsupported],
    ["lockfileVersion: {}\n", Unsupported],
  ])("%j is refused", (text, kind) => expect(parse(text).thrown).toBeInstanceOf(kind));

  test.each(["5", "5.4", "5.4-inlineSpecifiers", "'6.0'", "6.1", "'9.0'"])("version %s is read", (version) =>
    expect(parse(`lockfileVersion: ${version}\npackages:\n`)).toEqual({ packages: [], practices: [], entries: [] }),
  );

  test("names that objects have themselves, cycles and many packages", () => {
    const started = performance.now();
    const names = ["__proto__", "constructor", "toString"];
    const text = `lockfileVersion: 9\nimporters:\n  __proto__:\n    dependencies:\n      __proto__: 1.0.0\npackages:\n${names.map((name) => entry(`${name}@1.0.0`)).join("")}`;
    expect(parse(text).packages.map(({ name, direct }) => `${name} ${direct}`)).toEqual([
      "__proto__ true",
      "constructor undefined",
      "toString undefined",
    ]);
    const many = Array.from(
      { length: 60_000 },
      (_, i) => `  p${i}@1.0.0:\n    dependencies:\n      p${(i + 1) % 60_000}: 1.0.0\n`,
    );
    const { packages } = parse(
      `lockfileVersion: 9\nimporters:\n  .:\n    dependencies:\n      p0: 1.0.0\npackages:\n${many.join("")}`,
    );
    expect(packages).toHaveLength(60_000);
    expect(Math.max(...packages.map(({ via }) => via!.length))).toBeLessThan(50);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});

describeReal("a real lock of pnpm 8", () => {
  test("the packages that osv-scanner sees, and four that it leaves out, whose first peer has a scope", () =>
    expect(againstScanner(pnpmLock, "pnpm6-hfjs2023/pnpm-lock.yaml")).toEqual({
      ours: [
        "npm @typescript-eslint/eslint-plugin 5.54.0",
        "npm vite 4.1.4",
        "npm vite-node 0.29.7",
        "npm vitest 0.29.7",
      ],
      theirs: [],
    }));
});
