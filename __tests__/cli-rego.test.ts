import { start } from "./support/command";
import { pickle } from "./support/pickle-builder";
import { removeRepos, TestRepo } from "./support/repo";

/** Rules in Rego through the built command, as users have them. */
afterEach(removeRepos);

const HARMLESS = pickle(4).none().stop();
const DENY =
  'package model_assay\n\ndeny contains {"msg": sprintf("%s is refused", [a.path]), "path": a.path} if some a in input.artifacts\n';
const POLICY = "version: 1\nrego: rules\n";

function repository(rules: string, more: Readonly<Record<string, string | Uint8Array>> = {}): TestRepo {
  return TestRepo.create().write({ "m.pkl": HARMLESS, ".model-assay.yml": POLICY, "rules/a.rego": rules, ...more });
}

async function gate(repo: TestRepo, ...args: string[]) {
  const ended = await start("cli.js", ["gate", "--format", "json", "--audit", "false", ...args], { cwd: repo.root });
  const report = ended.stdout === "" ? undefined : JSON.parse(ended.stdout);
  return { ...ended, report, rules: report?.findings.map(({ rule }: { rule: string }) => rule) };
}

describe("what rules say decides", () => {
  test("deny is high, and warn medium", async () => {
    const { code, report } = await gate(repository(`${DENY}warn contains {"msg": "look"} if true\n`));
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([
      { rule: "MA-POL-006", severity: "high", message: "m.pkl is refused", location: { path: "m.pkl" } },
      { rule: "MA-POL-006", severity: "medium", message: "look", location: { path: ".model-assay.yml" } },
    ]);
  });

  test("without a refusal the gate passes", async () => {
    const { code, rules } = await gate(
      repository('package model_assay\ndeny contains {"msg": "x"} if input.stage == "promotion"\n'),
    );
    expect([code, rules]).toEqual([0, []]);
  });

  test("a waiver needs the finding's id, and for a model file its content", async () => {
    const repo = repository(DENY);
    const { report } = await gate(repo);
    const [{ id }] = report.findings;
    const { sha256 } = report.artifacts[0];
    const waiver = (more: string) =>
      repo.write({
        ".model-assay.yml": `${POLICY}waivers:\n  - { rule: MA-POL-006, path: m.pkl, reason: "known", until: 2099-01-01${more} }\n`,
      });
    const broad = await gate(waiver(`, sha256: ${sha256}`));
    expect([broad.code, broad.rules]).toEqual([1, ["MA-POL-006", "MA-POL-005"]]);
    expect((await gate(waiver(`, finding: ${id}`))).code).toBe(1);
    const waived = await gate(waiver(`, finding: ${id}, sha256: ${sha256}`));
    expect([waived.code, waived.report.findings]).toMatchObject([
      0,
      [{ rule: "MA-POL-006", waived: { reason: "known" } }],
    ]);
  });

  test("what the base has as well is not old", async () => {
    const repo = repository('package model_assay\ndeny contains {"msg": "always"} if true\n');
    const base = repo.commit();
    repo.write({ "n.pkl": HARMLESS }).commit();
    const { code, report } = await gate(repo, "--base", base);
    expect([code, report.findings]).toMatchObject([1, [{ rule: "MA-POL-006", message: "always" }]]);
    expect([report.findings[0].baseline, report.decision.old]).toEqual([undefined, []]);
  });

  test("in a change the base's rules decide", async () => {
    const repo = repository(DENY);
    const base = repo.commit();
    repo
      .write({ "rules/a.rego": 'package model_assay\ndeny contains {"msg": "x"} if false\n', "n.pkl": HARMLESS })
      .commit();
    expect((await gate(repo, "--base", base)).report.findings).toMatchObject([
      { rule: "MA-POL-006", message: "n.pkl is refused" },
      { rule: "MA-POL-008", location: { path: "rules/a.rego" } },
    ]);
    expect((await gate(repo)).code).toBe(0);
  });

  test("policy input is the document that they are asked about", async () => {
    const repo = repository(DENY);
    repo.commit();
    const shown = await start("cli.js", ["policy", "input", "--audit", "false"], { cwd: repo.root });
    expect(shown.code).toBe(0);
    const document = Object.entries(JSON.parse(shown.stdout) as object).filter(([field]) => field !== "time");
    const literal = JSON.stringify(Object.fromEntries(document), undefined, 1);
    const same = `deny contains {"msg": "the same"} if object.remove(input, ["time"]) == shown`;
    repo.write({ "rules/a.rego": `package model_assay\n\nshown := ${literal}\n\n${same}\n` });
    expect((await gate(repo)).report.findings).toMatchObject([{ rule: "MA-POL-006", message: "the same" }]);
  });

  test("scan and audit look at a part, and say that nobody asked", async () => {
    const repo = repository(DENY);
    const { code, stdout } = await start("cli.js", ["scan", ".", "--format", "json"], { cwd: repo.root });
    expect([code, JSON.parse(stdout).notices]).toEqual([
      0,
      expect.arrayContaining(["Rules in Rego were not asked: scan looks at files alone. model-assay gate asks them."]),
    ]);
  });
});

describe("fails closed, with its own words", () => {
  const head = "package model_assay\n";
  test.each([
    ["a file that does not parse", `${head}deny contains {"msg": "x"} if {\n`, /rules\/a\.rego:\d+:\d+: /],
    [
      "a field that nobody has",
      `${head}deny contains {"msg": "x"} if input.artefacts == []\n`,
      /rules\/a\.rego:2:\d+: the evidence has no field `input\.artefacts`/,
    ],
    [
      "a function that nobody has",
      `${head}deny contains {"msg": "x"} if is_fine(1)\n`,
      /rules\/a\.rego:2:\d+: there is no function is_fine/,
    ],
    ["no rule at all", `${head}allow if true\n`, /no rule is `deny` or `warn`/],
  ])("%s: exit 2", async (_, rules, words) => {
    const { code, stdout, stderr } = await gate(repository(rules));
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(words)]);
    expect(stderr).toContain("The Rego rules of this repository cannot be used: ");
  });

  test("a folder that is not there, and one without rules: exit 2", async () => {
    const none = TestRepo.create().write({ "m.pkl": HARMLESS, ".model-assay.yml": POLICY });
    expect(await gate(none)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("rules: cannot be read (ENOENT)"),
    });
    none.write({ "rules/README.md": "soon" });
    expect(await gate(none)).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no .rego file") });
  });

  test.each([
    [
      "an error",
      `deny contains {"msg": "x"} if 1 / (count(input.artifacts) - 1) > 0`,
      /rules\/a\.rego:2:\d+: divide by zero/,
    ],
    [
      "a list that is not known",
      `deny contains {"msg": "x"} if some p in input.packages`,
      /Got `null`\. What is null is not known in this run/,
    ],
    ["a result that is none", `deny contains {"msg": 1} if true`, /a result of `deny` has no text `msg`/],
    [
      "a loop without an end",
      `r := numbers.range(1, 5000)\ndeny contains {"msg": "x"} if { some a in r; some b in r; some c in r; a * b * c == -1 }`,
      /the rules were not done after 10 s/,
    ],
    [
      "memory without an end",
      `deny contains {"msg": "x"} if count(numbers.range(1, 1000000000)) > 1`,
      /more than 256 MiB of memory/,
    ],
  ])("%s: a finding", async (_, rules, words) => {
    const repo = repository(`${head}${rules}\n`);
    const { code, report } = await gate(repo);
    expect([code, report.findings]).toMatchObject([
      1,
      [{ rule: "MA-POL-007", severity: "high", message: expect.stringMatching(words) }],
    ]);
  });

  test("an error where fail-on lets its finding pass: incomplete, also where it is waived", async () => {
    const repo = repository(`${head}deny contains {"msg": "x"} if 1 / (count(input.artifacts) - 1) > 0\n`);
    const { code, report } = await gate(repo, "--fail-on", "critical");
    expect([code, report.verdict]).toEqual([3, "incomplete"]);
    const [{ id }] = report.findings;
    const waiver = `{ rule: MA-POL-007, path: .model-assay.yml, finding: ${id}, reason: "soon", until: 2099-01-01 }`;
    repo.write({ ".model-assay.yml": `${POLICY}waivers:\n  - ${waiver}\n` });
    const waived = await gate(repo);
    expect([waived.code, waived.report.findings[0].waived.reason]).toEqual([3, "soon"]);
  });
});
