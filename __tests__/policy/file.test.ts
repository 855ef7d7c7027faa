import type { ApprovedSigner } from "../../src/core/approved-signer";
import { DEFAULT_POLICY, parsePolicy } from "../../src/policy/file";

const FORMATS = ["pickle", "zip"];
/** As whoever verifies would: without an issuer it could be anybody. */
const readSigner = ({ issuer }: ApprovedSigner): void => {
  if (issuer === "nobody") throw new RangeError("needs one of `identityGlob`, `repositoryId`, with an `issuer`");
};
const parse = (...lines: string[]) =>
  parsePolicy(["version: 1", ...lines].join("\n"), ".model-assay.yml", FORMATS, readSigner);

/** `line:column: what is wrong`, for each problem. */
async function problems(text: string): Promise<string[]> {
  const error = await parsePolicy(text, "p.yml", FORMATS, readSigner).then(
    () => undefined,
    (reason: Error) => reason,
  );
  return error === undefined ? [] : error.message.split("\n").map((line) => line.replace(/^p\.yml:/, ""));
}
const wrong = (...lines: string[]) => problems(["version: 1", ...lines].join("\n"));
const SHA = "0123456789abcdef".repeat(4);

describe("what a policy says", () => {
  test("a version alone is the defaults", async () => {
    expect(await parse()).toEqual(DEFAULT_POLICY);
    expect(DEFAULT_POLICY).toMatchObject({ failOn: "high", onIncomplete: "fail" });
  });

  test("every key", async () => {
    const policy = await parse(
      "fail-on: medium",
      "on-incomplete: warn",
      'ignore: ["tests/fixtures/**", "docs/*"]',
      "pickle:",
      "  allow:",
      "    - { name: mylib.nets.Net, reason: our own class, until: 2027-06-30 }",
      "    - { name: mylib.nets.Net.Inner, reason: inside it }",
      "formats: { deny: [pickle] }",
      "dependencies:",
      "  unknown-severity: low",
      "  ignore: [{ id: GHSA-xxxx, package: torch, reason: not reached, until: 2027-01-31 }]",
      "bom: { require: [license, card, license, base-revision, dataset] }",
      "waivers:",
      `  - { rule: MA-PKL-002, path: models/old.pkl, sha256: "${SHA}", reason: reviewed, until: 2027-01-31, approved-by: Ada }`,
      "  - rule: MA-SYS-001",
      '    path: "**"',
      "    finding: abcdef012345-2",
      "    reason: known",
      "    until: 2024-02-29",
    );
    expect(policy).toEqual({
      failOn: "medium",
      onIncomplete: "warn",
      ignore: ["tests/fixtures/**", "docs/*"],
      pickle: {
        allow: [
          { name: "mylib.nets.Net", reason: "our own class", until: "2027-06-30" },
          { name: "mylib.nets.Net.Inner", reason: "inside it" },
        ],
      },
      formats: { deny: ["pickle"] },
      dependencies: {
        ignore: [{ id: "GHSA-xxxx", package: "torch", reason: "not reached", until: "2027-01-31" }],
        unknownSeverity: "low",
      },
      bom: { require: ["license", "card", "base-revision", "dataset"] },
      signers: [],
      waivers: [
        { rule: "MA-PKL-002", path: "models/old.pkl", sha256: SHA, reason: "reviewed", until: "2027-01-31", approvedBy: "Ada", line: 15 },
        { rule: "MA-SYS-001", path: "**", finding: "abcdef012345-2", reason: "known", until: "2024-02-29", line: 16 },
      ],
    });
  }); // prettier-ignore

  test.each(["critical", "high", "medium", "low", "never"])("fail-on: %s", async (level) => {
    expect((await parse(`fail-on: ${level}`)).failOn).toBe(level);
  });

  test("empty sections are sections without entries", async () => {
    expect(await parse("ignore: []", "pickle: {}", "waivers:")).toEqual(DEFAULT_POLICY);
  });

  test("comments and a document marker are fine", async () => {
    expect(await problems("# ours\n---\nversion: 1 # for now\n")).toEqual([]);
  });
});

describe("unknown keys are errors, with what was meant", () => {
  test.each([
    [["failon: high"], '2:1: unknown key "failon" in the policy; did you mean "fail-on"?'],
    [["fail_on: high"], '2:1: unknown key "fail_on" in the policy; did you mean "fail-on"?'],
    [["waiver: []"], '2:1: unknown key "waiver" in the policy; did you mean "waivers"?'],
    [["pickle: { allowed: [] }"], '2:11: unknown key "allowed" in pickle; did you mean "allow"?'],
    [["formats: { allow: [] }"], '2:12: unknown key "allow" in formats; known: deny'],
    [["zebra: 1"], '2:1: unknown key "zebra" in the policy; known: version, fail-on, on-incomplete, ignore, pickle, formats, dependencies, bom, signers, waivers'],
    [["pickle:", "  allow:", "    - name: a.b", "      reason: x", "      expires: 2027-01-01"], '6:7: unknown key "expires" in an allowed global; known: name, reason, until'],
  ])("%j", async (lines, message) => {
    expect(await wrong(...lines)).toEqual([message]);
  }); // prettier-ignore
});

describe("values that cannot be", () => {
  test.each<[string, string[], string]>([
    ["a level that is none", ["fail-on: severe"], "2:10: fail-on must be one of critical, high, medium, low, never"],
    ["info, which nothing fails on", ["fail-on: info"], "2:10: fail-on must be one of critical, high, medium, low, never"],
    ["no level", ["fail-on: [high]"], "2:10: fail-on must be one of critical, high, medium, low, never"],
    ["on-incomplete", ["on-incomplete: pass"], "2:16: on-incomplete must be one of fail, warn"],
    ["evidence that nobody knows", ["bom: { require: [card, cards] }"], "2:24: each entry of bom.require must be one of card, license, base-revision, dataset"],
    ["evidence of another type", ["bom: { require: [[card]] }"], "2:18: each entry of bom.require must be one of card, license, base-revision, dataset"],
    ["evidence in no list", ["bom: { require: card }"], "2:17: bom.require must be a list"],
    ["another key of bom", ["bom: { requires: [card] }"], '2:8: unknown key "requires" in bom; did you mean "require"?'],
    ["a list that is none", ["ignore: tests"], "2:9: ignore must be a list"],
    ["a pattern that is none", ["ignore: [1]"], "2:10: a pattern is missing or not a text"],
    ["a mapping that is none", ["pickle: [a]"], "2:9: pickle must be a mapping of keys to values"],
    ["a format that nobody knows", ["formats: { deny: [piggle] }"], '2:19: unknown format "piggle"; known: pickle, zip'],
    ["a wildcard", ["pickle: { allow: [{ name: mylib.*, reason: x }] }"], "2:27: name must be one full dotted name such as mylib.nets.Net, without wildcards"],
    ["a module alone", ["pickle: { allow: [{ name: mylib, reason: x }] }"], "2:27: name must be one full dotted name such as mylib.nets.Net, without wildcards"],
    ["no reason", ["pickle: { allow: [{ name: a.b }] }"], "2:19: reason is missing or not a text"],
    ["a reason of blanks", ["pickle: { allow: [{ name: a.b, reason: '  ' }] }"], "2:40: reason is missing or not a text"],
    ["a day that is none", ["pickle: { allow: [{ name: a.b, reason: x, until: 2027-02-30 }] }"], "2:50: until must be a day such as 2027-06-30"],
    ["a day with a time", ["pickle: { allow: [{ name: a.b, reason: x, until: '2027-02-03T00:00' }] }"], "2:50: until must be a day such as 2027-06-30"],
    ["a day in words", ["pickle: { allow: [{ name: a.b, reason: x, until: tomorrow }] }"], "2:50: until must be a day such as 2027-06-30"],
    ["a rule that is none", ["waivers: [{ rule: PKL-1, path: a, reason: x, until: 2027-01-01 }]"], "2:19: rule must be an id such as MA-PKL-002"],
    ["a digest that is none", ["waivers: [{ rule: MA-PKL-001, path: a, sha256: ABC, reason: x, until: 2027-01-01 }]"], "2:48: sha256 must be 64 lower-case hex digits"],
    ["a waiver without an end", ["waivers: [{ rule: MA-PKL-001, path: a, reason: x }]"], "2:11: until is missing or not a text"],
    ["an ignored advisory without its package", ["dependencies: { ignore: [{ id: A, reason: x, until: 2027-01-01 }] }"], "2:26: package is missing or not a text"],
  ])("%s", async (_, lines, message) => {
    expect(await wrong(...lines)).toEqual([message]);
  }); // prettier-ignore

  test("everything that is wrong is told at once", async () => {
    expect(await wrong("fail-on: x", "nope: 1", "waivers: [{ rule: x }]")).toHaveLength(6);
  });
});

describe("the file itself", () => {
  test.each<[string, string, RegExp]>([
    ["no version", "fail-on: high\n", /^1:1: version must be 1$/],
    ["another version", "version: 2\n", /^1:10: version must be 1$/],
    ["the version as text", 'version: "1"\n', /^1:10: version must be 1$/],
    ["nothing", "", /^1:1: version must be 1$/],
    ["a list", "- version: 1\n", /^1:1: the policy must be a mapping/],
    ["a key twice", "version: 1\nfail-on: high\nfail-on: never\n", /^3:1: Map keys must be unique$/],
    ["a tab for an indent", "version: 1\npickle:\n\tallow: []\n", /^3:1: /],
    ["an open bracket", "version: 1\nignore: [a\n", /^\d+:\d+: /],
    ["an anchor", "version: 1\nignore: &a [x]\n", /^2:12: anchors \(&name\) are not allowed here$/],
    ["an alias", "version: 1\nfail-on: &a high\non-incomplete: *a\n", /aliases \(\*name\) are not allowed here$/],
  ])("%s", async (_, text, message) => {
    const found = await problems(text);
    expect(found.some((line) => message.test(line))).toBe(true);
  });

  test("two documents", async () => {
    expect(await problems("version: 1\n---\nversion: 1\nfail-on: never\n")).not.toEqual([]);
  });

  test("larger than a megabyte", async () => {
    expect(await problems(`version: 1\n# ${"x".repeat(1024 * 1024)}`)).toEqual(["1:1: the file is larger than 1 MiB"]);
  });

  test("a bomb of aliases is refused before it grows", async () => {
    const bomb = ["version: 1", "ignore: &a [x, x, x, x]"];
    for (let i = 0; i < 30; i++) bomb.push(`k${i}: &b${i} [*a, *a, *a, *a, *a, *a, *a, *a]`);
    expect((await problems(bomb.join("\n"))).join()).toContain("anchors (&name) are not allowed here");
  });
});

test.each([
  `ignore: [${"{".repeat(17)}a${"}".repeat(17)}]`,
  `waivers: [{ rule: MA-PKL-001, path: ${"a".repeat(5000)}, reason: r, until: 2027-01-31 }]`,
])(
  "a pattern that cannot be compiled is a problem at its place, not a crash of the run that meets it",
  async (text) => {
    const quoted = text.replace(/\[(\{+a\}+)\]/, '["$1"]');
    await expect(parsePolicy(`version: 1\n${quoted}\n`, "p", [], () => undefined)).rejects.toThrow(
      /^p:2:\d+: .*a pattern (longer|with more) than/,
    );
  },
);
