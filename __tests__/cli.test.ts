import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../src/core/project";
import { RULES } from "../src/rules";
import { start, type StartOptions } from "./support/command";
import { pickle } from "./support/pickle-builder";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";

afterAll(removeRepos);

const EVIL = pickle(4).call("os", "system", "id").stop();
const HARMLESS = pickle(4).push([1, 2]).stop();
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 5\n`;

/** A directory with a model of each kind, and files whose names act on a terminal and in a workflow's log. */
const directory = temporaryDirectory();
new TestRepo(directory).write({
  "evil.pkl": EVIL, "good.pkl": HARMLESS, "deep/er/evil.pkl": EVIL, "big.pt": POINTER, "notes.txt": "text\n",
  "bad.yml": "version: 1\nfailon: low\nignore: x\n", "lenient.yml": "version: 1\nfail-on: never\n",
}); // prettier-ignore
const HOSTILE = "x\n::error::owned\u001b[31m\u202e.pkl";
new TestRepo(directory).write({ [`odd/${HOSTILE}`]: EVIL });

const cli = (args: string[], options: StartOptions = {}) => start("cli.js", args, { cwd: directory, ...options });

describe("what the program says of itself", () => {
  test("--version", async () => {
    expect(await cli(["--version"])).toEqual({ code: 0, stdout: `${PROJECT.version}\n`, stderr: "" });
  });

  test("--help names every command and exit code", async () => {
    const { code, stdout } = await cli(["--help"]);
    expect(code).toBe(0);
    for (const words of ["gate [DIR]", "scan PATH", "rules [ID]", "allow NAME", "--fail-on", "Exit: 0 pass, 1"])
      expect(stdout).toContain(words);
  });

  test("no command is wrong usage, with the help", async () => {
    const { code, stdout } = await cli([]);
    expect([code, stdout.includes("Usage:")]).toEqual([2, true]);
  });

  test("rules lists all of them, and one with its page", async () => {
    const all = await cli(["rules"]);
    expect(all.stdout.trim().split("\n").map((line) => line.split(" ")[0])).toEqual(RULES.map(({ id }) => id)); // prettier-ignore
    const one = await cli(["rules", "ma-pkl-001"]);
    expect([one.code, one.stdout]).toEqual([
      0,
      expect.stringMatching(/^MA-PKL-001 dangerous-global\nSeverity: critical/),
    ]);
    expect(one.stdout).toContain("/docs/rules/MA-PKL-001.md");
    expect(JSON.parse((await cli(["rules", "MA-PKL-001", "--format", "json"])).stdout)).toMatchObject([
      { id: "MA-PKL-001", on: "pickle" },
    ]);
  });
});

describe("wrong usage ends with 2 and says what to type", () => {
  test.each<[string[], string]>([
    [["scna", "x"], 'there is no command "scna". Did you mean scan? See: model-assay --help'],
    [["scan", "--colour", "x"], "Unknown option '--colour'. See: model-assay scan --help"],
    [["scan"], "scan needs a file or a directory: model-assay scan model.pkl"],
    [["scan", "nowhere.pkl"], "nowhere.pkl: there is no such file or directory"],
    [["scan", "evil.pkl", "--format", "xml"], 'format: "xml" is not one of text, json, sarif, markdown'],
    [["scan", "evil.pkl", "--fail-on", "x"], 'fail-on: "x" is not one of critical, high, medium, low, never'],
    [["gate", "a", "b"], "gate takes one directory. To look at files: model-assay scan FILE..."],
    [["gate", "nowhere"], "nowhere: no such directory."],
    [["rules", "MA-XXX-999"], "there is no rule MA-XXX-999. All rules: model-assay rules"],
    [["allow", "a.B"], 'allow needs one dotted name and a reason: model-assay allow mylib.nets.Net --reason "our own class"'],
    [["scan", "evil.pkl", "--config", "nowhere.yml"], "config: there is no file nowhere.yml"],
  ])("%j", async (args, words) => {
    const { code, stdout, stderr } = await cli(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^model-assay: /);
    expect(stderr).toContain(words);
  }); // prettier-ignore

  test("a policy that is wrong, with line and column of each problem", async () => {
    const { code, stderr } = await cli(["scan", "good.pkl", "--config", "bad.yml"]);
    expect([code, stderr]).toEqual([
      2,
      'model-assay: bad.yml:2:1: unknown key "failon" in the policy; did you mean "fail-on"?\nbad.yml:3:9: ignore must be a list\n',
    ]);
  });
});

describe("scan", () => {
  test.each<[string[], number, RegExp]>([
    [["good.pkl"], 0, /^Passed/],
    [["evil.pkl"], 1, /critical MA-PKL-001[^]*calls os\.system[^]*where {3}evil\.pkl @ 0xe[^]*os\.system\('id'\)/],
    [["good.pkl", "evil.pkl"], 1, /Scanned 2, not scanned 0/],
    [["big.pt"], 3, /^Incomplete/],
    [["big.pt", "--on-incomplete", "warn"], 0, /^Incomplete/],
    [["big.pt", "evil.pkl"], 1, /^Failed/],
    [["evil.pkl", "--fail-on", "never"], 0, /MA-PKL-001/],
    [["evil.pkl", "--config", "lenient.yml"], 0, /MA-PKL-001/],
    [["evil.pkl", "--config", "lenient.yml", "--fail-on", "high"], 1, /MA-PKL-001/],
    [["notes.txt"], 0, /Scanned 0, not scanned 0/],
    [["deep"], 1, /where {3}er\/evil\.pkl/],
    [["deep/er/evil.pkl", "good.pkl"], 1, /where {3}deep\/er\/evil\.pkl/],
  ])("%j ends with %i", async (args, code, words) => {
    const ended = await cli(["scan", ...args]);
    expect([ended.code, ended.stderr]).toEqual([code, ""]);
    expect(ended.stdout).toMatch(words);
  });

  test("standard input, which leaves nothing behind", async () => {
    const scratch = temporaryDirectory();
    const ended = await cli(["scan", "-"], { input: EVIL, env: { TMPDIR: scratch } });
    expect([ended.code, ended.stdout]).toEqual([1, expect.stringContaining("where   standard-input @ 0xe")]);
    expect(await cli(["scan", "-"], { input: HARMLESS })).toMatchObject({ code: 0 });
    expect(readdirSync(scratch)).toEqual([]);
  });

  test("formats for machines are whole documents", async () => {
    const report = JSON.parse((await cli(["scan", "evil.pkl", "--format", "json"])).stdout);
    expect(report).toMatchObject({
      schemaVersion: "1.0",
      verdict: "fail",
      findings: [{ rule: "MA-PKL-001", location: { path: "evil.pkl", offset: 14 } }],
    });
    const sarif = JSON.parse((await cli(["scan", "evil.pkl", "--format", "sarif"])).stdout);
    expect(sarif).toMatchObject({ version: "2.1.0", runs: [{ results: [{ ruleId: "MA-PKL-001" }] }] });
    expect((await cli(["scan", "evil.pkl", "--format", "markdown"])).stdout).toMatch(/^## .*Model Assay: failed/);
  });

  test("-o writes the report to a file, and the verdict to the terminal", async () => {
    const path = join(temporaryDirectory(), "report.sarif");
    const ended = await cli(["scan", "evil.pkl", "--format", "sarif", "-o", path]);
    const verdict = "Failed: 1 critical finding. The gate stops at high and above.";
    expect(ended).toEqual({ code: 1, stdout: "", stderr: `${verdict} The report is in ${path}.\n` });
    expect(await cli(["scan", "evil.pkl", "--quiet", "-o", path])).toEqual({ code: 1, stdout: "", stderr: "" });
    await cli(["scan", "evil.pkl", "--format", "sarif", "-o", path]);
    expect(JSON.parse(readFileSync(path, "utf8")).version).toBe("2.1.0");
  });

  test("no colours and no progress where nobody looks", async () => {
    for (const env of [{}, { NO_COLOR: "1" }] as const) {
      const { stdout, stderr } = await cli(["scan", "evil.pkl"], { env: { ...env } });
      expect([stdout.includes("\u001b"), stderr]).toEqual([false, ""]);
    }
  });

  test("a hostile file name is inert", async () => {
    const { code, stdout } = await cli(["scan", "odd"]);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/\u001b|\u202e|^::/m);
    expect(stdout).toContain("x\\n::error::owned\\u{1b}[31m\\u{202e}.pkl");
    const wrong = await cli(["scan", `nowhere\u001b[31m\u202e`]);
    expect([wrong.code, /[\u001b\u202e]/.test(wrong.stderr)]).toEqual([2, false]);
  });
});

describe("allow", () => {
  test("writes the line, keeps the rest, and the next run takes it", async () => {
    const repo = TestRepo.create().write({
      "m.pkl": pickle(4).global("mylib.nets", "Net").emptyTuple().newobj().stop(),
    });
    const at = { cwd: repo.root };
    expect((await cli(["gate"], at)).code).toBe(1);
    const allowed = await cli(["allow", "mylib.nets.Net", "--reason", "our own class", "--until", "2999-12-31"], at);
    expect(allowed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        ".model-assay.yml: mylib.nets.Net is allowed until 2999-12-31.\nIn a pull request",
      ),
    });
    expect(readFileSync(join(repo.root, ".model-assay.yml"), "utf8")).toBe(
      "version: 1\npickle:\n  allow:\n    - name: mylib.nets.Net\n      reason: our own class\n      until: 2999-12-31\n",
    );
    const after = await cli(["gate"], at);
    expect([after.code, after.stdout]).toEqual([0, expect.stringContaining("mylib.nets.Net")]);
  });

  test("refuses what a policy cannot say, and leaves the file as it was", async () => {
    const repo = TestRepo.create();
    for (const args of [
      ["Net", "--reason", "x"],
      ["a.*", "--reason", "x"],
      ["a.B", "--reason", "x", "--until", "soon"],
    ])
      expect(await cli(["allow", ...args], { cwd: repo.root })).toMatchObject({ code: 2, stdout: "" });
    expect(existsSync(join(repo.root, ".model-assay.yml"))).toBe(false);
    repo.write({ ".model-assay.yml": "version: 1\nignore: [a\n" });
    const broken = await cli(["allow", "a.B", "--reason", "x"], { cwd: repo.root });
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringMatching(/\.model-assay\.yml:\d+:\d+: /)]);
    expect(readFileSync(join(repo.root, ".model-assay.yml"), "utf8")).toBe("version: 1\nignore: [a\n");
  });
});

test("gate compares with a base: what it has is old, what is new fails", async () => {
  const repo = TestRepo.create().write({ "old.pkl": EVIL });
  repo.commit();
  repo.git("checkout", "-q", "-b", "topic");
  repo.write({ "good.pkl": HARMLESS }).commit();
  expect(await cli(["gate", "--base", "main"], { cwd: repo.root })).toMatchObject({ code: 0 });
  repo.write({ "new.pkl": EVIL }).commit();
  const { code, stdout } = await cli(["gate", "--base", "main"], { cwd: repo.root });
  expect([code, stdout.includes("new.pkl"), stdout.includes("old.pkl")]).toEqual([1, true, false]);
});
