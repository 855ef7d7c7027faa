/**
 * Five tasks of a newcomer, by the commands and blocks of the README and docs alone: `node e2e/newcomer.mjs`. What a page shows is taken out of the page,
 * so a page that is wrong fails here. Prints a table with the seconds of all commands of a task, and ends with 1 if one did not go as the pages say.
 */
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { emptyConversation } from "../__tests__/support/github-conversation.mjs";
import { runDirect } from "./run-direct.mjs";
import { Repository } from "./repository.mjs";
import { SCENARIOS } from "./scenarios.mjs";
import { DIST, stageAction, temporaryDirectory, withStage } from "./stage.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const page = (path) => readFileSync(join(ROOT, path), "utf8");
const DAY = 86_400_000;

/** A pickle that makes an instance of a class that no list knows. */
const OWN_CLASS = Buffer.from("\x80\x02cmylib.nets\nNet\n)\x81.", "latin1");
const EMPTY_LIST = Buffer.from("\x80\x04].", "latin1");

/** Whether this machine can run a command without a network; else `--offline` alone says that nobody is asked. */
const NO_NETWORK = spawnSync("unshare", ["-n", "true"]).status === 0 ? ["unshare", "-n"] : [];

/** What a task was: commands typed, seconds that they took, what went otherwise. */
class Task {
  constructor(directory) {
    this.repository = new Repository(directory);
    this.directory = directory;
    this.commands = 0;
    this.seconds = 0;
    this.problems = [];
  }

  /** Types `model-assay ...`; the exit code has to be `code`, and each of `words` in what it prints. */
  type(args, code, words = [], { prefix = [] } = {}) {
    const started = performance.now();
    const [program, ...rest] = [...prefix, process.execPath, join(DIST, "cli.js"), ...args];
    const env = { PATH: process.env.PATH, HOME: this.directory, NODE_NO_WARNINGS: "1" };
    const ended = spawnSync(program, rest, { cwd: this.directory, encoding: "utf8", env });
    this.seconds += (performance.now() - started) / 1000;
    this.commands += 1;
    const said = ended.stdout + ended.stderr;
    if (ended.status !== code) this.problems.push(`${args.join(" ")}: exit code ${ended.status}, not ${code}\n${said}`);
    for (const word of words)
      if (!said.includes(word)) this.problems.push(`${args.join(" ")}: does not say ${word}\n${said}`);
    return said;
  }

  check(holds, what) {
    if (!holds) this.problems.push(what);
  }

  write(files) {
    this.repository.write(files);
  }
}

/** The id of the first finding of a rule, as the first line of the finding has it. */
const findingOf = (said, rule) =>
  new RegExp(`${rule} [\\w-]+ ([0-9a-f]{12}(?:-\\d+)?)`).exec(said)?.[1] ?? "no-finding";

async function addTheGate(task, action) {
  const [, workflow] = /```yaml\n(# \.github\/workflows\/models\.yml\n[^]*?)```/.exec(page("docs/first-gate.md"));
  task.check(page("README.md").includes(workflow), "the README's workflow is another one");
  task.write({ ".github/workflows/models.yml": workflow });
  task.check(/uses: model-assay\/model-assay@/.test(workflow), "the workflow does not run the action");
  for (const verdict of ["pass", "fail"]) {
    const scenario = SCENARIOS.find(({ expect }) => expect?.verdict === verdict);
    const started = performance.now();
    const ended = await withStage(scenario, action, emptyConversation(), (stage) => runDirect(stage));
    task.seconds += (performance.now() - started) / 1000;
    task.commands += 1;
    task.check(ended.outputs.verdict === verdict, `${scenario.title}: ${ended.outputs.verdict}`);
  }
  task.type(["gate", join(ROOT, "examples/first-gate"), "--audit", "false"], 1, ["Failed: 1 critical finding"]);
}

function findOutAndFix(task) {
  cpSync(join(ROOT, "examples/first-gate/models"), join(task.directory, "models"), { recursive: true });
  task.repository.commit({}, "three models");
  const said = task.type(["gate", "--audit", "false"], 1, ["MA-PKL-001", "models/detector.pt"]);
  task.type(["explain", findingOf(said, "MA-PKL-001")], 0, ["os.system"]);
  task.type(["inspect", "models/detector.pt"], 0, ["os.system"]);
  task.type(["rules", "MA-PKL-001"], 0, ["dangerous-global"]);
  const header = Buffer.from(JSON.stringify({ weight: { dtype: "F32", shape: [1], data_offsets: [0, 4] } }));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  const safe = Buffer.concat([size, header, Buffer.alloc(4)]);
  task.write({ "models/detector.pt": null, "models/detector.safetensors": safe });
  task.repository.commit({}, "safetensors in its place");
  task.type(["gate", "--audit", "false"], 0, ["Passed"]);
}

function allowOneClass(task) {
  task.repository.commit({ "models/old.pkl": OWN_CLASS }, "a class of ours");
  const said = task.type(["scan", "models/old.pkl"], 1, ["MA-PKL-002", "mylib.nets.Net"]);
  const until = new Date(Date.now() + 90 * DAY).toISOString().slice(0, 10);
  task.type(["waive", findingOf(said, "MA-PKL-002"), "--reason", "replaced in March", "--until", until], 0);
  task.type(["policy", "check"], 0);
  task.type(["scan", "models/old.pkl"], 0, ["Passed"]);
  task.write({ "models/new.pkl": OWN_CLASS });
  task.type(["scan", "models/new.pkl"], 1, ["MA-PKL-002"]);
  const sha256 = /sha256: "?([0-9a-f]{64})/.exec(readFileSync(join(task.directory, ".model-assay.yml"), "utf8"))?.[1];
  const finding = `{ rule: MA-PKL-002, path: models/old.pkl, sha256: ${sha256} }`;
  const after = new Date(Date.now() + 91 * DAY).toISOString().slice(0, 10);
  const tests = `  - { name: on its last day, today: ${until}, findings: [${finding}], expect: pass }
  - { name: a day later, today: ${after}, findings: [${finding}], expect: fail }\n`;
  task.write({ "policy-tests/old.yml": `version: 1\ntests:\n${tests}` });
  task.type(["policy", "test"], 0);
}

function verifyWithoutNetwork(task) {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  task.write({
    "models/chat/config.json": "{}",
    "models/chat/list.pkl": EMPTY_LIST,
    "key.pem": keys.privateKey.export({ type: "pkcs8", format: "pem" }),
    "key.pub": keys.publicKey.export({ type: "spki", format: "pem" }),
  });
  task.type(["sign", "models/chat", "--key", "key.pem"], 0, ["model.sig"]);
  const verify = ["verify", "models/chat", "--offline", "--key", "key.pub"];
  task.type(verify, 0, ["Verified: models/chat"], { prefix: NO_NETWORK });
  task.write({ "models/chat/config.json": "{ }" });
  task.type(verify, 1, ["[file-changed]"], { prefix: NO_NETWORK });
  task.write({ "models/chat/config.json": "{}", "models/chat/modeling.py": "import os" });
  task.type(verify, 1, ["modeling.py"], { prefix: NO_NETWORK });
}

function writeARule(task) {
  const section = /## A first rule\n([^]*?)\n## /.exec(page("docs/rego.md"))[1];
  const blocks = [...section.matchAll(/```\w+\n# (\S+)\n([^]*?)```/g)];
  for (const [, path, body] of blocks) task.write({ [path]: body });
  task.check(blocks.length === 2, `the page has ${blocks.length} files, not 2`);
  task.repository.commit({ "models/labels.json": "{}" }, "a rule");
  task.type(["gate", "--audit", "false"], 0);
  task.repository.commit({ "models/list.pkl": EMPTY_LIST }, "a pickle");
  task.check(
    /^model-assay policy input -o input\.json/m.test(page("docs/rego.md")),
    "the page does not show the input",
  );
  task.type(["policy", "input", "-o", "input.json", "--audit", "false"], 0, ["is in input.json"]);
  const [seen] = JSON.parse(readFileSync(join(task.directory, "input.json"), "utf8")).artifacts;
  task.check(seen.path === "models/list.pkl" && seen.format === "pickle", "the input has another artifact");
  task.type(["gate", "--audit", "false"], 1, ["MA-POL-006", "models/list.pkl: no pickle files"]);
}

const TASKS = [
  ["add the gate", "docs/first-gate.md", addTheGate],
  ["find out why a checkpoint fails, and fix it", "docs/understanding-a-finding.md", findOutAndFix],
  ["allow one class for one file until a day", "docs/own-policy.md", allowOneClass],
  ["verify a signed model without a network", "docs/verifying.md", verifyWithoutNetwork],
  ["write a rule in Rego", "docs/rego.md", writeARule],
];

const directory = temporaryDirectory();
let failed = 0;
try {
  const action = stageAction(directory);
  console.log("| Task | Page | Commands | Seconds of them | |\n| --- | --- | --- | --- | --- |");
  for (const [i, [title, path, run]] of TASKS.entries()) {
    mkdirSync(join(directory, `task-${i}`));
    const task = new Task(join(directory, `task-${i}`));
    await run(task, action);
    if (task.problems.length > 0) failed += 1;
    const result = task.problems.length === 0 ? "done" : "FAILED";
    console.log(`| ${title} | ${path} | ${task.commands} | ${task.seconds.toFixed(2)} | ${result} |`);
    for (const problem of task.problems) console.error(problem);
  }
  console.log(
    `\n${TASKS.length - failed} passed, ${failed} failed${NO_NETWORK.length > 0 ? "" : " (with a network, which nobody asked for)"}`,
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
