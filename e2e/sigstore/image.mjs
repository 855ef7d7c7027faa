/** An image in a registry on loopback, signed and attested by cosign, verified by ours through the registry's API. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { CLI, COSIGN, IDENTITY, OURS, SOMEBODY_ELSE, signerOptions } from "./clients.mjs";
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
    return trials(stack, made, signed, other, env);
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

/** An image with one file; its name by digest. */
function pushed(stack, crane, name, file, directory, env) {
  const layer = join(directory, "layer.tar");
  must(stack, ["tar", "cf", layer, "-C", dirname(file), file.slice(dirname(file).length + 1)]);
  must(stack, [crane, "append", "-f", layer, "-t", `${ADDRESS}/${name}:v1`], { env });
  return `${ADDRESS}/${name}@${must(stack, [crane, "digest", `${ADDRESS}/${name}:v1`], { env }).trim()}`;
}

function cosign(stack, command, image, env) {
  const config = [
    "--signing-config",
    stack.file("signing_config.json"),
    "--trusted-root",
    stack.file("trusted_root.json"),
  ];
  const how = ["--yes", "--allow-http-registry", ...config, "--identity-token", stack.token()];
  const whole = [COSIGN, ...command, ...how, image];
  must(stack, whole, { env });
  return whole;
}

async function answers(stack) {
  for (const end = Date.now() + STARTED_MS; Date.now() < end;) {
    if (stack.run(["curl", "-sf", "-o", "/dev/null", `http://${ADDRESS}/v2/`]).status === 0) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("the registry did not start");
}
