import type { SignerClaims } from "../core/attestation";
import type { Verification, VerifiedStatement } from "../core/verification";
import { breakCommands } from "./escape-command";
import { clip, escapeTerminal } from "./escape-terminal";
import { count } from "./quantities";

const MAX_TEXT = 2000;
/** Refusals that are shown; a hostile registry may have hundreds. */
const MAX_SHOWN = 50;

/** The answer of `verify`, for people or for programs. */
export function renderVerification(verification: Verification, format: "text" | "json"): string {
  if (format === "json") return `${JSON.stringify(verification, null, 2)}\n`;
  const { subject, verified, files, accepted, refused, policy } = verification;
  const of = files === 0 ? "" : ` (${count(files, "file")})`;
  const lines = [
    verified ? `Verified: ${subject}${of}` : `Refused: ${subject}${of}`,
    ...accepted.flatMap(statementLines),
    ...refused
      .slice(0, MAX_SHOWN)
      .map(({ message, kind }) => `  ${verified ? "passed over" : "refused"}: ${message} [${kind}]`),
    ...(refused.length > MAX_SHOWN ? [`  and ${refused.length - MAX_SHOWN} more`] : []),
    ...(policy === undefined ? [] : [`  who may sign: ${policy.source}`]),
  ];
  return lines.map((line) => `${breakCommands(escapeTerminal(clip(line, MAX_TEXT)))}\n`).join("");
}

function statementLines({
  signer,
  times,
  logEntries,
  predicateType,
  says,
  bundle,
  files,
}: VerifiedStatement): string[] {
  const who = signer.kind === "key" ? `the key ${signer.fingerprint}` : signer.claims.identity;
  return [
    `  ${predicateType ?? "a signature of the file"}, ${count(files, "file")}, in ${bundle}`,
    `    signed by ${who}`,
    ...(signer.kind === "certificate" ? claimLines(signer.claims) : []),
    `    ${times.length === 0 ? "at a time that nobody vouches for" : `at ${times[0]}`}, ${count(logEntries, "log entry", "log entries")}`,
    ...says.map((each) => `    ${each}`),
  ];
}

function claimLines({
  issuer,
  sourceRepositoryUri,
  sourceRepositoryDigest,
  sourceRepositoryRef,
}: SignerClaims): string[] {
  return [
    ...(issuer === undefined ? [] : [`    issuer ${issuer}`]),
    ...(sourceRepositoryUri === undefined
      ? []
      : [
          `    run of ${sourceRepositoryUri}, ${sourceRepositoryRef ?? "no ref"}, ${sourceRepositoryDigest ?? "no commit"}`,
        ]),
  ];
}
