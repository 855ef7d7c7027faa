/**
 * Signed here, verified everywhere: `node e2e/sigstore.mjs [--stack DIR] [--write]`. A real Sigstore on loopback (`--stack`: the
 * folder of `local-sigstore.sh`), the action by act with ID tokens, and cosign, Python sigstore and model_signing as verifiers and
 * as signers. `--write` puts the table into docs/interoperability.md. One line for each pair; 2 where a program is missing.
 */
import { existsSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ACT } from "./run-act.mjs";
import { CLIENTS, COSIGN, missingPrograms, MODEL_SIGNING, OURS, SIGSTORE, versionOf } from "./sigstore/clients.mjs";
import { render, write } from "./sigstore/document.mjs";
import { CRANE_VERSION, findCrane, tryImage } from "./sigstore/image.mjs";
import { makeKeys } from "./sigstore/keys.mjs";
import { tryOthers } from "./sigstore/made-by-others.mjs";
import { prepareRepository, signByAction } from "./sigstore/signed-by-action.mjs";
import { tryCommand } from "./sigstore/signed-by-command.mjs";
import { Stack } from "./sigstore/stack.mjs";
import { tryActionBundles } from "./sigstore/verified-by-others.mjs";
import { DIST, temporaryDirectory } from "./stage.mjs";

const args = process.argv.slice(2);
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const stackDirectory = args.includes("--stack")
  ? args[args.indexOf("--stack") + 1]
  : join(dirname(ROOT), "shared", "sigstore-local");
const missing = [...missingPrograms(), ...(existsSync(ACT) ? [] : [ACT])];

if (missing.length > 0) {
  console.error(`Missing: ${missing.join(", ")}. sigstore-local's build.sh and its README say how to get them.`);
  process.exitCode = 2;
} else process.exitCode = await main();

async function main() {
  const directory = temporaryDirectory();
  const repository = prepareRepository(directory);
  const stack = new Stack(stackDirectory, join(directory, "stack"), repository.claims);
  try {
    const { trials, skipped } = await allTrials(stack, repository, directory);
    for (const { made, by, problems } of trials) {
      console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${made} | ${by}`);
      for (const problem of problems) console.log(`       ${problem}`);
    }
    for (const each of skipped) console.log(`skip ${each}`);
    const failed = trials.filter(({ problems }) => problems.length > 0).length;
    console.log(`${trials.length - failed} passed, ${failed} failed`);
    if (args.includes("--write")) write(render({ ...described(directory, stack, trials), skipped }));
    return failed > 0 ? 1 : 0;
  } finally {
    stack.stop();
    if (!process.env.E2E_KEEP) rmSync(directory, { recursive: true, force: true });
  }
}

async function allTrials(stack, repository, directory) {
  const signed = await signByAction(stack, repository);
  if (signed.secrets.length > 0) throw new Error(`the action's log holds secrets: ${signed.secrets.join(", ")}`);
  const keys = makeKeys(directory);
  const trials = [
    ...tryActionBundles(stack, signed, directory),
    ...tryCommand(stack, signed, keys, directory),
    ...tryOthers(stack, signed, keys, directory),
  ];
  const crane = findCrane();
  if (crane === undefined)
    return { trials, skipped: [`images: no crane, and no Go to build ${CRANE_VERSION} of it (CRANE names one)`] };
  return { trials: [...trials, ...(await tryImage(stack, signed, crane, directory))], skipped: [] };
}

/** What the page says besides the answers: who was asked, when, and names in place of this machine's folders. */
function described(directory, stack, trials) {
  const results = join(directory, "results");
  return {
    date: new Date().toISOString().slice(0, 10),
    versions: CLIENTS.map((client) => [client.name, client.version()]),
    services: [...stack.versions, ["crane", CRANE_VERSION], ["act", versionOf(ACT, "--version")]],
    ours: OURS.name,
    trials,
    places: [
      [COSIGN, "cosign"],
      [SIGSTORE, "sigstore"],
      [MODEL_SIGNING, "model_signing"],
      [DIST, "$DIST"],
      [stack.state, "$STATE"],
      [stack.issuer, "$OIDC_ISSUER"],
      [join(results, "tree/"), ""],
      [join(results, "bundles"), "attestations"],
      [`${directory}/`, ""],
      [homedir(), "~"],
    ],
  };
}
