import { readPolicy } from "../../src/app/read-policy";
import { uselessIn, type Known } from "../../src/policy/useless";

const SHA = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const KNOWN: Known = {
  today: "2026-11-21",
  subjectOf: (rule) =>
    (
      ({
        "MA-PKL-002": "artifact",
        "MA-POL-001": "policy",
        "MA-LDR-001": "other",
        "MA-DEP-001": "other",
        "MA-POL-006": "other",
      }) as const
    )[rule],
  isDangerous: (name) => name === "os.system",
};

async function said(text: string, known: Known = KNOWN): Promise<string[]> {
  const full = `version: 1\n${text}`;
  const found = await uselessIn(full, await readPolicy(full, "p"), known);
  return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const waiver = (more: string, until = "2027-01-31"): string =>
  `waivers:\n  - { ${more}, reason: r, until: ${until} }\n`;

test("nothing of a policy that means what it says", async () => {
  const good = [
    'ignore: ["tests/**", "**/*.md", "*/x"]',
    "pickle: { allow: [{ name: a.B, reason: r }, { name: a.C, reason: r, until: 2026-11-21 }] }",
    "dependencies: { ignore: [{ id: G-1, package: torch, reason: r, until: 2026-11-21 }, { id: G-1, package: numpy, reason: r, until: 2027-01-01 }] }",
    "waivers:",
    `  - { rule: MA-PKL-002, path: a.pkl, sha256: ${SHA}, reason: r, until: 2026-11-21 }`,
    "  - { rule: MA-LDR-001, path: a.py, reason: r, until: 2027-01-31 }",
    "  - { rule: MA-POL-006, path: a.pkl, finding: 0a1b2c3d4e5f, reason: r, until: 2027-01-31 }",
    "  - { rule: MA-DEP-001, path: uv.lock, finding: 0a1b2c3d4e5f, reason: r, until: 2027-01-31 }",
  ].join("\n");
  expect(await said(good)).toEqual([]);
  expect(await said("")).toEqual([]);
});

test.each([
  ["an expired waiver", waiver(`rule: MA-PKL-002, path: a, sha256: ${SHA}`, "2026-11-20"), /^3:\d+ this waiver ended on 2026-11-20/],
  ["a waiver without content", waiver("rule: MA-PKL-002, path: a"), /^3:13 this waiver has no sha256/],
  ["a waiver of no rule", waiver("rule: MA-PKL-999, path: a"), /^3:13 there is no rule MA-PKL-999/],
  ["a waiver of the policy", waiver("rule: MA-POL-001, path: a"), /^3:13 MA-POL-001 is about the policy itself/],
  ["a waiver of all that rules say", waiver("rule: MA-POL-006, path: a"), /^3:13 MA-POL-006 is waived one finding at a time, by its id/],
  ["a waiver of all flaws", waiver("rule: MA-DEP-001, path: uv.lock"), /^3:13 MA-DEP-001 is waived one advisory at a time/],
  ["a waiver of a rule everywhere", waiver('rule: MA-LDR-001, path: "**"'), /^3:31 this lets every finding of MA-LDR-001 pass/],
  ["a path upwards", waiver("rule: MA-LDR-001, path: a/../b.py"), /^3:31 paths go down/],
  ["an expired allowance", "pickle:\n  allow:\n    - { name: a.B, reason: r, until: 2020-01-01 }", /^4:\d+ the allowance of a.B ended on/],
  ["an allowance of what runs code", "pickle: { allow: [{ name: os.system, reason: r }] }", /^2:27 os.system runs code/],
  ["an expired ignore", "dependencies: { ignore: [{ id: G, package: p, reason: r, until: 2020-01-01 }] }", /^2:\d+ that G of p is ignored ended/],
])("%s", async (_, text, words) => {
  const found = await said(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(words);
}); // prettier-ignore

test.each(["**", "**/*", "{**,a}", "/**", "./**"])("an ignore of everything: %s", async (pattern) => {
  expect(await said(`ignore:\n  - tests/**\n  - "${pattern}"`)).toEqual([
    "4:5 this ignores every file: nothing is looked at, and the gate passes",
  ]);
});

test("what is said twice, each kind, and in the order of the file", async () => {
  const twice = [
    'ignore: ["a", "b", "a"]',
    "pickle: { allow: [{ name: a.B, reason: r }, { name: a.B, reason: s }] }",
    "dependencies: { ignore: [{ id: G-1, package: Torch, reason: r, until: 2027-01-01 }, { id: g-1, package: torch, reason: r, until: 2027-01-01 }] }",
    "waivers:",
    "  - { rule: MA-LDR-001, path: a.py, reason: r, until: 2027-01-31 }",
    "  - { rule: MA-LDR-001, path: a.py, reason: s, until: 2027-02-01 }",
  ].join("\n");
  const found = await said(twice);
  expect(found.map((line) => line.replace(/^(\d+):\d+ /, "$1 "))).toEqual([
    "2 this is what entry 1 of ignore is for already",
    "3 this is what entry 1 of pickle.allow is for already",
    "4 this is what entry 1 of dependencies.ignore is for already",
    "7 this is what entry 1 of waivers is for already",
  ]);
});

const KEY = `{ key: ${SHA} }`;

test("lists that go together say nothing", async () => {
  const good = [
    "fail-on: medium",
    "formats: { allow: [safetensors], deny: [pickle] }",
    "dependencies: { grace: { critical: 1, medium: 3 } }",
    "sources: { allow: ['huggingface.co/*/*', 's3/**'] }",
    "licenses: { allow: [mit], deny: [cc-by-nc-4.0] }",
    `signers: [${KEY}]`,
    "signatures: { require: true }",
    `promotion: { builders: [${KEY}], approvals: [{ role: a, people: [x, y] }, { role: b, people: [x] }, { role: c, teams: [o/t], people: [x], count: 9 }] }`,
    `revoked: [{ sha256: ${SHA}, reason: r }, { signer: ${KEY}, reason: r }, { signer: ${KEY}, since: 2026-01-01, reason: r }]`,
    "delegates: [waivers]",
  ].join("\n");
  expect(await said(good)).toEqual([]);
});

test.each([
  ["a format on both lists", "formats: { allow: [onnx, pickle], deny: [pickle] }", "2:26 pickle stands under formats.deny too, which counts: it does not come in"],
  ["a licence on both lists", "licenses: { allow: [MIT], deny: [mit] }", "2:21 MIT stands under licenses.deny too, which counts: it does not come in"],
  ["a format twice", "formats: { allow: [onnx, onnx] }", "2:26 this is what entry 1 of formats.allow is for already"],
  ["a denied licence twice", "licenses: { deny: [MIT, mit] }", "2:25 this is what entry 1 of licenses.deny is for already"],
  ["a source twice", "sources: { allow: [hf.co/a, hf.co/a] }", "2:29 this is what entry 1 of sources.allow is for already"],
  ["every source", "sources: { allow: ['**'] }", "2:20 this lets every source in, if only it is recorded"],
  ["grace below the threshold", "dependencies: { grace: { low: 7, high: 1 } }", "2:31 flaws of severity low do not fail the job (the threshold is high), so they need no grace"],
  ["grace below the threshold of flaws", "dependencies: { fail-on: critical, grace: { high: 1 } }", "2:51 flaws of severity high do not fail the job (the threshold is critical), so they need no grace"],
  ["a digest revoked twice", `revoked: [{ sha256: ${SHA}, reason: r }, { sha256: ${SHA}, reason: s }]`, "2:100 this is what entry 1 of revoked is for already"],
  ["a signer revoked twice", `revoked: [{ signer: ${KEY}, reason: r }, { signer: ${KEY}, reason: s }]`, "2:109 this is what entry 1 of revoked is for already"],
  ["signatures of nobody", "signatures: { require: true }", "2:24 models have to be signed by one of signers, and none is listed: no model passes"],
  ["no builders", "promotion: { builders: [] }", "2:24 nobody may have built what is promoted: no model passes"],
  ["no deciders", "promotion: { deciders: [] }", "2:24 nobody may have decided: no model passes"],
  ["a person twice", "promotion: { approvals: [{ role: a, people: [x, X] }] }", "2:49 this is what entry 1 of promotion.approvals.people is for already"],
  ["too few people", "promotion: { approvals: [{ role: a, people: [x, y], count: 3 }] }", "2:34 a wants 3, and 2 people are named: nobody can fill it"],
  ["a person and their signature are one", `promotion: { approvals: [{ role: a, people: [x], count: 2, signers: [{ person: X, key: ${SHA} }] }] }`, "2:34 a wants 2, and 1 person is named: nobody can fill it"],
  ["one person for two roles", "promotion: { approvals: [{ role: a, people: [x] }, { role: b, people: [X] }] }", "2:60 b cannot be filled: who could is needed for another role, and two roles need two different people"],
  ["two people for three places", "promotion: { approvals: [{ role: a, people: [x, y], count: 2 }, { role: b, people: [x, y] }] }", "2:73 b cannot be filled: who could is needed for another role, and two roles need two different people"],
])("%s", async (_, text, words) => expect(await said(text)).toEqual([words])); // prettier-ignore

test("what is delegated counts in an organisation's policy only", async () => {
  expect(await said("delegates: [waivers]", { ...KNOWN, own: true })).toEqual([
    "2:12 this counts only where the file is used as an organisation's policy: for this repository it does nothing",
  ]);
});
