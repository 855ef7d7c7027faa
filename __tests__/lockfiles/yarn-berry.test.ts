import { Malformed, Unsupported } from "../../src/core/bytes";
import { yarnBerry } from "../../src/lockfiles/yarn-berry";
import { inWords } from "../support/npm-lock-text";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string, beside: Record<string, string> = {}) => parseLock(yarnBerry, text, "yarn.lock", beside);
const HEAD = "# This file is generated\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n\n";
const SUM = "ab".repeat(64);
const entry = (key: string, resolution: string, version: string, more = "") =>
  `"${key}":\n  version: ${version}\n  resolution: "${resolution}"\n${more}  checksum: 10c0/${SUM}\n  languageName: node\n  linkType: hard\n\n`;
const asks = (...lines: string[]) => `  dependencies:\n${lines.map((line) => `    ${line}\n`).join("")}`;
const ROOT = (...lines: string[]) =>
  `"root@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "root@workspace:."\n${asks(...lines)}  languageName: unknown\n  linkType: soft\n\n`;

describe("yarn.lock of yarn 2 and later", () => {
  test("a package, whole; the checksum is one of yarn's archive", () => {
    const text =
      HEAD + entry("@s/a@npm:^1.0.0, @s/a@npm:^1.2.0", "@s/a@npm:1.2.3", "1.2.3") + ROOT('"@s/a": "npm:^1.2.0"');
    expect(parse(text)).toMatchObject({
      packages: [
        {
          name: "@s/a",
          version: "1.2.3",
          ecosystem: "npm",
          purl: "pkg:npm/%40s/a@1.2.3",
          at: { path: "yarn.lock", inside: [], line: 7 },
          direct: true,
          hashes: [`yarn-sha512:${SUM}`],
          wanted: "^1.2.0",
        },
      ],
      practices: [],
    });
  });

  test("who asks for what, with and without npm: (yarn 3), in the groups of the manifests of workspaces", () => {
    const text = [
      HEAD,
      entry("a@npm:^1", "a@npm:1.0.0", "1.0.0", asks("b: ^2")),
      entry("b@npm:^1", "b@npm:1.0.0", "1.0.0"),
      entry("b@npm:^2", "b@npm:2.0.0", "2.0.0"),
      ROOT("a: ^1"),
      `"w@workspace:packages/w":\n  version: 0.0.0-use.local\n  resolution: "w@workspace:packages/w"\n${asks("b: npm:^1")}  linkType: soft\n`,
    ].join("");
    expect(inWords(parse(text).packages)).toEqual([
      "a@1.0.0:7 direct = ^1",
      "b@1.0.0:16 direct = ^1",
      "b@2.0.0:23 < a",
    ]);
    const beside = { "packages/w/package.json": '{"devDependencies": {"b": "^1"}}', "package.json": "{" };
    expect(inWords(parse(text, beside).packages)).toEqual([
      "a@1.0.0:7 direct = ^1",
      "b@1.0.0:16 direct [dev] = ^1",
      "b@2.0.0:23 < a",
    ]);
  });

  test("aliases, patches, virtual packages", () => {
    const text = [
      HEAD,
      entry("x@npm:ms@2.0.0, ms@npm:2.0.0", "ms@npm:2.0.0", "2.0.0"),
      entry("f@npm:^2", "f@npm:2.3.3", "2.3.3"),
      entry(
        "f@patch:f@npm%3A^2#optional!builtin<compat/f>",
        "f@patch:f@npm%3A2.3.3#optional!builtin<compat/f>::version=2.3.3&hash=df0bf1",
        "2.3.3",
      ),
      entry(
        "o@patch:o@npm:1.0.0#./o.patch",
        "o@patch:o@npm%3A1.0.0#./o.patch::version=1.0.0&hash=1&locator=root%40workspace%3A.",
        "1.0.0",
      ),
      entry("v@virtual:0123#npm:^1", "v@virtual:0123#npm:1.0.0", "1.0.0"),
    ].join("");
    expect(inWords(parse(text).packages)).toEqual([
      "ms@2.0.0:7 direct?",
      "f@2.3.3:14 direct?",
      "o@1.0.0:28 direct?",
      "v@1.0.0:35 direct?",
    ]);
  });

  test("what comes from elsewhere", () => {
    const text = [
      HEAD,
      entry("l@file:./l::locator=root%40workspace%3A.", "l@file:./l#./l::hash=1&locator=root%40workspace%3A.", "9.9.9"),
      entry("p@portal:../p::locator=x", "p@portal:../p::locator=x", "0.0.0-use.local"),
      entry("g@git@github.com:a/g.git", "g@git@github.com:a/g.git#commit=0123", "1.0.0"),
      entry("h@https://t@github.com/a/h.git", "h@https://t@github.com/a/h.git#commit=0123", "1.0.0"),
      entry(
        "t@https://registry.npmjs.org/is-odd/-/is-odd-3.0.1.tgz",
        "t@https://registry.npmjs.org/is-odd/-/is-odd-3.0.1.tgz",
        "3.0.1",
      ),
      entry("r@npm:^1", "r@npm:1.0.0::__archiveUrl=https%3A%2F%2Fu%3Ap%40npm.example%2Fr-1.tgz", "1.0.0"),
      entry("z@plugin:x", "z@plugin:x", "1.0.0"),
      ROOT('l: "file:./l"'),
    ].join("");
    const { packages, practices } = parse(text);
    expect(inWords(packages)).toEqual([
      "l@9.9.9:7 no ecosystem direct {local ./l} = file:./l",
      "p@0.0.0-use.local:14 no ecosystem direct? {local ../p}",
      "g@1.0.0:21 no ecosystem direct? {vcs git@github.com:a/g.git#commit=0123}",
      "h@1.0.0:28 no ecosystem direct? {vcs https://github.com/a/h.git#commit=0123}",
      "is-odd@3.0.1:35 direct?",
      "r@1.0.0:42 direct? {index npm.example}",
      "z@1.0.0:49 no ecosystem direct? {url plugin:x}",
    ]);
    expect(practices.map(({ what }) => what)).toEqual(["npm.example"]);
  });

  test("a missing checksum is told, but not of what another platform needs", () => {
    const bare = (name: string, more = "") =>
      `"${name}@npm:^1":\n  version: 1.0.0\n  resolution: "${name}@npm:1.0.0"\n${more}  linkType: hard\n\n`;
    expect(parse(HEAD + bare("a", "  conditions: os=darwin\n")).practices).toEqual([]);
    expect(parse(HEAD + bare("a")).practices).toEqual([expect.objectContaining({ kind: "no-hashes" })]);
  });

  test("an entry without a resolution is what its key says, and not locked", () =>
    expect(inWords(parse(`${HEAD}"a@npm:^1":\n  x: 1\n"__proto__@npm:1.0.0": 1\n`).packages)).toEqual([
      "a@?^1:7 direct?",
      "__proto__@1.0.0:9 direct?",
    ]));

  test.each([
    ["", Malformed],
    ["a: 1\n", Malformed],
    ["__metadata: 6\n", Malformed],
    ["__metadata:\n  version: 6\n'a\n", Malformed],
    ["__metadata:\n  version: 6\n\0: 1\n", Malformed],
    ["__metadata:\n  version: 11\n", Unsupported],
    ["__metadata:\n  version: x\n", Unsupported],
    ["__metadata:\n  cacheKey: 1\n", Unsupported],
  ])("%j is refused", (text, kind) => expect(parse(text).thrown).toBeInstanceOf(kind));

  test("YAML's aliases, cycles and much of everything end soon", () => {
    const started = performance.now();
    const own = parse(`${HEAD}"a@npm:1.0.0": &a
  resolution: "a@npm:1.0.0"
  dependencies: *a
`);
    expect(own.thrown ?? own.packages[0]).toMatchObject(
      own.thrown === undefined ? { name: "a" } : { name: "Malformed" },
    );
    const anchored = `"a@npm:1.0.0":
  resolution: "a@npm:1.0.0"
  dependencies: &d
    b: npm:1
"b@npm:1":
  resolution: "b@npm:1.0.0"
  dependencies: *d
`;
    expect(parse(HEAD + anchored).packages).toHaveLength(2);
    const many = Array.from(
      { length: 60_000 },
      (_, i) => `p${i}@npm:1:\n  resolution: p${i}@npm:1.0.0\n  dependencies:\n    p${i + 1}: npm:1\n`,
    );
    expect(parse(HEAD + many.join("")).packages).toHaveLength(60_000);
    expect(parse(`${HEAD}"a@${"patch:a@".repeat(50_000)}": {}\n`).thrown).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});

describeReal("a real lock of yarn 3", () => {
  test("the packages that osv-scanner sees", () =>
    expect(againstScanner(yarnBerry, "yarn-berry-jlgit/yarn.lock")).toEqual({ ours: [], theirs: [] }));
});
