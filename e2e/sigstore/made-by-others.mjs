/** What cosign, Python sigstore and model_signing sign, verified by ours. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLI, COSIGN, IDENTITY, MODEL_SIGNING, OURS, SIGSTORE, SOMEBODY_ELSE } from "./clients.mjs";
import { must, tryOut, tryRefused } from "./trial.mjs";
import { spoiledCopy } from "./verified-by-others.mjs";

const NO_PASSWORD = { COSIGN_PASSWORD: "" };
const WRONG_KEY = /\[wrong-signature\]/;
const WRONG_FILE = /\[(file-changed|wrong-subject|wrong-signature)\]/;

/** Trials of what the others make about one file, and about one model's directory. */
export function tryOthers(stack, { lone, models }, keys, directory) {
  const file = join(directory, "by-others.safetensors");
  const changed = join(directory, "by-others-changed.safetensors");
  writeFileSync(file, readFileSync(lone));
  writeFileSync(changed, Buffer.concat([readFileSync(lone), Buffer.from("x")]));
  const predicate = join(directory, "predicate.json");
  writeFileSync(predicate, JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 }));
  const cosignKey = keyOfCosign(stack, directory, keys.private);
  const place = { stack, file, changed, predicate, directory, keys, cosignKey };
  return [...cosignBundles(place), ...detached(place), pythonBundle(place), ...manifests(place, models[1].path)];
}

/** The signer's key as cosign keeps it; the public one is the same. */
function keyOfCosign(stack, directory, key) {
  const prefix = join(directory, "cosign");
  must(stack, [COSIGN, "import-key-pair", "--key", key, "--output-key-prefix", prefix], { env: NO_PASSWORD });
  return `${prefix}.key`;
}

/** A statement and a bare signature, keyless and with a key. */
function cosignBundles({ stack, file, changed, predicate, directory, keys, cosignKey }) {
  const config = [
    "--signing-config",
    stack.file("signing_config.json"),
    "--trusted-root",
    stack.file("trusted_root.json"),
  ];
  const made = (command, how, more) => {
    const bundle = join(directory, `cosign-${command}-${how}.sigstore.json`);
    const before = [COSIGN, command, "--yes", ...config, ...more, "--bundle", bundle, file];
    must(stack, before, { env: NO_PASSWORD });
    return { bundle, before };
  };
  const about = ["--predicate", predicate, "--type", "cyclonedx"];
  const trials = [];
  for (const [command, more, kind] of [
    ["attest-blob", about, "bom"],
    ["sign-blob", [], undefined],
  ]) {
    const keyless = made(command, "keyless", [...more, "--identity-token", stack.token()]);
    trials.push(byIdentity(stack, `bundle, by \`cosign ${command}\``, { file, changed, ...keyless, kind }));
    const keyed = made(command, "key", [...more, "--key", cosignKey]);
    const ours = (path, key) => [
      ...[...CLI, "verify", path, "--bundle", keyed.bundle, "--key", key],
      ...["--trusted-root", stack.file("trusted_root.json")],
    ];
    trials.push(
      byKey(stack, `bundle, by \`cosign ${command} --key\``, ours, { file, changed, keys, before: keyed.before }),
    );
  }
  return trials;
}

/** `FILE.sig` beside `FILE`: the signature alone, as cosign wrote it before there were bundles; with a key, a certificate of an own authority, or Fulcio's. */
function detached({ stack, file, changed, directory, keys, cosignKey }) {
  const old = ["--use-signing-config=false", "--new-bundle-format=false", "--tlog-upload=false"];
  const sign = (path, ...more) => {
    const before = [COSIGN, "sign-blob", "--yes", ...old, ...more, "--output-signature", `${path}.sig`, path];
    must(stack, before, { env: NO_PASSWORD });
    return before;
  };
  const before = sign(file, "--key", cosignKey);
  cpSync(`${file}.sig`, `${changed}.sig`);
  const withKey = (path, key) => [...CLI, "verify", path, "--key", key];
  const keyed = byKey(stack, "`FILE.sig`, by `cosign sign-blob --key`", withKey, { file, changed, keys, before });
  for (const path of [file, changed]) cpSync(keys.certificate, `${path}.crt`);
  const named = "`FILE.sig` with `FILE.crt` of an own authority, by `cosign sign-blob --key`";
  const certified = byAuthority(stack, named, { file, changed, keys, before });
  const keyless = join(directory, "keyless.safetensors");
  cpSync(file, keyless);
  const fulcio = ["--fulcio-url", "http://127.0.0.1:7010", "--identity-token", stack.token()];
  const trust = ["--trusted-root", stack.file("trusted_root.json"), "--output-certificate", `${keyless}.cert`];
  return [
    keyed,
    certified,
    tryRefused(stack, {
      ...{ made: "`FILE.sig` with `FILE.cert` of Fulcio's, by `cosign sign-blob` without a log", by: OURS.name },
      before: sign(keyless, ...fulcio, ...trust),
      command: [...OURS.verify(stack, { file: keyless, identity: IDENTITY }), "--log", "optional"],
      words: /\[no-timestamp\]/,
      answer: "refused: nothing proves that it was signed while the certificate was valid",
    }),
  ];
}

function pythonBundle({ stack, file, changed, directory }) {
  const bundle = join(directory, "python.sigstore.json");
  const trust = ["--trust-config", stack.file("client_trust_config.json")];
  const before = [SIGSTORE, ...trust, "sign", "--identity-token", stack.token(), "--bundle", bundle, file];
  must(stack, before);
  return byIdentity(stack, "bundle, by `sigstore sign` (Python)", { file, changed, bundle, before });
}

/** Three ways of signing a model's directory. */
function manifests({ stack, directory, keys }, from) {
  const sign = (how, ...more) => {
    const model = join(directory, `model-signing-${how}`);
    cpSync(from, model, { recursive: true });
    const signature = join(model, "model.sig");
    const before = [MODEL_SIGNING, "sign", how, model, "--signature", signature, ...more];
    must(stack, before);
    const changed = `${model}-changed`;
    spoiledCopy(model, changed, "config.json");
    return { file: model, changed, before };
  };
  const made = (how) => `model's manifest, by \`model_signing sign ${how}\``;
  const trust = ["--trust_config", stack.file("client_trust_config.json")];
  const keyless = sign("sigstore", ...trust, "--identity_token", stack.token());
  const keyed = sign("key", "--private_key", keys.private);
  const chain = ["--signing_certificate", keys.certificate, "--certificate_chain", keys.authority];
  const certified = sign("certificate", "--private_key", keys.private, ...chain);
  const withKey = (path, key) => [...CLI, "verify", path, "--key", key];
  return [
    byIdentity(stack, made("sigstore"), { ...keyless, kind: "model" }),
    byKey(stack, made("key"), withKey, { ...keyed, keys }),
    byAuthority(stack, made("certificate"), { ...certified, keys }),
  ];
}

function byIdentity(stack, made, { file, changed, bundle, kind, before }) {
  const ours = (path, identity) => OURS.verify(stack, { file: path, bundle, kind, identity });
  return tryOut(stack, {
    ...{ made, by: OURS.name, before },
    right: ours(file, IDENTITY),
    otherFile: ours(changed, IDENTITY),
    otherSigner: ours(file, SOMEBODY_ELSE),
    refusals: { file: WRONG_FILE, signer: OURS.refusals.signer },
  });
}

function byKey(stack, made, ours, { file, changed, keys, before }) {
  return tryOut(stack, {
    ...{ made, by: OURS.name, before },
    right: ours(file, keys.public),
    otherFile: ours(changed, keys.public),
    otherSigner: ours(file, keys.other),
    refusals: { file: WRONG_FILE, signer: WRONG_KEY },
  });
}

function byAuthority(stack, made, { file, changed, keys, before }) {
  const ours = (path, roots) => [...[...CLI, "verify", path, "--ca-certificates", roots, "--identity", keys.identity]];
  return tryOut(stack, {
    ...{ made, by: OURS.name, before },
    right: ours(file, keys.authority),
    otherFile: ours(changed, keys.authority),
    otherSigner: ours(file, keys.otherAuthority),
    refusals: { file: WRONG_FILE, signer: /\[untrusted-certificate\]/ },
  });
}
