import type { Env } from "../../host/git";
import { splitPaths } from "../../host/named-paths";
import { oneOf, readAudit } from "../arguments";
import { ATTEST_WISHES } from "../attest/request";
import type { GetInput } from "../inputs";
import { readReference } from "../organisation/reference";
import { readPromote, type PromotionRequest } from "../promote/request";
import { readVerify } from "../verify/request";
import type { DecisionWishes } from "./may-job-sign";

/** What the inputs of `verify/action.yml` say about signing. Throws `ConfigurationError` for a value that cannot be. */
export function decisionInputs(getInput: GetInput): DecisionWishes {
  const text = (name: string, otherwise: string) => getInput(name).trim() || otherwise;
  return { attest: oneOf("attest", text("attest", "auto"), ATTEST_WISHES), sigstore: text("sigstore", "auto") };
}

/** The inputs of `verify/action.yml` as a request. Throws `ConfigurationError` for a value that cannot be. */
export function promotionInputs(getInput: GetInput, env: Env, now: Date): PromotionRequest {
  const text = (name: string) => getInput(name).trim() || undefined;
  const [token, policy, config] = ["github-token", "policy", "config"].map(text);
  const policyToken = text("policy-token");
  const audit = readAudit({ osv: text("osv"), "osv-database": text("osv-database"), "osv-url": text("osv-url") });
  const organisationToken = policyToken ?? token;
  const refs = splitPaths(getInput("signer-ref"));
  const verify = readVerify({
    bundle: splitPaths(getInput("bundle")),
    repo: text("repository"),
    "signer-workflow": text("signer-workflow"),
    "signer-ref": refs.length === 0 ? undefined : refs,
    issuer: text("issuer"),
    "trusted-root": text("trusted-root"),
    key: text("key"),
  });
  const words = {
    stage: text("stage"),
    audit: oneOf("audit", text("audit") ?? "false", ["true", "false"]),
    approval: splitPaths(getInput("approvals")),
    "approver-key": splitPaths(getInput("approver-key")),
    "pull-request": text("pull-request"),
    revocations: text("revocations"),
    bom: text("bom"),
  };
  return readPromote(splitPaths(getInput("path")), words, {
    verify,
    directory: env["GITHUB_WORKSPACE"] ?? ".",
    // Where statements are fetched from GitHub, the token is that of the environment, as on the command line.
    env: token === undefined ? env : { ...env, GITHUB_TOKEN: token },
    now,
    ...(audit === undefined ? {} : { audit }),
    ...(config === undefined ? {} : { config }),
    ...(token === undefined ? {} : { token }),
    ...(policyToken === undefined ? {} : { policyToken }),
    ...(policy === undefined
      ? {}
      : {
          organisation: {
            reference: readReference(policy),
            env,
            ...(organisationToken === undefined ? {} : { token: organisationToken }),
          },
        }),
  });
}
