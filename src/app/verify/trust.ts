import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../../core/host";
import type { Env } from "../../host/git";
import { readCertificates, readPublicKey, readTrustedRoot, type Trust } from "../../verify/trusted-root";
import type { TufRepository } from "../../verify/tuf";
import type { VerifyRequest } from "./request";

/** Bytes of a key, certificate or trusted root. CWE-400. */
const MAX_FILE_BYTES = 4 * 1024 ** 2;

/**
 * Whom to believe: a key or authorities that were named, a trusted root from a file, else Sigstore's by TUF, which asks the network.
 * Throws `ConfigurationError` where a file cannot be read, and `Refused` where it is not what it should be.
 */
export async function trustOf(request: VerifyRequest, env: Env, repository: TufRepository): Promise<Trust> {
  const { key, authorities, trustedRoot, offline } = request;
  const given =
    trustedRoot === undefined ? {} : { root: readTrustedRoot(textOf("trusted-root", trustedRoot), trustedRoot) };
  if (key !== undefined) return { kind: "key", key: readPublicKey(textOf("key", key), key), ...given };
  if (authorities !== undefined) {
    const roots = readCertificates(textOf("ca-certificates", authorities), authorities);
    return { kind: "certificates", roots, ...given };
  }
  if (given.root !== undefined) return { kind: "sigstore", root: given.root };
  if (offline)
    throw new ConfigurationError(
      "--offline needs to be told whom to believe: --trusted-root FILE (cosign trusted-root create writes one), or --key FILE",
    );
  const { fetchTrustedRoot } = await import("../../verify/tuf");
  const cacheDirectory = join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "model-assay", "tuf");
  mkdirSync(cacheDirectory, { recursive: true });
  const root = await fetchTrustedRoot(repository, {
    cacheDirectory,
    writeSeed: async (name, text) => {
      const path = join(cacheDirectory, name);
      writeFileSync(path, text);
      return path;
    },
  });
  return { kind: "sigstore", root };
}

/** The text of a file that an option names. Throws `ConfigurationError`. */
export function textOf(option: string, path: string, mostBytes = MAX_FILE_BYTES): string {
  try {
    if (statSync(path).size > mostBytes) throw new Error(`it has more than ${mostBytes} bytes`);
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(`${option}: ${path} cannot be read: ${(error as Error).message}`);
  }
}
