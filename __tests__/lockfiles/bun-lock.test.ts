import { Malformed, Unsupported } from "../../src/core/bytes";
import { bunLock } from "../../src/lockfiles/bun-lock";
import { INTEGRITY, inWords, SHA512 } from "../support/npm-lock-text";
import { parseLock } from "../support/parse-lock";
import { againstScanner, describeReal } from "../support/real-lock";

const parse = (text: string, path = "bun.lock") => parseLock(bunLock, text, path);
const lock = (workspaces: string, packages: readonly string[]) =>
  `{\n  "lockfileVersion": 1, // a comment\n  "workspaces": {${workspaces}},\n  "packages": {\n${packages.map((each) => `    ${each},\n`).join("")}  },\n}\n`;
const entry = (key: string, what: string, facts = "{}", registry = "") =>
  `"${key}": ["${what}", "${registry}", ${facts}, "${INTEGRITY}"]`;

describe("bun.lock", () => {
  test("claims by its name, and the binary one to say that it is not read", () => {
    for (const path of ["bun.lock", "a/bun.lock", "a/bun.lockb"]) expect(bunLock.claims(path)).toBe(true);
    expect(bunLock.claims("bun.lockfile")).toBe(false);
    const { thrown } = parse("#!/usr/bin/env bun\nbun-lockfile-format-v0\n\ufffd\0", "a/bun.lockb");
    expect(thrown).toBeInstanceOf(Unsupported);
    expect(thrown?.message).toContain("bun install --save-text-lockfile");
  });

  test("workspaces, places inside others, aliases, groups", () => {
    const workspaces = `"": {"dependencies": {"@s/a": "^1", "x": "npm:ms@2"}, "devDependencies": {"d": "1",}}, "packages/w": {"dependencies": {"b": "2"}}`;
    const { packages, practices } = parse(
      lock(workspaces, [
        entry("@s/a", "@s/a@1.2.3", `{"dependencies": {"b": "^1", "@s/c": "1"}}`),
        entry("b", "b@1.0.0"),
        entry("d", "d@1.0.0", `{"peerDependencies": {"e": "*"}, "optionalPeers": ["e"]}`),
        entry("e", "e@1.0.0"),
        entry("x", "ms@2.0.0"),
        `"w": ["w@workspace:packages/w"]`,
        entry("@s/a/@s/c", "@s/c@1.0.0", `{"dependencies": {"b": "3"}}`),
        entry("@s/a/@s/c/b", "b@3.0.0"),
        entry("w/b", "b@2.0.0"),
      ]),
    );
    expect(inWords(packages)).toEqual([
      "@s/a@1.2.3:5 direct = ^1",
      "b@1.0.0:6 < @s/a",
      "d@1.0.0:7 direct [dev] = 1",
      "e@1.0.0:8 [dev] < d",
      "ms@2.0.0:9 direct = npm:ms@2",
      "@s/c@1.0.0:11 < @s/a",
      "b@3.0.0:12 < @s/a > @s/c",
      "b@2.0.0:13 direct = 2",
    ]);
    expect(packages[0]).toMatchObject({ purl: "pkg:npm/%40s/a@1.2.3", ecosystem: "npm", hashes: [SHA512] });
    expect(practices).toEqual([]);
  });

  test("what comes from elsewhere", () => {
    const { packages, practices } = parse(
      lock("", [
        `"l": ["l@file:l", {"dependencies": {}}]`,
        `"k": ["k@link:k", {}]`,
        `"g": ["g@git+ssh://git@github.com/o/g.git#0123", {}, "0123"]`,
        `"h": ["h@github:o/h#0123", {}, "o-h-0123"]`,
        `"u": ["u@https://t@h.example/u.tgz", {}, "${INTEGRITY}"]`,
        `"t": ["is-odd@https://registry.npmjs.org/is-odd/-/is-odd-3.0.1.tgz", {}, "${INTEGRITY}"]`,
        entry("r", "r@1.0.0", "{}", "https://npm.example/"),
        `"n": 7`,
        `"m": ["m@1.0.0", "", {}]`,
        `"root": ["root@root:", {}]`,
      ]),
    );
    expect(inWords(packages)).toEqual([
      "l@?:5 no ecosystem direct? {local l}",
      "k@?:6 no ecosystem direct? {local k}",
      "g@?:7 no ecosystem direct? {vcs git+ssh://git@github.com/o/g.git#0123}",
      "h@?:8 no ecosystem direct? {vcs github:o/h#0123}",
      "u@?:9 no ecosystem direct? {url https://h.example/u.tgz}",
      "is-odd@3.0.1:10 direct?",
      "r@1.0.0:11 direct? {index npm.example}",
      "n@?n:12 direct?",
      "m@1.0.0:13 direct?",
    ]);
    expect(practices.map(({ kind, what }) => `${kind} ${what}`)).toEqual(["other-index npm.example", "no-hashes "]);
  });

  test.each([
    ["", Malformed],
    ["[]", Malformed],
    ["{}", Malformed],
    ['{"lockfileVersion": 1, "packages": []}', Malformed],
    ['{"lockfileVersion": 1, "workspaces": 1}', Malformed],
    ['{"lockfileVersion": 1, /* }', Malformed],
    ['{"lockfileVersion": 1}\0', Malformed],
    ['{"lockfileVersion": 2}', Unsupported],
    ['{"lockfileVersion": "1"}', Unsupported],
    ['{"lockfileVersion": []}', Unsupported],
  ])("%j is refused", (text, kind) => expect(parse(text).thrown).toBeInstanceOf(kind));

  test("names that objects have themselves, depth and many packages", () => {
    const started = performance.now();
    const names = ["__proto__", "constructor", "toString"];
    const found = parse(
      lock(
        `"": {"dependencies": {"__proto__": "1"}}`,
        names.map((name) => entry(name, `${name}@1.0.0`)),
      ),
    );
    expect(found.packages.map(({ name, direct }) => `${name} ${direct}`)).toEqual(
      ["__proto__ true", "constructor false", "toString false"].map((each) => each.replace("false", "undefined")),
    );
    const deep = Array.from({ length: 2_000 }, (_, i) =>
      entry("a/".repeat(i) + "a", "a@1.0.0", `{"dependencies": {"z": "1"}}`),
    );
    expect(parse(lock("", deep)).packages).toHaveLength(1);
    const many = Array.from({ length: 105_000 }, (_, i) => `"p${i}":["p${i}@1.0.0","",{}]`);
    expect(parse(lock("", many)).packages).toHaveLength(105_000);
    expect(parse(`{"lockfileVersion": 1, "packages": ${"[".repeat(1_000_000)}`).thrown).toBeInstanceOf(Malformed);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});

describeReal("a real lock of Bun", () => {
  test("the packages that osv-scanner sees", () =>
    expect(againstScanner(bunLock, "bun-hono/bun.lock")).toEqual({ ours: [], theirs: [] }));
});
