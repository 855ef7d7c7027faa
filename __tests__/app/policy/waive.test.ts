import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gateCommand } from "../../../src/app/command-gate";
import { waiveCommand } from "../../../src/app/policy/command-waive";
import { readPolicy } from "../../../src/app/read-policy";
import type { RunReport } from "../../../src/core/report";
import { pickle } from "../../support/pickle-builder";
import { removeRepos, TestRepo } from "../../support/repo";
import { runCommand } from "../../support/run-command";

afterAll(removeRepos);

const FILE = ".model-assay.yml";
const net = (name = "Net"): Uint8Array => pickle(4).global("mylib.nets", name).stop();
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const UNTIL = ["--until", "2999-01-31"];

const waive = (repo: TestRepo, ...argv: string[]) =>
  runCommand(waiveCommand, ["waive", ...argv, "--audit", "false"], repo.root);
const policyOf = (repo: TestRepo) => readPolicy(readFileSync(join(repo.root, FILE), "utf8"), FILE);

async function gate(repo: TestRepo): Promise<RunReport> {
  const { stdout } = await runCommand(gateCommand, ["gate", "--audit", "false", "--format", "json"], repo.root);
  return JSON.parse(stdout) as RunReport;
}

const only = ({ findings }: RunReport, rule: string) => findings.find((each) => each.rule === rule)!;

describe("a finding of the tree as it is", () => {
  test("of a model file: by its content, and the gate passes; a changed file is judged anew", async () => {
    const repo = TestRepo.create().write({ "models/a [1].pkl": net(), [FILE]: "version: 1 # ours\n" });
    const before = await gate(repo);
    expect(before.verdict).toBe("fail");
    const { code, stdout } = await waive(
      repo,
      only(before, "MA-PKL-002").id,
      "--reason",
      "a: reason",
      ...UNTIL,
      "--approved-by",
      "Ada",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/MA-PKL-002 at models\/a \[1\]\.pkl is waived until 2999-01-31\.\n/);
    expect(readFileSync(join(repo.root, FILE), "utf8")).toMatch(/^version: 1 # ours\n/);
    expect((await policyOf(repo)).waivers).toEqual([
      { rule: "MA-PKL-002", path: "models/a \\[1].pkl", sha256: sha256(net()), reason: "a: reason", until: "2999-01-31", approvedBy: "Ada", line: 3 },
    ]); // prettier-ignore
    const after = await gate(repo);
    expect(after.verdict).toBe("pass");
    expect(only(after, "MA-PKL-002").waived).toEqual({ by: "Ada", reason: "a: reason", until: "2999-01-31" });
    repo.write({ "models/a [1].pkl": net("Other") });
    expect((await gate(repo)).verdict).toBe("fail");
  });

  test("where the rule has several in the file, this one alone", async () => {
    const both = pickle(4).global("mylib", "A").pop().global("mylib", "B").stop();
    const repo = TestRepo.create().write({ "a.pkl": both });
    const { findings } = await gate(repo);
    const ids = findings.filter(({ rule }) => rule === "MA-PKL-002").map(({ id }) => id);
    expect(ids).toHaveLength(2);
    await waive(repo, ids[1]!, "--reason", "r", ...UNTIL);
    expect((await policyOf(repo)).waivers).toMatchObject([{ finding: ids[1], sha256: sha256(both) }]);
    expect((await gate(repo)).decision.waived).toEqual([ids[1]]);
  });

  test("of code, by its id: it has no content to name", async () => {
    const repo = TestRepo.create().write({ "load.py": "import pickle\npickle.load(open('a'))\n" });
    const found = only(await gate(repo), "MA-LDR-002");
    await waive(repo, found.id, "--reason", "r", ...UNTIL);
    const [waiver] = (await policyOf(repo)).waivers;
    expect(waiver).toMatchObject({ rule: found.rule, path: "load.py", finding: found.id });
    expect(waiver).not.toHaveProperty("sha256");
    expect((await gate(repo)).decision.waived).toEqual([found.id]);
  });

  test("that is waived already by this file is waived until another day; by another file it is refused", async () => {
    const repo = TestRepo.create().write({ "a.pkl": net() });
    const { id } = only(await gate(repo), "MA-PKL-002");
    await waive(repo, id, "--reason", "first", ...UNTIL);
    expect((await waive(repo, id, "--reason", "longer", "--until", "2999-06-30")).code).toBe(0);
    expect((await policyOf(repo)).waivers).toMatchObject([{ reason: "longer", until: "2999-06-30" }]);
    const report = await runCommand(
      gateCommand,
      ["gate", "--audit", "false", "--format", "json", "-o", "report.json"],
      repo.root,
    );
    expect(report.code).toBe(0);
    repo.write({ "other.yml": "version: 1\n" });
    const again = ["--reason", "r", ...UNTIL, "--report", "report.json", "--config", "other.yml"];
    await expect(waive(repo, id, ...again)).rejects.toThrow(/is waived already, by waiver: longer/);
  });

  test.each([
    [["--reason", "r", "--until", "tomorrow"], 'until must be a day such as 2027-06-30, not "tomorrow"'],
    [["--reason", "r", "--until", "2999-13-31"], 'until must be a day such as 2027-06-30, not "2999-13-31"'],
    [["--reason", "", ...UNTIL], "waive: reason is missing or not a text"],
  ])("%j is refused in words about what was typed", async (argv, words) => {
    const repo = TestRepo.create().write({ "a.pkl": net() });
    const { id } = only(await gate(repo), "MA-PKL-002");
    await expect(waive(repo, id, ...argv)).rejects.toThrow(words);
    expect(existsSync(join(repo.root, FILE))).toBe(false);
  });

  test("from a directory below it is the whole repository, and its policy", async () => {
    const repo = TestRepo.create().write({ "a.pkl": net(), "sub/x": "" });
    const { id } = only(await gate(repo), "MA-PKL-002");
    const argv = ["waive", id, "--reason", "r", ...UNTIL, "--audit", "false"];
    expect((await runCommand(waiveCommand, argv, join(repo.root, "sub"))).code).toBe(0);
    expect((await policyOf(repo)).waivers).toHaveLength(1);
  });
});

describe("a finding of a report", () => {
  const FINDING = { id: "0a1b2c3d4e5f", rule: "MA-PKL-002", location: { path: "a.pkl", inside: [] } };
  const report = (more: object = {}) =>
    JSON.stringify({
      findings: [FINDING],
      artifacts: [{ path: "a.pkl", sha256: "a".repeat(64) }],
      packages: [],
      ...more,
    });
  const from = (text: string, id = FINDING.id, ...argv: string[]) => {
    const repo = TestRepo.create().write({ "report.json": text });
    const ran = waive(repo, id, "--reason", "r", ...UNTIL, "--report", "report.json", ...argv);
    return ran.then(() => policyOf(repo));
  };

  test("is taken from there", async () => {
    expect((await from(report())).waivers).toMatchObject([{ path: "a.pkl", sha256: "a".repeat(64) }]);
  });

  test("that the gate wrote", async () => {
    const repo = TestRepo.create().write({ "a.pkl": net() });
    const made = await gate(repo);
    expect((await from(JSON.stringify(made), only(made, "MA-PKL-002").id)).waivers).toMatchObject([
      { sha256: sha256(net()) },
    ]);
  });

  test("a flaw of a package is ignored by its advisory", async () => {
    const finding = {
      ...FINDING,
      rule: "MA-DEP-001",
      vulnerability: { purl: "pkg:pypi/torch@2.0", advisory: "GHSA-x" },
    };
    const packages = [{ purl: "pkg:pypi/torch@2.0", name: "torch" }];
    const { dependencies, waivers } = await from(
      report({ findings: [finding], packages }),
      FINDING.id,
      "--approved-by",
      "Ada",
    );
    expect(dependencies.ignore).toEqual([
      { id: "GHSA-x", package: "torch", reason: "r (approved by Ada)", until: "2999-01-31" },
    ]);
    expect(waivers).toEqual([]);
  });

  test("what a rule in Rego says is waived by its id, and of a model file by its content as well", async () => {
    const finding = { ...FINDING, rule: "MA-POL-006" };
    const artifacts = [{ path: finding.location.path, sha256: sha256(net()) }];
    const { waivers } = await from(report({ findings: [finding], artifacts }), FINDING.id);
    expect(waivers).toMatchObject([{ rule: "MA-POL-006", finding: FINDING.id, sha256: sha256(net()) }]);
  });

  test.each<[string, string, RegExp]>([
    ["one that is not there", report({ findings: [{ ...FINDING, id: "0a1b2c3d4e5f-2" }] }), /no finding 0a1b2c3d4e5f among 1\. Is it 0a1b2c3d4e5f-2\?/],
    ["one that is waived", report({ findings: [{ ...FINDING, waived: { by: "Ada", reason: "x" } }] }), /is waived already, by Ada: x/],
    ["one about the policy", report({ findings: [{ ...FINDING, rule: "MA-POL-002" }] }), /about the policy itself, which no waiver covers/],
    ["many flaws at once", report({ findings: [{ ...FINDING, rule: "MA-DEP-001" }] }), /stands for several advisories/],
    ["no JSON", "{", /report\.json is no JSON/],
    ["no report", "[]", /it has no list `findings`/],
    ["no report either", report({ artifacts: {} }), /it has no list `artifacts`/],
    ["a finding without a place", report({ findings: [{ id: "a", rule: "b" }] }), /a finding has no location/],
    ["a finding of numbers", report({ findings: [{ ...FINDING, id: 1 }] }), /a `id` is missing or no text/],
    ["a digest that is none", report({ artifacts: [{ path: "a.pkl", sha256: "x" }] }), /sha256 must be 64/],
    ["a rule that is none", report({ findings: [{ ...FINDING, rule: "x\nignore: ['**']" }] }), /rule must be an id/],
  ])("%s is refused, and nothing is written", async (_, text, words) => {
    const repo = TestRepo.create().write({ "report.json": text, [FILE]: "version: 1\n" });
    await expect(waive(repo, FINDING.id, "--reason", "r", ...UNTIL, "--report", "report.json")).rejects.toThrow(words);
    expect(readFileSync(join(repo.root, FILE), "utf8")).toBe("version: 1\n");
  }); // prettier-ignore

  test("an advisory cannot write other keys", async () => {
    const finding = {
      ...FINDING,
      rule: "MA-DEP-001",
      vulnerability: { purl: "p", advisory: 'G"\n  unknown-severity: info' },
    };
    const { dependencies } = await from(report({ findings: [finding], packages: [{ purl: "p", name: "torch" }] }));
    expect(dependencies.unknownSeverity).toBe("medium");
    expect(dependencies.ignore).toHaveLength(1);
  });
});

test.each<[string[], RegExp]>([
  [[], /waive needs a finding, a reason and a day/],
  [["a", "b", "--reason", "r", ...UNTIL], /waive needs/],
  [["a", ...UNTIL], /waive needs/],
  [["a", "--reason", "r"], /waive needs/],
  [["a", "--reason", "r", "--until", "2020-01-01"], /until: 2020-01-01 is past/],
  [["a", "--reason", "r", ...UNTIL, "--report", "no.json"], /report: there is no no\.json/],
])("%j is refused", async (argv, words) => {
  await expect(waive(TestRepo.create(), ...argv)).rejects.toThrow(words);
});

test("a day that is none, or a policy that is none, is not written", async () => {
  const repo = TestRepo.create().write({ "a.pkl": net() });
  const { id } = only(await gate(repo), "MA-PKL-002");
  await expect(waive(repo, id, "--reason", "r", "--until", "next year")).rejects.toThrow(/until must be a day/);
  repo.write({ [FILE]: "version: 7\n" });
  await expect(waive(repo, id, "--reason", "r", ...UNTIL)).rejects.toThrow(/version must be 1/);
  expect(readFileSync(join(repo.root, FILE), "utf8")).toBe("version: 7\n");
});
