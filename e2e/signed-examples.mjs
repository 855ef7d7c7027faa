/**
 * The examples' workflows that sign and verify, by act with a real Sigstore on loopback: `node e2e/signed-examples.mjs [--stack DIR]`. They run as they
 * stand, but for what `adapted` is told in `examples/signed-trials.mjs`: whom to trust, and where advisories are, for both are on loopback here.
 * One line for each trial, then `N passed, N failed`; 2 where a program is missing.
 */
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CLEAN_HUB } from "./hub.mjs";
import {
  calledGate,
  changeBill,
  nightlyAudit,
  promote,
  signOnPush,
  swapWeights,
  verifyAtDeploy,
} from "./examples/signed-trials.mjs";
import { gateRepository, runWorkflow } from "./examples/run-workflow.mjs";
import { prepareBuild } from "./promotion/build.mjs";
import { GitHubOfStack } from "./promotion/github-of-stack.mjs";
import { ACT } from "./run-act.mjs";
import { prepareRepository } from "./sigstore/signed-by-action.mjs";
import { Stack } from "./sigstore/stack.mjs";
import { stageAction, temporaryDirectory } from "./stage.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const stackDirectory = args.includes("--stack")
  ? args[args.indexOf("--stack") + 1]
  : join(dirname(ROOT), "shared", "sigstore-local");
const FLAW = "GHSA-demo-0001-0001";

const TRIALS = [
  ["sign-on-push.yml: a push is signed by its own job", signOnPush],
  ["call-gate.yml: a push is signed by the called gate", calledGate],
  [
    "verify-at-deploy.yml: what was signed is deployed",
    (place) => verifyAtDeploy(place, () => {}, false, ["Verified: "]),
  ],
  [
    "verify-at-deploy.yml: a swapped weight is not",
    (place) => verifyAtDeploy(place, swapWeights, true, ["[file-changed]"]),
  ],
  [
    "verify-at-deploy.yml: one file more is not",
    (place) => verifyAtDeploy(place, (model) => writeFileSync(join(model, "extra.py"), ""), true, ["extra.py"]),
  ],
  [
    "nightly-audit.yml: no known flaw, no issue",
    (place) => nightlyAudit(place, { osv: place.build.clean, issues: [] }),
  ],
  [
    "nightly-audit.yml: a new flaw opens an issue, though another author's has the same title",
    (place) => {
      const others = [{ number: 1, author: "mallory", title: "Known flaws in what was signed", body: "", edited: 0 }];
      writeFileSync(join(place.gh, "issues.json"), JSON.stringify(others));
      return nightlyAudit(place, { osv: place.build.flawed, issues: [[0, FLAW]] });
    },
  ],
  [
    "nightly-audit.yml: the night after, the issue is brought up to date",
    (place) => nightlyAudit(place, { osv: place.build.flawed, issues: [[1, FLAW]] }),
  ],
  [
    "nightly-audit.yml: that the branch has other files by now than the release is no matter",
    (place) =>
      nightlyAudit(place, {
        ...{ osv: place.build.flawed, issues: [[2, FLAW]] },
        change: ({ workspace }) => writeFileSync(join(workspace, "models/chat/README.md"), "# Another model\n"),
      }),
  ],
  [
    "nightly-audit.yml: a bill that is not about the release's files is not audited",
    (place) =>
      nightlyAudit(place, {
        ...{ osv: place.build.flawed, failed: true, words: ["[wrong-subject]"], issues: [[2, FLAW]] },
        change({ models }) {
          models.commit({ "models/chat/README.md": "# Another model\n" });
          models.git("tag", "-f", "models-1");
        },
      }),
  ],
  [
    "nightly-audit.yml: a bill that somebody changed is not audited",
    (place) =>
      nightlyAudit(place, {
        ...{ osv: place.build.flawed, failed: true, words: ["[wrong-signature]"], issues: [[2, FLAW]] },
        change: ({ release }) => changeBill(join(release, "bom.sigstore.json")),
      }),
  ],
  [
    "nightly-audit.yml: advisories that are not there are no clean night",
    (place) => nightlyAudit(place, { osv: join(place.root, "nowhere"), failed: true, issues: [[2, FLAW]] }),
  ],
  ["promote.yml: what has all its evidence passes, and the decision is signed", (place) => promote(place, "passes")],
  ["promote.yml: a missing approval fails, and the decision is signed", (place) => promote(place, "missing")],
];

const only = args.includes("--only") ? args[args.indexOf("--only") + 1] : "";
const missing = [ACT, join(stackDirectory, "local-sigstore.sh")].filter((program) => !existsSync(program));
if (missing.length > 0) {
  console.error(`Missing: ${missing.join(", ")}`);
  process.exitCode = 2;
} else process.exitCode = await main();

async function main() {
  const directory = temporaryDirectory();
  const build = prepareBuild(directory);
  const stack = new Stack(stackDirectory, join(directory, "stack"), build.claims, GitHubOfStack.environment);
  const github = new GitHubOfStack(stack, directory);
  let [passed, failed] = [0, 0];
  try {
    await github.start();
    const place = placeOf(directory, build, stack, github);
    // What the first one signs the others need.
    for (const [title, trial] of TRIALS.filter(([each], i) => i === 0 || each.includes(only))) {
      const problems = await trial(place);
      console.log([`${problems.length === 0 ? "ok  " : "FAIL"} ${title}`, ...problems].join("\n       "));
      if (problems.length === 0) passed++;
      else failed++;
    }
  } finally {
    github.stop();
    stack.stop();
    if (!process.env.E2E_KEEP) rmSync(directory, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** What trials share: directories of their own, the gate's repository, `gh`, and how a workflow is run where the stack is. */
function placeOf(root, build, stack, github) {
  const gate = gateRepository(root, stageAction(root));
  const [bin, gh, called] = ["bin", "gh", "called"].map((name) => join(root, name));
  for (const each of [bin, gh, called]) mkdirSync(each);
  symlinkSync(join(ROOT, "e2e/examples/gh.mjs"), join(bin, "gh"));
  process.env.PATH = `${bin}${delimiter}${process.env.PATH}`;
  let count = 0;
  const fresh = (name) => join(root, `${name}-${++count}`);
  const run = (event, { workspace, sha, payload, variables = {} }, workflow) => {
    const directory = fresh("run");
    mkdirSync(directory);
    const eventPath = join(directory, "event.json");
    writeFileSync(eventPath, JSON.stringify(payload));
    const claims = encodeURIComponent(JSON.stringify({ sha }));
    const stage = {
      ...{ directory, workspace, eventPath, event: { name: event, sha } },
      action: gate.asCalled,
      node: process.execPath,
      apiUrl: stack.job.GITHUB_API_URL,
      token: "ghs_of_the_job",
      launcher: stack.launcher,
      variables: {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${stack.job.ACTIONS_ID_TOKEN_REQUEST_URL}&claims=${claims}`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: stack.job.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
        E2E_TRUSTED_ROOT: stack.file("trusted_root.json"),
        ...variables,
      },
    };
    return runWorkflow(stage, gate, workflow);
  };
  return { root, build, stack, github, gate, gh, called: prepareRepository(called, CLEAN_HUB), directory: fresh, run };
}
