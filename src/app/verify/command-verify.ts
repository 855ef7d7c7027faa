import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import { Refused } from "../../core/attestation";
import type { Verification } from "../../core/verification";
import { createHttpClient, type ClosableHttpClient } from "../../host/http";
import { renderVerification } from "../../report/verification";
import type { Arguments } from "../arguments";
import { checkOutput, emit } from "../output";

/** Exit codes: what was not signed as it should be, and what could not be asked. */
const REFUSED = 1;
const UNAVAILABLE = 3;

/** `verify PATH`: is it what approved signers signed? `PATH` is a file, a directory, or `oci:IMAGE`. */
export async function verifyCommand(args: Arguments): Promise<number> {
  const { verify: request } = args;
  const [path, ...more] = args.operands;
  if (path === undefined || more.length > 0 || request === undefined)
    throw new ConfigurationError("verify takes one file, directory or image: model-assay verify models/chat");
  if (args.format !== "text" && args.format !== "json")
    throw new ConfigurationError(`format: "${args.format}" is not one of text, json`);
  checkOutput(args.output);
  let client: ClosableHttpClient | undefined;
  const http = (): HttpClient => (client ??= createHttpClient({ env: process.env }));
  const input = { path, request, signers: [], env: process.env, http, now: new Date() };
  try {
    const verification = path.startsWith(OCI)
      ? await (await import("./verify-image")).verifyImage({ ...input, image: path.slice(OCI.length) })
      : await (await import("./verify-path")).verifyPath(input);
    emit(renderVerification(verification, args.format), args.output);
    return exitOf(verification);
  } catch (error) {
    throw wrongUsage(error);
  } finally {
    await client?.close();
  }
}

const OCI = "oci:";

function exitOf({ verified, refused }: Verification): number {
  if (verified) return 0;
  return refused.some(({ kind }) => kind === "unavailable") ? UNAVAILABLE : REFUSED;
}

/** A policy of signers that approves of nobody in particular is the caller's mistake; a root that is no root too. */
function wrongUsage(error: unknown): unknown {
  if (error instanceof RangeError) return new ConfigurationError(`verify: ${error.message}`);
  if (error instanceof Refused && (error.kind === "trusted-root" || error.kind === "wrong-key"))
    return new ConfigurationError(error.message);
  return error;
}
