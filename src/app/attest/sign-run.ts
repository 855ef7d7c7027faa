import { requestIdToken } from "../../attest/identity";
import { buildClaims } from "../../attest/provenance";
import { createKeylessSigner } from "../../attest/signer";
import { storeAtGitHub } from "../../attest/store-github";
import { SigningError } from "../../core/attestation";
import type { AttestOutcome } from "../../core/attest-outcome";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import { repositoryVisibility } from "../../host/event";
import type { Env } from "../../host/git";
import { createIdTokenSource, hasIdTokens } from "../../host/id-token";
import { attestRun } from "./attest-run";
import { endpointsOf, serverOf } from "./instance-endpoints";
import { maySign, type SigningDecision, type SigstoreInstance } from "./may-sign";
import type { AttestRequest } from "./request";
import { TreeToSign, type ScannedTree } from "./tree-to-sign";
import { verdictOf, type DecidedRun } from "./verdict-of-run";

export interface SignInput extends DecidedRun {
  readonly request: AttestRequest;
  readonly env: Env;
  /** Absent where there is no bill of materials: then nobody has looked at the whole tree. */
  readonly tree: ScannedTree | undefined;
  /** Where bundles go. */
  readonly directory: string;
  readonly http: HttpClient;
  /** Told every token before anyone else has it. */
  readonly mask: (secret: string) => void;
  /** For GitHub's attestations API. */
  readonly githubToken: string | undefined;
  /** For tests: how it is waited between tries. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** OpenSSF Model Signing v1.0, "Sigstore": such a signature has an entry in a log, and `model_signing verify` asks for it. */
const NO_LOG =
  "No model.sig was made: the standard wants an entry in a log, and this Sigstore has none. Make it with a key (model-assay sign DIR --key FILE), or name an instance with a log (sigstore).";

const NOTHING: AttestOutcome = { attested: [], notices: [] };

/** Decides whether this run signs, and does. Throws `ConfigurationError` where it was told to sign and cannot ever. */
export async function signRun(input: SignInput): Promise<AttestOutcome> {
  const decision = decide(input);
  if (!decision.sign) return decision.why === undefined ? NOTHING : { ...NOTHING, notices: [decision.why] };
  const { tree } = input;
  if (tree === undefined) return { ...NOTHING, ...withoutTree(input.request) };
  const other = otherCommit(tree, input.env);
  if (other !== undefined) return { ...NOTHING, problem: other };
  try {
    const outcome = await signTree(input, tree, decision.instance);
    return await attached(input, outcome);
  } catch (error) {
    if (!(error instanceof SigningError)) throw error;
    if (error.kind === "configuration" && input.request.attest === "true") throw new ConfigurationError(error.message);
    return { ...NOTHING, problem: error.message };
  }
}

/** Registries are a part of their own, which few runs need. */
async function attached(
  { request, http, env, time, sleep }: SignInput,
  outcome: AttestOutcome,
): Promise<AttestOutcome> {
  const { attach: images } = request;
  if (images === undefined) return outcome;
  const { attachSigned } = await import("./attach-signed");
  return attachSigned(outcome, { images, http, env, time, ...(sleep === undefined ? {} : { sleep }) });
}

/** Who asked for signatures in so many words gets a failure, and everybody a reason. */
function withoutTree({ attest }: AttestRequest): Partial<AttestOutcome> {
  const why =
    "Nothing was signed: no bill of materials was made (bom: false, or see above why not), so not every file was looked at.";
  return attest === "true" ? { problem: why } : { notices: [why] };
}

/** The certificate names the run's commit. A dispatch can check out any other, a stranger's pull request too. */
function otherCommit({ inventory }: ScannedTree, env: Env): string | undefined {
  const { commit } = inventory.subject;
  const run = env["GITHUB_SHA"];
  if (commit === undefined || !run || commit === run) return undefined;
  return `Nothing was signed: ${commit} is checked out, and this run is for ${run}, which is what a signature would name. Check that out.`;
}

function decide({ request, env, report }: SignInput): SigningDecision {
  return maySign({
    request,
    event: env["GITHUB_EVENT_NAME"] || undefined,
    visibility: repositoryVisibility(env),
    hasToken: hasIdTokens(env),
    verdict: report.verdict,
  });
}

async function signTree(input: SignInput, tree: ScannedTree, instance: SigstoreInstance): Promise<AttestOutcome> {
  const { env, mask, request, bomFile } = input;
  const network = { http: input.http, ...(input.sleep === undefined ? {} : { sleep: input.sleep }) };
  const endpoints = endpointsOf(instance, env);
  const getIdToken = createIdTokenSource({ ...network, env, mask });
  const server = serverOf(env);
  const claims = request.provenance ? await claimsOf(getIdToken, endpoints.audience) : undefined;
  const { githubToken: token } = input;
  const repository = env["GITHUB_REPOSITORY"];
  const store =
    token === undefined || !repository
      ? {}
      : {
          store: (bundle: string) =>
            storeAtGitHub(
              network,
              { apiUrl: env["GITHUB_API_URL"] || "https://api.github.com", serverUrl: server, repository, token },
              bundle,
            ),
        };
  return attestRun({
    tree: new TreeToSign(tree),
    bom: bomFile === undefined ? undefined : { json: bomFile.text, location: bomFile.name },
    verdict: verdictOf(input, tree),
    provenance: claims === undefined ? undefined : { claims, server },
    signer: createKeylessSigner({ endpoints, getIdToken, ...network }),
    directory: input.directory,
    ...(endpoints.rekor === undefined ? { noManifests: NO_LOG } : {}),
    ...store,
  });
}

async function claimsOf(getIdToken: (audience: string) => Promise<string>, audience: string) {
  const { claims } = await requestIdToken(getIdToken, audience);
  return buildClaims(Object.fromEntries(claims));
}
