import { Refused } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import type { Env } from "../../host/git";
import { createHttpClient, type ClosableHttpClient } from "../../host/http";
import { escapeTerminal } from "../../report/escape-terminal";
import type { FetchedRoot, TufRepository } from "../../verify/tuf";
import type { Arguments } from "../arguments";
import { checkOutput } from "../output";
import { fetchRoot, tufDirectory } from "../verify/fetch-root";
import { tenantIn } from "../verify/instance";
import { keptMetadata } from "./tuf-metadata";
import { trustedRootWords } from "./words";
import { writeWhole } from "./write-whole";

/** Exit codes: what may not be believed, and what could not be asked. */
const REFUSED = 1;
const UNAVAILABLE = 3;

/** `trusted-root`: writes whom `verify` would believe. Throws `ConfigurationError`. */
export async function trustedRootCommand(args: Arguments): Promise<number> {
  if (args.operands.length > 0)
    throw new ConfigurationError(
      "trusted-root takes no name. To say where it goes: model-assay trusted-root -o trusted_root.json",
    );
  checkOutput(args.output);
  const repository = repositoryOf(args.sign?.sigstore);
  let client: ClosableHttpClient | undefined;
  const http = () => (client ??= createHttpClient({ env: process.env }));
  try {
    return await writeTrustedRoot({ repository, output: args.output, quiet: args.quiet, env: process.env, http });
  } finally {
    await client?.close();
  }
}

/** Whose trusted root `--sigstore` names. Throws `ConfigurationError`. */
export function repositoryOf(sigstore = "public"): TufRepository {
  if (sigstore === "public" || sigstore === "github") return { kind: sigstore };
  const tenant = /^[a-z0-9.-]+$/.test(sigstore) ? tenantIn(`https://${sigstore}`) : undefined;
  if (tenant !== undefined && sigstore === `${tenant}.ghe.com`) return { kind: "github", tenant };
  throw new ConfigurationError(
    `sigstore: "${sigstore}" is not public, github or NAME.ghe.com. An instance of your own has its trusted root in its client trust config: model-assay verify PATH --trusted-root FILE`,
  );
}

export interface TrustedRootRequest {
  readonly repository: TufRepository;
  /** Where it goes; standard output where absent or `-`. */
  readonly output: string | undefined;
  readonly quiet: boolean;
  readonly env: Env;
  readonly http: () => HttpClient;
}

/** Fetches and writes it whole or not at all, with a word on standard error. Returns the exit code. */
export async function writeTrustedRoot({ repository, output, quiet, env, http }: TrustedRootRequest): Promise<number> {
  let fetched: FetchedRoot;
  try {
    fetched = await fetchRoot(repository, env, http);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${escapeTerminal(`model-assay: ${error.message}. Nothing was written`)}\n`);
    return error.kind === "unavailable" ? UNAVAILABLE : REFUSED;
  }
  writeWhole(fetched.text, output);
  if (!quiet) process.stderr.write(trustedRootWords(fetched, keptMetadata(tufDirectory(env), fetched.mirror), output));
  return 0;
}
