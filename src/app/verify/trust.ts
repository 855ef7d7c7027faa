import { Refused } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import type { Env } from "../../host/git";
import { readCertificates, readPublicKey, readTrustedRoot, type Trust } from "../../verify/trusted-root";
import type { TufRepository } from "../../verify/tuf";
import { textOf } from "../option-file";
import { fetchRoot } from "./fetch-root";
import type { VerifyRequest } from "./request";

/**
 * Whom to believe: a key or authorities that were named, a trusted root from a file, else Sigstore's by TUF, which asks the network.
 * `http`: for a tenant of GitHub, whose server is asked which root is its own. Throws `ConfigurationError` where a file cannot be read or is not what it should be, and `Refused` for what TUF brings.
 */
export async function trustOf(
  request: VerifyRequest,
  env: Env,
  repository: TufRepository,
  http?: () => HttpClient,
): Promise<Trust> {
  const { key, authorities, trustedRoot, offline } = request;
  const given =
    trustedRoot === undefined
      ? {}
      : { root: usable(() => readTrustedRoot(textOf("trusted-root", trustedRoot), trustedRoot)) };
  if (key !== undefined) return { kind: "key", key: usable(() => readPublicKey(textOf("key", key), key)), ...given };
  if (authorities !== undefined) {
    const roots = usable(() => readCertificates(textOf("ca-certificates", authorities), authorities));
    return { kind: "certificates", roots, ...given };
  }
  if (given.root !== undefined) return { kind: "sigstore", root: given.root };
  if (offline)
    throw new ConfigurationError(
      "--offline needs to be told whom to believe: --trusted-root FILE, or --key FILE. To write a trusted root, where there is a network: model-assay trusted-root -o trusted_root.json",
    );
  return { kind: "sigstore", root: (await fetchRoot(repository, env, http)).root };
}

/** What an option names has to be what it says: that it is not is the caller's mistake, and no word about a signature. */
function usable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refused ? new ConfigurationError(error.message) : error;
  }
}
