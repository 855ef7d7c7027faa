import { resolve } from "node:path";
import { approvalStatement, type ApprovalSubject } from "../../attest/approval";
import { statementBytes } from "../../attest/statement";
import { DSSE_PAYLOAD_TYPE, SigningError } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import { wholeSeconds } from "../../core/time";
import { createHttpClient } from "../../host/http";
import { escapeTerminal } from "../../report/escape-terminal";
import type { Arguments } from "../arguments";
import { checkOutput, emit } from "../output";
import { progressLine } from "../progress-line";
import { subjectOf } from "../promote/approvals/subject";
import { inside } from "../verify/held-bundle";
import { contentOf, type Content } from "../verify/path-content";
import { namedSigner } from "./named-signer";

/**
 * `approve PATH --role ROLE`: signs that somebody approves of a file or directory as it lies here. Nothing is scanned: it is the word of a
 * person, and `promote` asks for the rest.
 */
export async function approveCommand(args: Arguments): Promise<number> {
  const [path, ...more] = args.operands;
  const { role, comment } = args.approve ?? {};
  if (path === undefined || more.length > 0)
    throw new ConfigurationError(
      "approve takes one file or directory: model-assay approve models/chat --role security",
    );
  if (!role)
    throw new ConfigurationError("approve: for which role? --role NAME, as the policy calls it (promotion.approvals)");
  const output = args.output ?? `${resolve(path)}.approval-${role.replace(/[^\w.-]+/g, "-")}.sigstore.json`;
  if (inside(path, output) !== undefined)
    throw new ConfigurationError(
      `output: ${output} is inside of what is approved, which it would change. Write it elsewhere`,
    );
  checkOutput(output);
  const line = progressLine(args.quiet);
  const http = createHttpClient({ env: process.env, onAsking: line.asking });
  try {
    const signer = namedSigner(args.sign ?? {}, process.env, http);
    const content = await contentOf(path, "approve", line.draw);
    const subject = subjectOf(content);
    const time = wholeSeconds(new Date());
    const statement = approvalStatement({ role, time, ...(comment === undefined ? {} : { comment }) }, subject);
    const { json } = await signer.sign(statementBytes(statement), DSSE_PAYLOAD_TYPE);
    line.done();
    emit(`${json.trimEnd()}\n`, output);
    if (output !== "-") process.stdout.write(told(path, role, content, subject, output));
    return 0;
  } catch (error) {
    throw error instanceof SigningError ? new ConfigurationError(`approve: ${error.message}`) : error;
  } finally {
    line.done();
    await http.close();
  }
}

function told(path: string, role: string, { place }: Content, { sha256 }: ApprovalSubject, output: string): string {
  const files = place.files.length === 1 ? "1 file" : `${place.files.length} files`;
  return [
    `Approved for ${role}: ${path} (${files}, ${place.isDirectory ? "root digest " : ""}sha256:${sha256})`,
    `Written: ${output}`,
    "Give it to whoever promotes:",
    `  model-assay promote ${path} --approval ${output}`,
    "It counts where the policy names its signer for this role (promotion.approvals, signers), and for exactly these files.",
  ]
    .map((line) => `${escapeTerminal(line)}\n`)
    .join("");
}
