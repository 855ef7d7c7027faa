import { InvalidPolicy } from "../../src/policy/document";
import { parsePolicyTests } from "../../src/policy/policy-tests";

const SHA = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const NAMES = { hasRule: (id: string) => id === "MA-PKL-002", formats: ["pickle"] };
const read = (text: string) => parsePolicyTests(text, "t.yml", NAMES);

test("a whole file", async () => {
  const text = `
version: 1
policy: ../p.yml
today: 2026-11-21
tests:
  - name: one
    findings:
      - { rule: MA-PKL-002, severity: low, path: a.pkl, sha256: ${SHA}, id: 0a1b2c3d4e5f, global: a.B, old: true }
      - { rule: MA-PKL-002, path: uv.lock, advisory: GHSA-x, package: torch }
    artifacts: [{ path: a.pkl, format: pickle, sha256: ${SHA} }]
    files: [models/, { path: x.bin, as: models/a.pkl }]
    missing: [big.bin was not fetched]
    expect: { verdict: fail, blocking: [MA-PKL-002], waived: [], old: [] }
  - name: two
    today: 2027-01-01
    expect: pass
`;
  expect(await read(text)).toEqual({
    policy: "../p.yml",
    tests: [
      {
        name: "one",
        line: 6,
        today: "2026-11-21",
        findings: [
          { rule: "MA-PKL-002", severity: "low", path: "a.pkl", sha256: SHA, id: "0a1b2c3d4e5f", global: "a.B", old: true },
          { rule: "MA-PKL-002", path: "uv.lock", flaw: { advisory: "GHSA-x", package: "torch" }, old: false },
        ],
        artifacts: [{ path: "a.pkl", format: "pickle", sha256: SHA }],
        files: [{ path: "models/" }, { path: "x.bin", as: "models/a.pkl" }],
        missing: ["big.bin was not fetched"],
        expect: { verdict: "fail", blocking: ["MA-PKL-002"], waived: [], old: [] },
      },
      { name: "two", line: 14, today: "2027-01-01", findings: [], artifacts: [], files: [], missing: [], expect: { verdict: "pass" } },
    ],
  }); // prettier-ignore
});

const one = (more: string): string => `version: 1\ntests:\n  - { name: n, expect: pass, ${more} }\n`;

test.each<[string, RegExp]>([
  ["", /version must be 1/],
  ["version: 1\n", /tests is missing, or has no test/],
  ["version: 1\ntests: []\n", /tests is missing, or has no test/],
  ["version: 2\ntests: [{ name: n, expect: pass }]", /^t.yml:1:10: version must be 1$/],
  ["version: 1\ntests: [{ name: n }]", /expect is missing: pass, fail, incomplete/],
  ["version: 1\ntests: [{ expect: pass }]", /name is missing/],
  ["version: 1\ntests: [{ name: n, expect: passes }]", /expect must be one of pass, fail, incomplete/],
  ["version: 1\ntests: [{ name: n, expect: {} }]", /verdict is missing/],
  ["version: 1\ntests: [{ name: n, expect: { verdict: fail, blocking: [MA-PKL-999] } }]", /there is no rule MA-PKL-999/],
  ["version: 1\ntests: [{ name: n, expects: pass }]", /did you mean "expect"/],
  [one("findings: [{ rule: MA-X, path: a }]"), /^t.yml:3:\d+: there is no rule MA-X\. All rules: model-assay rules$/],
  [one("findings: [{ rule: MA-PKL-002 }]"), /path is missing/],
  [one("findings: [{ rule: MA-PKL-002, path: a, severity: bad }]"), /severity must be one of/],
  [one("findings: [{ rule: MA-PKL-002, path: a, sha256: abc }]"), /sha256 must be 64/],
  [one("findings: [{ rule: MA-PKL-002, path: a, id: 0a1b }]"), /id must be the 12 hex digits/],
  [one("findings: [{ rule: MA-PKL-002, path: a, advisory: G }]"), /advisory and package go together/],
  [one("findings: [{ rule: MA-PKL-002, path: a, old: yes }]"), /old must be true or false/],
  [one("artifacts: [{ path: a, format: picle }]"), /unknown format "picle"; known: pickle/],
  [one(`artifacts: [{ path: a, format: pickle, sha256: ${SHA} }, { path: a, format: pickle, sha256: ${SHA.replace("2c", "2d")} }]`), /a has two different sha256/],
  [one("files: [{ path: a, as: ../b }]"), /as must be a path from the root/],
  [one("files: [{ path: a, as: /b }]"), /as must be a path from the root/],
  [one("files: [1]"), /a path of files is missing or not a text/],
  [one("today: tomorrow"), /today must be a day/],
])("%s is refused", async (text, words) => {
  await expect(read(text)).rejects.toThrow(InvalidPolicy);
  await expect(read(text)).rejects.toThrow(words);
}); // prettier-ignore
