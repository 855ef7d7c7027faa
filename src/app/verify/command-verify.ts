import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import { PROMOTION_ID } from "../../core/promotion";
import type { Verification } from "../../core/verification";
import { createHttpClient, type ClosableHttpClient } from "../../host/http";
import { renderVerification } from "../../report/verification";
import type { Arguments } from "../arguments";
import { organisationOf } from "../organisation/request";
import { checkOutput, emit } from "../output";
import { progressLine } from "../progress-line";
import { signersByPolicy, type PolicySigners } from "./policy-signers";
import { readVerify, type VerifyRequest } from "./request";

/** Exit codes: what was not signed as it should be, and what could not be asked. */
const REFUSED = 1;
const UNAVAILABLE = 3;

/** `verify PATH`: is it what approved signers signed? `PATH` is a file, a directory, or `oci:IMAGE`. */
export async function verifyCommand(args: Arguments): Promise<number> {
  const request = readVerify(args.verify ?? {});
  const [path, ...more] = args.operands;
  if (path === undefined || more.length > 0)
    throw new ConfigurationError("verify takes one file, directory or image: model-assay verify models/chat");
  if (args.format !== "text" && args.format !== "json")
    throw new ConfigurationError(`format: "${args.format}" is not one of text, json`);
  checkOutput(args.output);
  let client: ClosableHttpClient | undefined;
  const line = progressLine(args.quiet);
  const http = (): HttpClient => (client ??= createHttpClient({ env: process.env, onAsking: line.asking }));
  try {
    const { signers, policy, revoked = [] } = await whoMaySign(args, request, path);
    const input = { path, request, signers, revoked, env: process.env, http, now: new Date(), onProgress: line.draw };
    const verification = path.startsWith(OCI)
      ? await (await import("./verify-image")).verifyImage({ ...input, image: path.slice(OCI.length) })
      : await (await import("./verify-path")).verifyPath(input);
    line.done();
    emit(
      renderVerification({ ...verification, ...(policy === undefined ? {} : { policy }) }, args.format),
      args.output,
    );
    return exitOf(verification);
  } catch (error) {
    throw wrongUsage(error);
  } finally {
    line.done();
    await client?.close();
  }
}

const OCI = "oci:";

/** What options say, else the policy; a key that was named is enough, unless a policy was named too. */
async function whoMaySign(
  { config, base, policy }: Arguments,
  { signers, key, authorities, verifier }: VerifyRequest,
  path: string,
): Promise<Partial<PolicySigners> & Pick<PolicySigners, "signers">> {
  if (signers.length > 0 && policy !== undefined)
    throw new ConfigurationError(
      "verify: --policy says who may have signed, so no option says it: leave out one of them",
    );
  if (signers.length > 0 || (key !== undefined && config === undefined && policy === undefined)) return { signers: [] };
  const place = {
    config,
    base,
    ownAuthorities: authorities !== undefined,
    decision: verifier === PROMOTION_ID,
    directory: ".",
    env: process.env,
    ...organisationOf({ policy }, process.env),
  };
  const found = await signersByPolicy(path.startsWith(OCI) ? place : { ...place, path });
  if ("signers" in found) return found;
  throw new ConfigurationError(
    `verify: who may have signed? --signer-workflow OWNER/NAME/.github/workflows/FILE.yml --signer-ref REF, --identity NAME --issuer URL, --key FILE, or \`signers\` in a policy file. ${found.why}`,
  );
}

function exitOf({ verified, refused }: Verification): number {
  if (verified) return 0;
  return refused.some(({ kind }) => kind === "unavailable") ? UNAVAILABLE : REFUSED;
}

/** Options that approve of nobody in particular are the caller's mistake. */
function wrongUsage(error: unknown): unknown {
  return error instanceof RangeError ? new ConfigurationError(`verify: ${inOptions(error.message)}`) : error;
}

/** What the data calls otherwise than the options do. */
const OPTIONS: Readonly<Record<string, string>> = {
  identity: "--identity",
  identityGlob: "identity-glob (in a policy)",
  identityRegexp: "--identity-regexp",
  workflow: "--signer-workflow",
  repository: "--source-repo",
  repositoryId: "--repository-id",
  ownerId: "--owner-id",
  "`refs`": "--signer-ref",
  "`workflow`": "--signer-workflow",
  "`sourceRefs`": "--source-ref",
};

function inOptions(words: string): string {
  return words.replace(/`?\b[A-Za-z]+`?/g, (name) => OPTIONS[name] ?? name);
}
