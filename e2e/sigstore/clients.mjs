/** The clients that verify, and how each of them is asked. A question is `{ file, bundle, kind, identity }`. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { DIST } from "../stage.mjs";

const BUILT = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "sigstore-local", "bin");
const PYTHON = process.env.SIGSTORE_PYTHON ?? "/opt/sigvenv/bin";

export const CLI = ["node", join(DIST, "cli.js")];
export const COSIGN = join(BUILT, "cosign");
export const SIGSTORE = join(PYTHON, "sigstore");
export const MODEL_SIGNING = join(PYTHON, "model_signing");

/** What a workflow's certificate names: the workflow that is called, at its ref. */
export const WORKFLOW = "acme/ci/.github/workflows/model-build.yml";
export const REF = "refs/tags/v1";
export const IDENTITY = `https://github.com/${WORKFLOW}@${REF}`;
export const SOMEBODY_ELSE = "https://github.com/acme/ci/.github/workflows/other.yml@refs/tags/v1";

/** Predicate types, as cosign and ours both take them. */
export const TYPES = {
  bom: "cyclonedx",
  provenance: "slsaprovenance1",
  verdict: "https://in-toto.io/attestation/svr/v0.2",
  model: "https://model_signing/signature/v1.0",
};

/** The repository whose run calls the workflow: another owner's, so it has to be named too. */
export const REPOSITORY = "example/models";

/** `--signer-workflow` and `--signer-ref` of an identity, and whose run it has to be. */
export function signerOptions(stack, identity) {
  const [workflow, ref] = identity.replace("https://github.com/", "").split("@");
  return ["--signer-workflow", workflow, "--signer-ref", ref, "--issuer", stack.issuer, "--source-repo", REPOSITORY];
}

export const OURS = {
  name: "Model Assay",
  program: CLI[1],
  version: () => versionOf(...CLI, "--version"),
  verify: (stack, { file, bundle, kind, identity }) => [
    ...[...CLI, "verify", file],
    ...(bundle === undefined ? [] : ["--bundle", bundle]),
    ...["--trusted-root", stack.file("trusted_root.json")],
    ...signerOptions(stack, identity),
    ...(kind === undefined ? [] : ["--type", TYPES[kind]]),
  ],
  refusals: { file: /\[(file-changed|wrong-subject)\]/, signer: /\[wrong-identity\]/ },
};

export const COSIGN_CLIENT = {
  name: "cosign",
  program: COSIGN,
  version: () => versionOf(COSIGN, "version"),
  verify: (stack, { file, bundle, kind, identity, digest }) => [
    ...[COSIGN, "verify-blob-attestation", "--bundle", bundle, "--new-bundle-format"],
    ...["--trusted-root", stack.file("trusted_root.json"), "--type", TYPES[kind]],
    ...["--certificate-identity", identity, "--certificate-oidc-issuer", stack.issuer],
    // A manifest is about a directory: its subject is the digest over the digests of the files.
    ...(kind === "model" ? ["--digest", digest, "--digestAlg", "sha256"] : [file]),
  ],
  refusals: { file: /artifact digests? do(es)? not match/, signer: /no matching CertificateIdentity/ },
};

export const PYTHON_CLIENT = {
  name: "Python sigstore",
  program: SIGSTORE,
  version: () => versionOf(SIGSTORE, "--version"),
  verify: (stack, { file, bundle, kind, identity, digest }) => [
    ...[SIGSTORE, "--trust-config", stack.file("client_trust_config.json"), "verify", "identity"],
    ...["--bundle", bundle, "--cert-identity", identity, "--cert-oidc-issuer", stack.issuer],
    kind === "model" ? `sha256:${digest}` : file,
  ],
  refusals: { file: /no subject for digest/, signer: /SANs do not match/ },
};

export const MODEL_SIGNING_CLIENT = {
  name: "model_signing",
  program: MODEL_SIGNING,
  version: () => versionOf(MODEL_SIGNING, "--version"),
  only: "model",
  verify: (stack, { file, bundle, identity }) => [
    ...[MODEL_SIGNING, "verify", "sigstore", file, "--signature", bundle],
    ...["--identity", identity, "--identity_provider", stack.issuer],
    ...["--trust_config", stack.file("client_trust_config.json")],
  ],
  refusals: { file: /Hash mismatch/, signer: /SANs do not match/ },
};

export const CLIENTS = [OURS, COSIGN_CLIENT, PYTHON_CLIENT, MODEL_SIGNING_CLIENT];

/** The programs that are missing, of those that everything here needs. */
export function missingPrograms() {
  return [COSIGN, SIGSTORE, MODEL_SIGNING, CLI[1]].filter((program) => !existsSync(program));
}

/** The first version in what a program says of itself. */
export function versionOf(program, ...args) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return /v?(\d+\.\d+\.\d+\S*)/.exec(`${stdout}${stderr}`)?.[1] ?? "unknown";
}

/** The statement of a DSSE bundle, which nobody has verified. */
export function statementIn(path) {
  const { dsseEnvelope } = JSON.parse(readFileSync(path, "utf8"));
  return JSON.parse(Buffer.from(dsseEnvelope.payload, "base64").toString("utf8"));
}
