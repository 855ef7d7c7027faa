import { readFileSync } from "node:fs";
import { createKeylessSigner } from "../../attest/signer";
import { createKeySigner } from "../../attest/key-signer";
import { SigningError, type Signer } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import { createHttpClient } from "../../host/http";
import { createIdTokenSource, hasIdTokens } from "../../host/id-token";
import { openWorkspace } from "../../host/workspace";
import { exitCode } from "../../gate";
import { attestationText } from "../../report/attestation";
import { createReporters } from "../../report";
import { RULES } from "../../rules";
import type { Arguments } from "../arguments";
import { run } from "../run";
import { attestRun } from "./attest-run";
import type { SignWords } from "./request";
import { endpointsOf, verdictOf } from "./sign-run";
import { TreeToSign, type ScannedTree } from "./tree-to-sign";

/** Where the job's identity comes from outside of GitHub: a token that another service issued. */
const TOKEN_VARIABLE = "SIGSTORE_ID_TOKEN";
const PASSPHRASE_VARIABLE = "MODEL_ASSAY_KEY_PASSPHRASE";

/**
 * `sign DIR`: scans a model's directory, and signs it where it passes: `model.sig` in it, and with `-o DIR` bill of materials and verdict
 * as bundles. With a key, or keyless with the identity of the job.
 */
export async function signCommand(args: Arguments): Promise<number> {
  const [directory, ...more] = args.operands;
  if (directory === undefined || more.length > 0)
    throw new ConfigurationError("sign takes one directory: model-assay sign models/chat --key key.pem");
  let tree: ScannedTree | undefined;
  let bom: string | undefined;
  const report = await run({
    directory,
    env: process.env,
    useEvent: false,
    paths: ["."],
    overrides: args.overrides,
    scan: true,
    bom: { format: "cyclonedx", version: args.bom.version },
    onDocument: (kind, text) => (kind === "bom" ? (bom = text) : undefined),
    onTree: (scanned) => (tree = scanned),
    ...(args.config === undefined ? {} : { config: args.config }),
  });
  const render = (id: string) =>
    createReporters(RULES)
      .find((each) => each.id === id)!
      .render(report);
  if (report.verdict !== "pass" || tree === undefined || bom === undefined) {
    process.stdout.write(render("text"));
    process.stdout.write("\nNothing was signed: only what passed is.\n");
    return report.verdict === "pass" ? 3 : Math.max(exitCode(report), 1);
  }
  const http = createHttpClient({ env: process.env });
  try {
    const json = render("json");
    const outcome = await attestRun({
      tree: new TreeToSign(tree),
      models: [openWorkspace(directory, process.env).scope || "."],
      bom: { json: bom, location: "bom.cdx.json" },
      verdict: verdictOf(
        {
          report,
          reportFile: { name: "report.json", text: json },
          bomFile: { name: "bom.cdx.json", text: bom },
          time: now(),
        },
        tree,
      ),
      provenance: undefined,
      signer: await signerOf(args.sign ?? {}, http),
      ...(args.output === undefined ? {} : { directory: args.output }),
    });
    process.stdout.write(`${attestationText(outcome).slice(1).join("\n")}\n`);
    return outcome.problem !== undefined ? 3 : outcome.attested.length === 0 ? 1 : 0;
  } catch (error) {
    throw error instanceof SigningError ? new ConfigurationError(error.message) : error;
  } finally {
    await http.close();
  }
}

async function signerOf({ key, certificates, sigstore }: SignWords, http: HttpClient): Promise<Signer> {
  const { env } = process;
  if (key !== undefined)
    return createKeySigner({
      privateKey: textOf("key", key),
      ...(env[PASSPHRASE_VARIABLE] ? { passphrase: env[PASSPHRASE_VARIABLE] } : {}),
      ...(certificates === undefined ? {} : { chain: textOf("certificate-chain", certificates) }),
    });
  const endpoints = endpointsOf(
    sigstore === undefined || sigstore === "public"
      ? { kind: "public" }
      : sigstore === "github"
        ? { kind: "github" }
        : { kind: "config", path: sigstore },
    env,
  );
  const token = env[TOKEN_VARIABLE];
  if (!token && !hasIdTokens(env))
    throw new ConfigurationError(
      `sign: with what? --key FILE, or an identity: a workflow with id-token: write, or a token for the audience "${endpoints.audience}" in ${TOKEN_VARIABLE}`,
    );
  const getIdToken = token ? async () => token : createIdTokenSource({ env, http, mask: () => undefined });
  return createKeylessSigner({ endpoints, getIdToken, http });
}

function textOf(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigurationError(`${option}: ${path} cannot be read: ${(error as Error).message}`);
  }
}

function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
