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
      "formats: { deny: [pickle], allow: [zip] }",
      "dependencies:",
      "  grace: { critical: 0, high: 7 }",
      "  fail-on: critical",
      "  unknown-severity: low",
      "  ignore: [{ id: GHSA-xxxx, package: torch, reason: not reached, until: 2027-01-31 }]",
      "bom: { require: [license, card, license, base-revision, dataset] }",
      "sources: { allow: ['huggingface.co/acme/*', 's3/models/**'] }",
      "licenses: { allow: [apache-2.0], deny: [cc-by-nc-4.0] }",
      "signatures: { require: true, trusted-root: ci/root.json, log: optional }",
      "rego: ./policies/own/",
      `promotion: { builders: [{ key: ${SHA} }], deciders: [], require: [data, verdict, data], fail-on: high, approvals: [`,
      "  { role: security, count: 2, people: [ada, bob], teams: [acme/sec] },",
      `  { role: platform, environments: [prod], signers: [{ person: eve, key: ${SHA} }] }] }`,
      `revoked: [{ sha256: ${SHA}, reason: poisoned }, { signer: { key: ${SHA} }, since: 2026-01-02, reason: stolen },`,
      `  { signer: { key: ${SHA} }, since: "2026-01-02T03:04:05Z", reason: stolen }, { signer: { key: ${SHA} }, reason: left }]`,
      "delegates: [fail-on, { what: waivers, only: ['MA-LDR-*'], max-days: 30 }, { what: pickle.allow }]",
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
      formats: { deny: ["pickle"], allow: [["zip"]] },
      dependencies: {
        ignore: [{ id: "GHSA-xxxx", package: "torch", reason: "not reached", until: "2027-01-31" }],
        unknownSeverity: "low",
        grace: { critical: 0, high: 7 },
        failOn: "critical",
      },
      bom: { require: ["license", "card", "base-revision", "dataset"] },
      sources: { allow: [["huggingface.co/acme/*", "s3/models/**"]] },
      licenses: { allow: [["apache-2.0"]], deny: ["cc-by-nc-4.0"] },
      signers: [],
      signatures: { require: true, trustedRoot: "ci/root.json", log: "optional" },
      rego: "policies/own",
      promotion: {
        builders: [{ key: SHA }],
        deciders: [],
        require: ["data", "verdict"],
        failOn: "high",
        approvals: [
          { role: "security", count: 2, people: ["ada", "bob"], teams: ["acme/sec"], environments: [], signers: [] },
          { role: "platform", count: 1, people: [], teams: [], environments: ["prod"], signers: [{ person: "eve", signer: { key: SHA } }] },
        ],
      },
      revoked: [
        { kind: "digest", sha256: SHA, reason: "poisoned" },
        { kind: "signer", signer: { key: SHA }, since: "2026-01-02T00:00:00Z", reason: "stolen" },
        { kind: "signer", signer: { key: SHA }, since: "2026-01-02T03:04:05Z", reason: "stolen" },
        { kind: "signer", signer: { key: SHA }, reason: "left" },
      ],
      delegates: [
        { what: "fail-on" },
        { what: "waivers", only: ["MA-LDR-*"], maxDays: 30 },
        { what: "pickle.allow" },
      ],
      waivers: [
        { rule: "MA-PKL-002", path: "models/old.pkl", sha256: SHA, reason: "reviewed", until: "2027-01-31", approvedBy: "Ada", line: 27 },
        { rule: "MA-SYS-001", path: "**", finding: "abcdef012345-2", reason: "known", until: "2024-02-29", line: 28 },
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
    [["formats: { permit: [] }"], '2:12: unknown key "permit" in formats; known: deny, allow'],
    [["zebra: 1"], '2:1: unknown key "zebra" in the policy; known: version, fail-on, on-incomplete, ignore, pickle, formats, dependencies, sources, licenses, bom, signers, signatures, rego, promotion, revoked, delegates, waivers'],
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
    ["an allowed format that nobody knows", ["formats: { allow: [piggle] }"], '2:20: unknown format "piggle"; known: pickle, zip'],
    ["grace in days alone", ["dependencies: { grace: 7 }"], "2:24: dependencies.grace must be a mapping of keys to values"],
    ["grace of a severity that fails nothing", ["dependencies: { grace: { info: 7 } }"], '2:26: unknown key "info" in dependencies.grace; known: critical, high, medium, low'],
    ["grace of more than a year", ["dependencies: { grace: { high: 366 } }"], "2:32: dependencies.grace.high must be a whole number from 0 to 365"],
    ["grace before the flaw", ["dependencies: { grace: { low: -1 } }"], "2:31: dependencies.grace.low must be a whole number from 0 to 365"],
    ["grace in text", ["dependencies: { grace: { low: '7' } }"], "2:31: dependencies.grace.low must be a whole number from 0 to 365"],
    ["a level of flaws that is none", ["dependencies: { fail-on: info }"], "2:26: dependencies.fail-on must be one of critical, high, medium, low, never"],
    ["sources that are no list", ["sources: { allow: hub }"], "2:19: sources.allow must be a list"],
    ["another key of sources", ["sources: { deny: [] }"], '2:12: unknown key "deny" in sources; known: allow'],
    ["a source with its scheme", ["sources: { allow: ['https://huggingface.co/a'] }"], "2:20: a source is written without its scheme, such as huggingface.co/acme/*"],
    ["a source that is none", ["sources: { allow: [1] }"], "2:20: a source is missing or not a text"],
    ["a licence that is none", ["licenses: { deny: [MIT, 1] }"], "2:25: a licence is missing or not a text"],
    ["another key of licenses", ["licenses: { allowed: [] }"], '2:13: unknown key "allowed" in licenses; did you mean "allow"?'],
    ["a flag that is none", ["signatures: { require: 'true' }"], "2:24: signatures.require must be true or false"],
    ["a root outside", ["signatures: { trusted-root: ../root.json }"], "2:29: signatures.trusted-root must be a path inside of the repository, with / between its parts"],
    ["a root by its whole path", ["signatures: { trusted-root: /root.json }"], "2:29: signatures.trusted-root must be a path inside of the repository, with / between its parts"],
    ["a log that is none", ["signatures: { log: maybe }"], "2:20: signatures.log must be one of required, optional"],
    ["own rules with backslashes", ["rego: a\\b"], "2:7: rego must be a path inside of the repository, with / between its parts"],
    ["own rules elsewhere", ["rego: a/../../b"], "2:7: rego must be a path inside of the repository, with / between its parts"],
    ["own rules nowhere", ["rego:"], "2:6: rego is missing or not a text"],
    ["own rules in a list", ["rego: [a]"], "2:7: rego is missing or not a text"],
    ["evidence of a promotion", ["promotion: { require: [card] }"], "2:24: each entry of promotion.require must be one of data, verdict, signed-commit"],
    ["a level of a promotion", ["promotion: { fail-on: info }"], "2:23: promotion.fail-on must be one of critical, high, medium, low, never"],
    ["a builder that may be anybody", ["promotion: { builders: [{ issuer: nobody }] }"], "2:25: needs one of `identity-glob`, `repository-id`, with an `issuer`"],
    ["a decider that may be anybody", ["promotion: { deciders: [{ issuer: nobody }] }"], "2:25: needs one of `identity-glob`, `repository-id`, with an `issuer`"],
    ["approvals that are only begun", ["promotion:", "  approvals:"], "3:13: promotion.approvals is empty: list who approves, or write [] where nobody has to"],
    ["an approval by nobody", ["promotion: { approvals: [{ role: security }] }"], "2:26: a required approval names who may give it: people, teams, environments or signers"],
    ["an approval without its role", ["promotion: { approvals: [{ people: [ada] }] }"], "2:26: role is missing or not a text"],
    ["a role twice", ["promotion: { approvals: [{ role: a, people: [x] }, { role: a, people: [y] }] }"], "2:52: the role a stands here twice"],
    ["too many people", ["promotion: { approvals: [{ role: a, people: [x], count: 21 }] }"], "2:57: count must be a whole number from 1 to 20"],
    ["nobody counted", ["promotion: { approvals: [{ role: a, people: [x], count: 0 }] }"], "2:57: count must be a whole number from 1 to 20"],
    ["a person that is none", ["promotion: { approvals: [{ role: a, people: [1] }] }"], "2:46: each entry of people is missing or not a text"],
    ["a team without its organisation", ["promotion: { approvals: [{ role: a, teams: [ops] }] }"], '2:44: "ops" is no team: write it as org/team'],
    ["a signer of nobody", [`promotion: { approvals: [{ role: a, signers: [{ key: ${SHA} }] }] }`], "2:47: person is missing or not a text"],
    ["a revocation of nothing", ["revoked: [{ reason: r }]"], "2:11: a revocation names either a sha256 or a signer"],
    ["a revocation of both", [`revoked: [{ sha256: ${SHA}, signer: { key: ${SHA} }, reason: r }]`], "2:11: a revocation names either a sha256 or a signer"],
    ["a revocation without a reason", [`revoked: [{ sha256: ${SHA} }]`], "2:11: reason is missing or not a text"],
    ["a revoked digest that is none", ["revoked: [{ sha256: ABC, reason: r }]"], "2:21: sha256 must be 64 lower-case hex digits"],
    ["a file revoked from a day on", [`revoked: [{ sha256: ${SHA}, since: 2026-01-02, reason: r }]`], "2:94: since goes with a signer: a file is revoked for good"],
    ["a signer revoked from a day that is none", [`revoked: [{ signer: { key: ${SHA} }, since: 2026-02-30, reason: r }]`], "2:103: since must be a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z"],
    ["a signer revoked from a local time", [`revoked: [{ signer: { key: ${SHA} }, since: "2026-02-03T01:02:03+01:00", reason: r }]`], "2:103: since must be a day such as 2027-06-30, or a time such as 2027-06-30T12:00:00Z"],
    ["a revoked signer that may be anybody", ["revoked: [{ signer: { issuer: nobody }, reason: r }]"], "2:21: needs one of `identity-glob`, `repository-id`, with an `issuer`"],
    ["a delegated key that is none", ["delegates: [formats]"], "2:13: a delegated key must be one of fail-on, on-incomplete, ignore, pickle.allow, dependencies.ignore, dependencies.grace, dependencies.fail-on, dependencies.unknown-severity, waivers, signers, promotion"],
    ["a delegation of nothing", ["delegates: [{ }]"], "2:13: what is missing or not a text"],
    ["a delegation with a limit that it has not", ["delegates: [{ what: fail-on, max-days: 3 }]"], "2:13: only and max-days are for pickle.allow, dependencies.ignore, waivers"],
    ["a delegation of no days", ["delegates: [{ what: waivers, max-days: 0 }]"], "2:40: max-days must be a whole number from 1 to 3650"],
    ["a delegation of a pattern that is none", ["delegates: [{ what: waivers, only: [1] }]"], "2:37: a pattern is missing or not a text"],
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
    const found = await problems("version: 1\n---\nversion: 1\nfail-on: never\n");
    expect(found.join()).toContain("a policy is one document");
  });

  test("nested without an end: said once in words, and not hundreds of times", async () => {
    const found = await problems(`version: 1\nignore: ${"[".repeat(200_000)}`);
    expect(found.length).toBeLessThanOrEqual(51);
    expect(found[0]).toMatch(/^2:\d+: it is nested too deep$/);
    expect(found.at(-1)).toMatch(/: \d+ more problems from here on$/);
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
