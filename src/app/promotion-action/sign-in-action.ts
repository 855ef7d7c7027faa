import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createKeylessSigner } from "../../attest/signer";
import { storeAtGitHub } from "../../attest/store-github";
import { SigningError } from "../../core/attestation";
import type { AttestOutcome } from "../../core/attest-outcome";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import type { PromotionDecision } from "../../core/promotion";
import type { Env } from "../../host/git";
import { createIdTokenSource } from "../../host/id-token";
import type { SigstoreInstance } from "../attest/may-sign";
import { endpointsOf } from "../attest/instance-endpoints";
import { serverOf } from "../promote/server";
import { signDecision, type DecisionToSign } from "../promote/sign-decision";
import { mayJobSign, type DecisionWishes } from "./may-job-sign";

export interface SigningStep extends Pick<DecisionToSign, "report" | "reportFile" | "files" | "path"> {
  readonly request: DecisionWishes;
  readonly env: Env;
  readonly http: HttpClient;
  /** Told every token before anyone else has it. */
  readonly mask: (secret: string) => void;
  /** For GitHub's attestations API. */
  readonly githubToken: string | undefined;
  /** For tests: how it is waited between tries. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const NOTHING: AttestOutcome = { attested: [], notices: [] };

/**
 * Signs the decision, whatever it says, with the identity of the job, where the job may. Total for outages and refusals, which are told
 * as `problem`. Throws `ConfigurationError` where it was told to sign and cannot ever.
 */
export async function signInAction(step: SigningStep): Promise<AttestOutcome> {
  const { request, env } = step;
  const decision = mayJobSign(request, env);
  if (!decision.sign) return decision.why === undefined ? NOTHING : { ...NOTHING, notices: [decision.why] };
  try {
    return await keyless(step, decision.instance);
  } catch (error) {
    if (!(error instanceof SigningError)) throw error;
    if (error.kind === "configuration" && request.attest === "true") throw new ConfigurationError(error.message);
    return { ...NOTHING, problem: error.message };
  }
}

async function keyless(step: SigningStep, instance: SigstoreInstance): Promise<AttestOutcome> {
  const { env, mask, http, sleep, githubToken: token, report, reportFile, files, path } = step;
  const network = { http, ...(sleep === undefined ? {} : { sleep }) };
  const endpoints = endpointsOf(instance, env);
  const getIdToken = createIdTokenSource({ ...network, env, mask });
  const repository = env["GITHUB_REPOSITORY"];
  const place = { apiUrl: env["GITHUB_API_URL"] || "https://api.github.com", serverUrl: serverOf(env) };
  const source = sourceOf(env);
  mkdirSync(dirname(path), { recursive: true });
  return signDecision({
    report,
    reportFile,
    files,
    path,
    signer: createKeylessSigner({ endpoints, getIdToken, ...network }),
    ...(source === undefined ? {} : { source }),
    ...(token === undefined || !repository
      ? {}
      : { store: (bundle: string) => storeAtGitHub(network, { ...place, repository, token }, bundle) }),
  });
}

/** The run's repository and commit, which its certificate names too. */
function sourceOf(env: Env): PromotionDecision["source"] {
  const { GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
  if (!repository || commit === undefined || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return undefined;
  return { repository: `${serverOf(env)}/${repository}`, commit };
}
