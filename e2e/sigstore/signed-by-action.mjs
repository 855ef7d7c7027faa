/** A push in a repository with two models in directories and a lone one; the action, by act, signs what passed. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLEAN_HUB } from "../hub.mjs";
import { cleanCheckpoint } from "../models.mjs";
import { Repository } from "../repository.mjs";
import { runAct } from "../run-act.mjs";
import { stageAction } from "../stage.mjs";
import { REPOSITORY, statementIn } from "./clients.mjs";

const FILES = {
  "README.md": "# Models\n",
  ...CLEAN_HUB,
  "models/tagger/README.md": "---\nlicense: mit\nbase_model: example/base\n---\n# A tagger\n",
  "models/tagger/config.json": '{\n  "architectures": ["BertForTokenClassification"],\n  "model_type": "bert"\n}\n',
  "models/tagger/pytorch_model.bin": cleanCheckpoint(),
  "weights/lone.safetensors": withAnotherWeight(CLEAN_HUB["models/chat/model.safetensors"]),
};

function withAnotherWeight(tensors) {
  return Buffer.concat([tensors.subarray(0, -1), Buffer.from([1])]);
}

/** Sets the repository up. Its commit is what the ID tokens have to name, so it comes before the stack. */
export function prepareRepository(directory, files = FILES) {
  const origin = new Repository(join(directory, "origin"));
  const sha = origin.commit(files);
  const workspace = join(directory, "workspace");
  origin.checkout(workspace, sha, 1);
  const ref = "refs/heads/main";
  const claims = {
    sub: `repo:${REPOSITORY}:ref:${ref}`,
    ...{ ref, sha, repository: REPOSITORY, repository_owner: "example" },
    ...{ workflow_ref: `${REPOSITORY}/.github/workflows/train.yml@${ref}`, workflow_sha: sha },
  };
  return { directory, workspace, sha, claims };
}

/**
 * Runs the action where the stack is. Returns where its bundles and the signed tree are. Throws an Error where it did not sign everything.
 * @param {import("./stack.mjs").Stack} stack
 */
export async function signByAction(stack, { directory, workspace, sha, inputs }) {
  const eventPath = join(directory, "event.json");
  const event = { name: "push", sha };
  const payload = { ref: "refs/heads/main", before: "0".repeat(40), after: sha, repository: { private: true } };
  writeFileSync(eventPath, JSON.stringify(payload));
  const outcome = await runAct({
    ...{ directory, workspace, event, eventPath },
    action: stageAction(directory),
    node: process.execPath,
    apiUrl: stack.job.GITHUB_API_URL,
    token: "ghs_of_the_job",
    launcher: stack.launcher,
    permissions: { "id-token": "write", attestations: "write" },
    variables: {
      ACTIONS_ID_TOKEN_REQUEST_URL: stack.job.ACTIONS_ID_TOKEN_REQUEST_URL,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: stack.job.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
    },
    inputs: { attest: "true", provenance: "true", sigstore: stack.file("client_trust_config.json"), ...inputs },
  });
  const bundles = join(outcome.results, "bundles");
  const tree = join(outcome.results, "tree");
  const kinds = existsSync(bundles) ? readdirSync(bundles).sort() : [];
  const wanted = ["bom.sigstore.json", "provenance.sigstore.json", "verdict.sigstore.json"];
  if (outcome.failed || JSON.stringify(kinds) !== JSON.stringify(wanted))
    throw new Error(`the action signed ${kinds.join(", ") || "nothing"}:\n${outcome.lines.join("\n")}`);
  const models = ["models/chat", "models/tagger"].map((path) => {
    const signature = join(tree, path, "model.sig");
    if (!existsSync(signature)) throw new Error(`${path} has no model.sig:\n${outcome.lines.join("\n")}`);
    return { path: join(tree, path), name: path, signature, digest: statementIn(signature).subject[0].digest.sha256 };
  });
  return { bundles, tree, models, lone: join(tree, "weights/lone.safetensors"), secrets: secretsIn(outcome) };
}

/** What of the job's secrets stands in the log: nothing should. */
function secretsIn({ lines }) {
  const text = lines.join("\n");
  return [/eyJ[\w-]{20,}\.eyJ/, /actions-request-token/, /ghs_of_the_job/]
    .filter((secret) => secret.test(text))
    .map(String);
}
