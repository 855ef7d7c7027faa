import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completionsCommand } from "../../../src/app/completions/command-completions";
import { completionTable, SHELLS } from "../../../src/app/completions/offered";
import { COMMANDS } from "../../../src/app/command-names";
import { PAGES } from "../../../src/app/help/pages";
import { removeRepos, temporaryDirectory } from "../../support/repo";
import { runCommand } from "../../support/run-command";

afterAll(removeRepos);

const directory = temporaryDirectory();
mkdirSync(join(directory, "models"));
writeFileSync(join(directory, "my model.pt"), "");
writeFileSync(join(directory, "report.json"), "");

const script = async (shell: string): Promise<string> =>
  (await runCommand(completionsCommand, ["completions", shell], directory)).stdout;
const has = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;

/** What is typed, with the cursor behind it, and what is offered. */
const OFFERS: readonly [typed: string, offered: readonly string[]][] = [
  ["model-assay ga", ["gate"]],
  ["model-assay gate --fail-on ", ["critical", "high", "low", "medium", "never"]],
  ["model-assay gate --osv-d", ["--osv-database"]],
  ["model-assay promote --stage t", ["training"]],
  ["model-assay policy te", ["test"]],
  ["model-assay explain MA-PKL-00", Array.from({ length: 9 }, (_, i) => `MA-PKL-00${i + 1}`)],
  ["model-assay explain --format ", ["json", "markdown", "text"]],
  ["model-assay completions ", ["bash", "fish", "zsh"]],
  ["model-assay help com", ["completions"]],
  ["model-assay waive 0a1b2c3d --report rep", ["report.json"]],
  ["model-assay inspect my", ["my model.pt"]],
];

test("another shell is refused with what to type", async () => {
  await expect(script("tcsh")).rejects.toThrow(
    "completions is for bash, zsh or fish: source <(model-assay completions bash)",
  );
});

test("our words hold nothing that a shell would act on", () => {
  const table = completionTable(["MA-PKL-001"]);
  expect(table.map(({ name }) => name)).toEqual([...COMMANDS]);
  const words = table.flatMap((each) => [
    ...each.words,
    ...each.options.flatMap(({ name, values }) => [name, ...values]),
  ]);
  expect(words.filter((word) => !/^[\w.-]+$/.test(word))).toEqual([]);
});

test.each(SHELLS)("%s: every command and option is there", async (shell) => {
  const text = await script(shell);
  for (const name of COMMANDS) {
    expect(text).toContain(name);
    for (const option of PAGES[name].options) expect(text).toContain(shell === "fish" ? `-l ${option}` : `--${option}`);
  }
});

describe("bash", () => {
  const complete = async (words: readonly string[]): Promise<string[]> => {
    const typed = words.map((word) => `'${word}'`).join(" ");
    const ask = `${await script("bash")}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _model_assay; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", ask], { cwd: directory, encoding: "utf8" });
    expect(stderr.replace(/.*compopt.*\n/g, "")).toBe("");
    return stdout.split("\n").filter((line) => line !== "");
  };

  test.each(OFFERS)("%s", async (typed, offered) => {
    expect((await complete(typed.split(" "))).sort()).toEqual([...offered]);
  });

  test("breaks words at =, as readline does", async () => {
    expect(await complete(["model-assay", "gate", "--fail-on", "=", "m"])).toEqual(["medium"]);
    expect(await complete(["model-assay", "gate", "--osv", "="])).toEqual(["api", "database"]);
  });

  test("offers a file that is called as a command, and nothing where only a person knows", async () => {
    expect(await complete(["model-assay", "pin", ""])).toEqual(["models"]);
    expect(await complete(["model-assay", "gate", "--base", ""])).toEqual([]);
  });
});

// Where they are not installed, the text above is all that is looked at.
(has("fish") ? describe : describe.skip)("fish", () => {
  test.each(OFFERS)("%s", async (typed, offered) => {
    writeFileSync(join(directory, "c.fish"), await script("fish"));
    const ask = "source ./c.fish; complete -C $argv[1] | string split -f1 \\t";
    const { stdout } = spawnSync("fish", ["--no-config", "-c", ask, typed], {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, HOME: directory },
    });
    expect(stdout.split("\n").filter((line) => line !== "").map((line) => line.replaceAll("\\", "")).sort()).toEqual([...offered]); // prettier-ignore
  });
});

(has("zsh") ? describe : describe.skip)("zsh", () => {
  test("the script is one, and is taken for the command", async () => {
    writeFileSync(join(directory, "_model-assay"), await script("zsh"));
    const ask =
      "fpath=(. $fpath); autoload -Uz compinit; compinit -u -d ./dump; source ./_model-assay; print $_comps[model-assay]";
    const run = spawnSync("zsh", ["-f", "-c", ask], { cwd: directory, encoding: "utf8" });
    expect(run).toMatchObject({ status: 0, stdout: "_model_assay\n", stderr: "" });
  });

  /** Keys in a real terminal of zsh's own (`zpty`): what it completes is what it shows. */
  test.each([
    ["model-assay ga", "model-assay gate"],
    ["model-assay gate --osv-d", "--osv-database"],
    ["model-assay promote --stage tr", "training"],
    ["model-assay policy te", "policy test"],
    ["model-assay completions f", "completions fish"],
    ["model-assay waive 0a1b2c3d --report rep", "report.json"],
  ])("%s", async (typed, shown) => {
    writeFileSync(join(directory, "_model-assay"), await script("zsh"));
    const ask = [
      "zmodload zsh/zpty; zpty z zsh -f -i",
      "zpty -w z 'PS1=; fpath=(. $fpath); autoload -Uz compinit; compinit -u -d ./dump; source ./_model-assay; print REA\"\"DY'",
      'zpty -r -m z out "*READY*" ',
      "zpty -w -n z \"$1\"$'\\t'",
      `zpty -r -m z out '*${shown}*' && print found`,
      "zpty -d z",
    ].join("\n");
    const run = spawnSync("zsh", ["-f", "-c", ask, "ask", typed], {
      cwd: directory,
      encoding: "utf8",
      timeout: 120_000,
    });
    expect([run.stdout.trim(), run.stderr]).toEqual(["found", ""]);
  });
});
