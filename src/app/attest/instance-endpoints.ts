import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { githubSigstore, PUBLIC_SIGSTORE, type SigningEndpoints } from "../../attest/endpoints";
import { readTrustConfig } from "../../attest/trust-config";
import { SigningError } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { Env } from "../../host/git";
import type { SigstoreInstance } from "./may-sign";

/** The GitHub of this run: `https://github.com`, or a tenant's or a server of one's own. */
export function serverOf(env: Env): string {
  return env["GITHUB_SERVER_URL"] || "https://github.com";
}

/** Where an instance signs. Throws `ConfigurationError` and `SigningError`. */
export function endpointsOf(instance: SigstoreInstance, env: Env): SigningEndpoints {
  if (instance.kind === "public") return PUBLIC_SIGSTORE;
  if (instance.kind === "github") {
    const server = serverOf(env);
    const found = githubSigstore(server);
    if (found === undefined)
      throw new SigningError(
        "configuration",
        `Nothing was signed: ${server} has no Sigstore of its own. Name one: sigstore: FILE.`,
      );
    return found;
  }
  try {
    return readTrustConfig(readFileSync(resolve(instance.path), "utf8"), instance.path, Date.now()).endpoints;
  } catch (error) {
    if (error instanceof SigningError) throw new ConfigurationError(error.message);
    throw new ConfigurationError(`sigstore: ${instance.path} cannot be read: ${(error as Error).message}`);
  }
}
