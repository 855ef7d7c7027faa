import { SigningError, type Signer } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import { wholeSeconds } from "../../core/time";
import { directoryContent } from "../../host/directory-content";
import { createHttpClient } from "../../host/http";
import { openWorkspace } from "../../host/workspace";
import { exitCode } from "../../gate";
import { attestationText } from "../../report/attestation";
import { createReporters } from "../../report";
import { RULES } from "../../rules";
import type { Arguments } from "../arguments";
import { requireDirectory } from "../option-file";
import { organisationOf } from "../organisation/request";
import { progressLine, type ProgressLine } from "../progress-line";
import { run } from "../run";
import { attestRun } from "./attest-run";
import { namedSigner } from "./named-signer";
import { verdictOf } from "./verdict-of-run";
import { TreeToSign, type ScannedTree } from "./tree-to-sign";

/**
 * `sign DIR`: scans a model's directory, and signs it where it passes: `model.sig` in it, and with `-o DIR` bill of materials and verdict
 * as bundles. With a key, or keyless with the identity of the job.
 */
export async function signCommand(args: Arguments): Promise<number> {
  const [directory, ...more] = args.operands;
  if (directory === undefined || more.length > 0)
    throw new ConfigurationError("sign takes one directory: model-assay sign models/chat --key key.pem");
  requireDirectory("sign", directory);
  if (directoryContent(directory).files.length === 0)
    throw new ConfigurationError(`sign: ${directory} holds no file to sign`);
  const line = progressLine(args.quiet);
  const http = createHttpClient({ env: process.env, onAsking: line.asking });
  try {
    return await scanAndSign(directory, args, namedSigner(args.sign ?? {}, process.env, http), line);
  } catch (error) {
    throw error instanceof SigningError ? new ConfigurationError(error.message) : error;
  } finally {
    line.done();
    await http.close();
  }
}

async function scanAndSign(directory: string, args: Arguments, signer: Signer, line: ProgressLine): Promise<number> {
  let tree: ScannedTree | undefined;
  let bom: string | undefined;
  const report = await run({
    directory,
    env: process.env,
    useEvent: false,
    paths: ["."],
    overrides: args.overrides,
    ...organisationOf(args, process.env),
    scan: true,
    bom: { format: "cyclonedx", version: args.bom.version },
    onDocument: (kind, text) => (kind === "bom" ? (bom = text) : undefined),
    onTree: (scanned) => (tree = scanned),
    ...(args.config === undefined ? {} : { config: args.config }),
    onProgress: line.draw,
  }).finally(line.done);
  const render = (id: string) =>
    createReporters(RULES)
      .find((each) => each.id === id)!
      .render(report);
  if (report.verdict !== "pass" || tree === undefined || bom === undefined) {
    process.stdout.write(render("text"));
    process.stdout.write("\nNothing was signed: only what passed is.\n");
    return report.verdict === "pass" ? 3 : Math.max(exitCode(report), 1);
  }
  const reportFile = { name: "report.json", text: render("json") };
  const bomFile = { name: "bom.cdx.json", text: bom };
  const outcome = await attestRun({
    tree: new TreeToSign(tree),
    models: [openWorkspace(directory, process.env).scope || "."],
    bom: { json: bom, location: bomFile.name },
    verdict: verdictOf({ report, reportFile, bomFile, time: wholeSeconds(new Date()) }, tree),
    provenance: undefined,
    signer,
    ...(args.output === undefined ? {} : { directory: args.output }),
  }).finally(line.done);
  process.stdout.write(`${attestationText(outcome).slice(1).join("\n")}\n`);
  return outcome.problem !== undefined ? 3 : outcome.attested.length === 0 ? 1 : 0;
}
