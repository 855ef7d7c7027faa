/** The examples that sign and verify, in the order in which a model meets them. Each returns what went otherwise than the example says, in words. */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Repository } from "../repository.mjs";
import { POLICY } from "../promotion/build.mjs";
import { TRIALS } from "../promotion/trials.mjs";
import { caller } from "./called-gate.mjs";
import { adapted } from "./run-workflow.mjs";

const PUSH = "0".repeat(40);
const KEEP = `      - name: What the test keeps
        env:
          BUNDLES: \${{ steps.assay.outputs.bundle-paths }}
        run: |
          mkdir "$E2E_RESULTS/release"
          cp $BUNDLES "$E2E_RESULTS/release"
          cp -r . "$E2E_RESULTS/tree"
`;

/** What ended as it should: nothing where it did. */
function ended(outcome, failed, words) {
  const said = outcome.lines.join("\n");
  const problems = outcome.failed === failed ? [] : [`it ${outcome.failed ? "failed" : "passed"}: ${said.slice(-1500)}`];
  for (const each of words) if (!said.includes(each)) problems.push(`it does not say ${each}: ${said.slice(-1500)}`);
  return problems;
}

/** A push of the build's repository; `place.tree` and `place.release` are what it signed. */
export async function signOnPush(place) {
  const { build, stack } = place;
  const workflow = adapted("examples/workflows/sign-on-push.yml", [
    ['attest: "true"\n', `attest: "true"\n          provenance: "true"\n          sigstore: ${stack.file("client_trust_config.json")}\n          osv: database\n          osv-database: ${build.clean}\n`],
  ]);
  const payload = { ref: "refs/heads/main", before: PUSH, after: build.sha, repository: { private: true } };
  const outcome = await place.run("push", { ...build, payload }, workflow + KEEP);
  place.tree = join(outcome.results, "tree");
  place.release = join(outcome.results, "release");
  const jobs = new Set(outcome.steps.map(({ job }) => job.split("/").at(-1).trim()));
  return [
    ...ended(outcome, false, ["bom.sigstore.json", "models/chat/model.sig"]),
    ...(jobs.has("sign") && !jobs.has("gate") ? [] : [`jobs: ${[...jobs]}`]),
  ];
}

/** The called gate's job that signs, for another repository of another commit. */
export async function calledGate(place) {
  const { stack, called } = place;
  const payload = { ref: "refs/heads/main", before: PUSH, after: called.sha, repository: { private: true } };
  const outcome = await place.run("push", { ...called, payload }, caller(`sigstore: ${stack.file("client_trust_config.json")}`));
  const { "bundle-paths": bundles = "", "manifest-paths": manifests = "" } = outcome.outputs;
  const signed = /bom\.sigstore\.json/.test(bundles) && /models\/chat\/model\.sig/.test(manifests);
  return [...ended(outcome, false, ["the caller sees [pass]"]), ...(signed ? [] : [`signed: ${bundles} ${manifests}`])];
}

const SCRIPTS = {
  ".model-assay.yml": POLICY.replace(/^promotion:[^]*/m, ""),
  "fetch-model.sh": '#!/bin/sh\nset -eu\ntest "$1" = chat\ncp -r "$E2E_MODEL" "$2"\n',
  "deploy.sh": '#!/bin/sh\nset -eu\npins=$(pwd)/$2\ncd "$1"\nsha256sum -c --strict --quiet "$pins"\necho "deployed $(wc -l < "$pins") files"\n',
};

/** `change` is what happened to the model on its way. */
export async function verifyAtDeploy(place, change, failed, words) {
  const origin = new Repository(place.directory("deploy"));
  origin.write(SCRIPTS);
  for (const name of ["fetch-model.sh", "deploy.sh"]) chmodSync(join(origin.root, name), 0o755);
  origin.commit({}, "deploy");
  const workspace = place.directory("deploying");
  origin.checkout(workspace, origin.git("rev-parse", "HEAD"), 1);
  const model = place.directory("model");
  cpSync(join(place.tree, "models/chat"), model, { recursive: true });
  change(model);
  const workflow = adapted("examples/workflows/verify-at-deploy.yml", [
    ['run: node .tools/model-assay/dist/cli.js verify "$RUNNER_TEMP/model"\n', 'run: node .tools/model-assay/dist/cli.js verify "$RUNNER_TEMP/model" --trusted-root "$E2E_TRUSTED_ROOT"\n'],
  ]);
  const sha = origin.git("rev-parse", "HEAD");
  const at = { workspace, sha, payload: { inputs: { model: "chat" } }, variables: { E2E_MODEL: model } };
  const outcome = await place.run("workflow_dispatch", at, workflow);
  const deployed = outcome.lines.some((line) => line.startsWith("deployed "));
  return [...ended(outcome, failed, words), ...(deployed === !failed ? [] : [`deployed: ${deployed}`])];
}

/** The repository of the models as the nightly audit checks it out, with the tag of the release. */
function releasedModels({ gate, build }) {
  const models = new Repository(join(gate.repositories, "example", "models"));
  models.git("fetch", "-q", join(build.directory, "origin"), build.sha);
  models.git("checkout", "-q", "--detach", "FETCH_HEAD");
  models.git("tag", "-f", "models-1");
  return models;
}

/** One night. `issues`: what is open afterwards, `[edits, words]` of each; `change` is what happened to the release. */
export async function nightlyAudit(place, { osv, failed = false, words = [], issues, change = () => {} }) {
  const gh = place.gh;
  mkdirSync(join(gh, "release"), { recursive: true });
  cpSync(place.release, join(gh, "release"), { recursive: true });
  const workspace = place.directory("night");
  cpSync(place.tree, workspace, { recursive: true });
  const models = releasedModels(place);
  change({ release: join(gh, "release"), workspace, models });
  const workflow = adapted("examples/workflows/nightly-audit.yml", [
    ["--type cyclonedx\n", '--type cyclonedx --trusted-root "$E2E_TRUSTED_ROOT"\n'],
    ["cli.js audit --format", `cli.js audit --osv database --osv-database ${osv} --format`],
  ]);
  const at = { workspace, sha: place.build.sha, payload: {}, variables: { E2E_GH: gh } };
  const outcome = await place.run("schedule", at, workflow);
  const store = join(gh, "issues.json");
  const open = existsSync(store) ? JSON.parse(readFileSync(store, "utf8")).filter(({ author }) => author === "github-actions") : [];
  const problems = ended(outcome, failed, words);
  if (open.length !== issues.length) problems.push(`${open.length} issues, not ${issues.length}`);
  for (const [i, [edited, text]] of issues.entries())
    if (open[i]?.edited !== edited || !open[i].body.includes(text)) problems.push(`issue: ${JSON.stringify(open[i])}`);
  return problems;
}

/** The promotion of what was signed, with the approvals that `e2e/promotion.mjs` passes or refuses with. */
export async function promote(place, id) {
  const { build, stack } = place;
  const trial = TRIALS.find((each) => each.id === id);
  place.github.knows(trial.facts(build));
  const workspace = place.directory("promotion");
  cpSync(build.workspace, workspace, { recursive: true });
  cpSync(join(place.tree, "models/chat"), join(workspace, "release/chat"), { recursive: true });
  cpSync(place.release, join(workspace, "release/attestations"), { recursive: true });
  const inputs = {
    bundle: "release/attestations",
    "trusted-root": stack.file("trusted_root.json"),
    osv: "database",
    "osv-database": build.clean,
    sigstore: stack.file("client_trust_config.json"),
    attest: '"true"',
  };
  const lines = Object.entries(inputs).map(([name, value]) => `          ${name}: ${value}\n`);
  const workflow = adapted("examples/workflows/promote.yml", [
    ["          stage: promotion\n", `          stage: promotion\n${lines.join("")}`],
    // Not the name of act's own.
    ["repository: ${{ github.repository }}", "repository: example/models"],
  ]);
  const at = { workspace, sha: build.sha, payload: { ref: "refs/heads/main", inputs: { model: "release/chat" }, repository: { private: true } } };
  const outcome = await place.run("workflow_dispatch", at, workflow);
  const passes = trial.expect.verdict === "pass";
  const path = outcome.outputs["decision-path"] ?? "";
  return [
    ...ended(outcome, !passes, [".sigstore.json"]),
    ...(outcome.outputs.verdict === trial.expect.verdict ? [] : [`the verdict is ${outcome.outputs.verdict}`]),
    ...(path === "" ? ["no decision was signed"] : []),
  ];
}

export function swapWeights(directory) {
  const path = join(directory, "model.safetensors");
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] ^= 1;
  writeFileSync(path, bytes);
}

/** Another version of a package in a signed bill. */
export function changeBill(path) {
  const bundle = JSON.parse(readFileSync(path, "utf8"));
  const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64").toString("utf8");
  bundle.dsseEnvelope.payload = Buffer.from(payload.replaceAll("1.6.0", "1.6.1")).toString("base64");
  writeFileSync(path, JSON.stringify(bundle));
}
