/** Images in a registry on loopback: signed and attested by cosign, verified by ours; attached by ours, verified by cosign. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { CLI, COSIGN, COSIGN_CLIENT, IDENTITY, OURS, SOMEBODY_ELSE, signerOptions } from "./clients.mjs";
import { must, tryOut } from "./trial.mjs";

export const CRANE_VERSION = "0.22.1";
const ADDRESS = "127.0.0.1:5001";
const CRANE = process.env.CRANE ?? join(homedir(), ".cache", "sigstore-local", "bin", "crane");
const STARTED_MS = 30_000;

/** go-containerregistry's client and registry, built where Go is. `undefined`: it is not there and cannot be built. */
export function findCrane() {
  if (existsSync(CRANE)) return CRANE;
  const target = `github.com/google/go-containerregistry/cmd/crane@v${CRANE_VERSION}`;
  spawnSync("go", ["install", target], {
    env: { ...process.env, GOBIN: dirname(CRANE), GOFLAGS: "-mod=mod" },
    stdio: "ignore",
  });
  return existsSync(CRANE) ? CRANE : undefined;
}

/** Trials of one signed image and one that nobody signed. */
export async function tryImage(stack, { lone }, crane, directory) {
  const config = join(directory, "docker");
  mkdirSync(config);
  const env = { DOCKER_CONFIG: config };
  const [program, ...launcher] = stack.launcher;
  const serve = [...launcher, crane, "registry", "serve", "--address", ADDRESS];
  // A group of its own: the launcher does not hand its signals on.
  const registry = spawn(program, serve, { stdio: "ignore", detached: true });
  try {
    await answers(stack);
    const predicate = join(directory, "image-bom.json");
    writeFileSync(predicate, JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 }));
    const signed = pushed(stack, crane, "team/signed", lone, directory, env);
    const other = pushed(stack, crane, "team/unsigned", predicate, directory, env);
    const about = ["--type", "cyclonedx", "--predicate", predicate];
    const made = [
      ["image, by `cosign sign`", cosign(stack, ["sign"], signed, env), []],
      ["image, by `cosign attest`", cosign(stack, ["attest", ...about], signed, env), ["--type", "cyclonedx"]],
    ];
    const carries = pushed(stack, crane, "team/attached", lone, directory, env);
    return [...trials(stack, made, signed, other, env), attached(stack, carries, other, directory, env)];
  } finally {
    process.kill(-registry.pid);
  }
}

function trials(stack, made, signed, other, env) {
  const verify = (image, identity, more) => [
    ...[...CLI, "verify", `oci:${image}`, "--trusted-root", stack.file("trusted_root.json")],
    ...[...signerOptions(stack, identity), ...more],
  ];
  return made.map(([name, before, more]) =>
    tryOut(stack, {
      ...{ made: name, by: OURS.name, before, env },
      right: verify(signed, IDENTITY, more),
      otherFile: verify(other, IDENTITY, more),
      otherSigner: verify(signed, SOMEBODY_ELSE, more),
      refusals: { file: /\[not-found\]/, signer: OURS.refusals.signer },
    }),
  );
}

/** A statement about an image that was signed as a blob, and that ours puts beside the image: cosign finds it there. */
function attached(stack, image, other, directory, env) {
  const [statement, bundle] = ["attached.json", "attached.sigstore.json"].map((name) => join(directory, name));
  const subject = [{ name: "team/attached", digest: { sha256: image.split("@sha256:")[1] } }];
  const predicate = { bomFormat: "CycloneDX", specVersion: "1.6", version: 1 };
  const _type = "https://in-toto.io/Statement/v1";
  writeFileSync(statement, JSON.stringify({ _type, subject, predicateType: "https://cyclonedx.org/bom", predicate }));
  const sign = [COSIGN, "attest-blob", "--yes", "--statement", statement, "--bundle", bundle, ...keyless(stack)];
  must(stack, sign, { env });
  const attach = [...CLI, "attach", `oci:${image}`, "--bundle", bundle];
  must(stack, attach, { env });
  const verify = (of, identity) => [
    ...[COSIGN, "verify-attestation", "--allow-http-registry", "--type", "cyclonedx"],
    ...["--trusted-root", stack.file("trusted_root.json")],
    ...["--certificate-identity", identity, "--certificate-oidc-issuer", stack.issuer, of],
  ];
  return tryOut(stack, {
    ...{ made: "image, by `model-assay attach`", by: COSIGN_CLIENT.name, before: attach, env },
    right: verify(image, IDENTITY),
    otherFile: verify(other, IDENTITY),
    otherSigner: verify(image, SOMEBODY_ELSE),
    refusals: { file: /no (matching )?(attestations|signatures)/, signer: COSIGN_CLIENT.refusals.signer },
  });
}

/** An image with one file; its name by digest. */
function pushed(stack, crane, name, file, directory, env) {
  const layer = join(directory, "layer.tar");
  must(stack, ["tar", "cf", layer, "-C", dirname(file), file.slice(dirname(file).length + 1)]);
  must(stack, [crane, "append", "-f", layer, "-t", `${ADDRESS}/${name}:v1`], { env });
  return `${ADDRESS}/${name}@${must(stack, [crane, "digest", `${ADDRESS}/${name}:v1`], { env }).trim()}`;
}

function cosign(stack, command, image, env) {
  const whole = [COSIGN, ...command, "--yes", "--allow-http-registry", ...keyless(stack), image];
  must(stack, whole, { env });
  return whole;
}

function keyless(stack) {
  const config = ["--signing-config", stack.file("signing_config.json")];
  return [...config, "--trusted-root", stack.file("trusted_root.json"), "--identity-token", stack.token()];
}

async function answers(stack) {
  for (const end = Date.now() + STARTED_MS; Date.now() < end;) {
    if (stack.run(["curl", "-sf", "-o", "/dev/null", `http://${ADDRESS}/v2/`]).status === 0) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("the registry did not start");
}
