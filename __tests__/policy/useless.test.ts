import { readPolicy } from "../../src/app/read-policy";
import { uselessIn, type Known } from "../../src/policy/useless";

const SHA = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const KNOWN: Known = {
  today: "2026-11-21",
  subjectOf: (rule) =>
    (({ "MA-PKL-002": "artifact", "MA-POL-001": "policy", "MA-LDR-001": "other", "MA-DEP-001": "other" }) as const)[
      rule
    ],
  isDangerous: (name) => name === "os.system",
};

async function said(text: string): Promise<string[]> {
  const full = `version: 1\n${text}`;
  const found = await uselessIn(full, await readPolicy(full, "p"), KNOWN);
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
  ["a waiver of all flaws", waiver("rule: MA-DEP-001, path: uv.lock"), /^3:13 MA-DEP-001 is waived one advisory at a time/],
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
