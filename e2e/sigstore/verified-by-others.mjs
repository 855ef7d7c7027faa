/** What the action signed, verified by every client: ours, from files and from GitHub's store, and the three others. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLIENTS, IDENTITY, OURS, REPOSITORY, SOMEBODY_ELSE } from "./clients.mjs";
import { tryOut } from "./trial.mjs";

const NAMES = { bom: "bill of materials", verdict: "verdict", provenance: "provenance", model: "model's manifest" };

/** Trials of everything that the action made; `changed` are copies with one byte more. */
export function tryActionBundles(stack, signed, directory) {
  const changed = { lone: join(directory, "changed.safetensors"), model: join(directory, "changed-model") };
  writeFileSync(changed.lone, Buffer.concat([readFileSync(signed.lone), Buffer.from("x")]));
  const [chat, tagger] = signed.models;
  spoiledCopy(chat.path, changed.model, "config.json");
  const trials = [];
  for (const kind of ["bom", "verdict", "provenance"])
    for (const client of CLIENTS.filter(({ only }) => only === undefined)) {
      const right = {
        kind,
        file: signed.lone,
        bundle: join(signed.bundles, `${kind}.sigstore.json`),
        identity: IDENTITY,
      };
      trials.push(ask(stack, client, right, { file: changed.lone }));
    }
  for (const client of CLIENTS) {
    const right = { kind: "model", file: chat.path, bundle: chat.signature, identity: IDENTITY, digest: chat.digest };
    trials.push(ask(stack, client, right, { file: changed.model, digest: tagger.digest }));
  }
  return [...trials, ...tryStore(stack, signed, changed)];
}

export function spoiledCopy(from, to, file) {
  cpSync(from, to, { recursive: true });
  writeFileSync(join(to, file), `${readFileSync(join(to, file), "utf8")} `);
}

function ask(stack, client, right, other) {
  return tryOut(stack, {
    made: `${NAMES[right.kind]}, by the action`,
    by: client.name,
    right: client.verify(stack, right),
    otherFile: client.verify(stack, { ...right, ...other }),
    otherSigner: client.verify(stack, { ...right, identity: SOMEBODY_ELSE }),
    refusals: client.refusals,
  });
}

/** By digest from GitHub's attestations API, where the action put them: a lone file, and every file of a directory. */
function tryStore(stack, { lone, models }, changed) {
  const ask = (made, file, otherFile) => {
    const command = (path, identity) => [...OURS.verify(stack, { file: path, identity }), ...["--repo", REPOSITORY]];
    return tryOut(stack, {
      made,
      by: OURS.name,
      right: command(file, IDENTITY),
      otherFile: command(otherFile, IDENTITY),
      otherSigner: command(file, SOMEBODY_ELSE),
      refusals: { ...OURS.refusals, file: /\[(not-found|file-extra|file-changed)\]/ },
      env: { GITHUB_API_URL: stack.job.GITHUB_API_URL, GITHUB_TOKEN: "ghs_reader" },
    });
  };
  return [
    ask("all of a lone model, by the action, from GitHub's store (`--repo`)", lone, changed.lone),
    ask("all of a model's directory, by the action, from GitHub's store (`--repo`)", models[0].path, changed.model),
  ];
}
