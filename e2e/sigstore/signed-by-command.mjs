/** `model-assay sign DIR`: keyless with a token from elsewhere, with a key, and with a key and its certificate. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import {
  CLI,
  COSIGN,
  COSIGN_CLIENT,
  IDENTITY,
  MODEL_SIGNING,
  MODEL_SIGNING_CLIENT,
  OURS,
  SOMEBODY_ELSE,
} from "./clients.mjs";
import { must, tryOut } from "./trial.mjs";
import { spoiledCopy } from "./verified-by-others.mjs";

const WRONG_KEY = /\[wrong-signature\]/;

export function tryCommand(stack, { models }, keys, directory) {
  const sign = (how, options, env) => {
    const model = join(directory, `signed-${how}`);
    cpSync(models[1].path, model, { recursive: true });
    const out = `${model}-attestations`;
    const before = [...CLI, "sign", model, ...options, "-o", out];
    must(stack, before, { cwd: directory, env });
    const changed = `${model}-changed`;
    spoiledCopy(model, changed, "config.json");
    return { before, model, changed, bom: join(out, "bom.sigstore.json") };
  };
  const keyless = sign("keyless", ["--sigstore", stack.file("client_trust_config.json")], {
    SIGSTORE_ID_TOKEN: stack.token(),
  });
  const keyed = sign("key", ["--key", keys.private]);
  const chain = ["--key", keys.private, "--certificate-chain", keys.certificate];
  return [
    ...byIdentity(stack, keyless),
    ...byKey(stack, keyed, keys),
    ...byAuthority(stack, sign("certificate", chain), keys),
  ];
}

function byIdentity(stack, { before, model, changed, bom }) {
  const manifest = (client) => ({
    ...{ made: "model's manifest, by `sign`", by: client.name, before, refusals: client.refusals },
    ...questions(({ file, identity }) =>
      client.verify(stack, { kind: "model", file, bundle: join(file, "model.sig"), identity }),
    ),
  });
  const questions = (ask) => ({
    right: ask({ file: model, identity: IDENTITY }),
    otherFile: ask({ file: changed, identity: IDENTITY }),
    otherSigner: ask({ file: model, identity: SOMEBODY_ELSE }),
  });
  const config = ({ file, identity }) =>
    COSIGN_CLIENT.verify(stack, { kind: "bom", file: join(file, "config.json"), bundle: bom, identity });
  return [
    tryOut(stack, manifest(OURS)),
    tryOut(stack, manifest(MODEL_SIGNING_CLIENT)),
    tryOut(stack, {
      ...{ made: "bill of materials, by `sign`", by: "cosign", before, refusals: COSIGN_CLIENT.refusals },
      ...questions(config),
    }),
  ];
}

function byKey(stack, { before, model, changed, bom }, keys) {
  const ours = (path, key) => [...CLI, "verify", path, "--key", key];
  const theirs = (path, key) => [
    ...[MODEL_SIGNING, "verify", "key", path, "--signature", join(path, "model.sig"), "--public_key", key],
  ];
  const cosign = (path, key) => [
    ...[COSIGN, "verify-blob-attestation", "--bundle", bom, "--new-bundle-format", "--key", key],
    ...["--trusted-root", stack.file("trusted_root.json"), "--insecure-ignore-tlog", "--type", "cyclonedx"],
    join(path, "config.json"),
  ];
  const manifest = "model's manifest, by `sign --key`";
  return [
    [manifest, OURS.name, ours, { ...OURS.refusals, signer: WRONG_KEY }],
    [manifest, "model_signing", theirs, { file: /Hash mismatch/, signer: /Key mismatch/ }],
    [
      ...["bill of materials, by `sign --key`", "cosign", cosign],
      { file: COSIGN_CLIENT.refusals.file, signer: /accepted signatures do not match threshold/ },
    ],
  ].map(([made, by, command, refusals]) =>
    tryOut(stack, {
      ...{ made, by, before, refusals },
      right: command(model, keys.public),
      otherFile: command(changed, keys.public),
      otherSigner: command(model, keys.other),
    }),
  );
}

function byAuthority(stack, { before, model, changed }, keys) {
  const ours = (path, roots) => [...[...CLI, "verify", path, "--ca-certificates", roots, "--identity", keys.identity]];
  const theirs = (path, roots) => [
    ...[MODEL_SIGNING, "verify", "certificate", path, "--signature", join(path, "model.sig")],
    ...["--certificate_chain", roots],
  ];
  return [
    [OURS.name, ours, { ...OURS.refusals, signer: /\[untrusted-certificate\]/ }],
    ["model_signing", theirs, { file: /Hash mismatch/, signer: /unable to get local issuer certificate/ }],
  ].map(([by, command, refusals]) =>
    tryOut(stack, {
      ...{ made: "model's manifest, by `sign --key --certificate-chain`", by, before, refusals },
      right: command(model, keys.authority),
      otherFile: command(changed, keys.authority),
      otherSigner: command(model, keys.otherAuthority),
    }),
  );
}
