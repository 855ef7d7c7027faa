/** `.github/workflows/gate.yml` as `examples/workflows/call-gate.yml` calls it: who gets which job, and what goes in and comes out. */
import { SCENARIOS } from "../scenarios.mjs";
import { read, stepsOf } from "./run-workflow.mjs";

const CALLER = "examples/workflows/call-gate.yml";
const BROUGHT_BY = (verdict) => SCENARIOS.find(({ expect }) => expect?.verdict === verdict);
const PUSH = SCENARIOS.find(({ title }) => title.startsWith("a push without id-token"));

/** A job of the caller's own, behind the gate, that sees its output. */
const AFTER = `
  after:
    needs: assay
    if: always()
    runs-on: ubuntu-latest
    permissions: {}
    steps:
      - env:
          VERDICT: \${{ needs.assay.outputs.verdict }}
        run: echo "the caller sees [$VERDICT]"
`;

/** The example with other inputs than its own. */
export function caller(inputs = "fail-on: high") {
  const text = read(CALLER);
  if (text.split("      fail-on: high\n").length !== 2) throw new Error(`${CALLER}: the inputs are not where they were`);
  return text.replace("      fail-on: high\n", `      ${inputs}\n`) + AFTER;
}

const SCAN = ["Where this workflow comes from", "actions/checkout", "actions/checkout", "./.git/model-assay"];

/** @type {import("./run-workflow.mjs").Trial[]} */
export const CALLED_GATE = [
  {
    title: "the called gate: a pull request is scanned by the job that can only read",
    scenario: BROUGHT_BY("pass"),
    workflow: caller(),
    check: (outcome) => [...stepsOf(outcome, "Scan", SCAN), ...stepsOf(outcome, "Scan and sign", []), ...sees(outcome, "pass")],
  },
  {
    // act 0.2.89 runs no job behind a called workflow that failed, so the verdict is the step's.
    title: "the called gate: what a pull request spoils fails it",
    scenario: BROUGHT_BY("fail"),
    workflow: caller(),
    failed: true,
    check: (outcome) => [...stepsOf(outcome, "Scan", SCAN), ...(outcome.outputs.verdict === "fail" ? [] : [`the verdict is ${outcome.outputs.verdict}`])],
  },
  {
    title: "the called gate: an input goes through",
    scenario: BROUGHT_BY("fail"),
    workflow: caller("fail-on: never"),
    check: (outcome) => sees(outcome, "pass"),
  },
  {
    title: "the called gate: a push that is not to be signed is scanned by the same job",
    scenario: PUSH,
    workflow: caller("sign: false"),
    check: (outcome) => [...stepsOf(outcome, "Scan", SCAN), ...stepsOf(outcome, "Scan and sign", []), ...sees(outcome, "pass")],
  },
  {
    title: "the called gate: a push is for the job that signs, which fails where nobody gives it an identity",
    scenario: PUSH,
    workflow: caller(),
    failed: true,
    check: (outcome) => [
      ...stepsOf(outcome, "Scan and sign", SCAN),
      ...stepsOf(outcome, "Scan", []),
      ...(outcome.annotations.some((each) => each.includes("id-token: write")) ? [] : [`it says ${outcome.annotations}`]),
    ],
  },
];

/** @type {import("./run-workflow.mjs").Trial[]} The example with jobs of its own; its push needs a Sigstore. */
export const OWN_JOBS = ["pass", "fail"].map((verdict) => ({
  title: `sign-on-push.yml: a pull request is for the job that can only read (${verdict})`,
  scenario: BROUGHT_BY(verdict),
  workflow: read("examples/workflows/sign-on-push.yml"),
  failed: verdict === "fail",
  check: (outcome) => [
    ...stepsOf(outcome, "gate", ["actions/checkout", "model-assay/model-assay@v0.1.0"]),
    ...stepsOf(outcome, "sign", []),
    ...(outcome.outputs.verdict === verdict ? [] : [`the verdict is ${outcome.outputs.verdict}`]),
  ],
}));

function sees({ lines }, verdict) {
  return lines.includes(`the caller sees [${verdict}]`)
    ? []
    : [`the caller does not see ${verdict}: ${lines.filter((line) => line.startsWith("the caller")).join()}`];
}
