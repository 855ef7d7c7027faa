import type { Check } from "../../core/promotion";
import { decideApprovals } from "../../promotion/approvals";
import { commitToReview } from "../../promotion/provenance";
import { buildsFrom } from "./approvals/branches";
import { collectApprovals, type CollectedApprovals } from "./approvals/collect";
import type { CheckInput } from "./checks-input";
import { repositoryAt } from "./server";

/** Who approved of the commit that the provenance names, or of the model itself. Nobody is asked where no approval is wanted. */
export async function askApprovals(
  input: CheckInput,
): Promise<{ readonly check: Check; readonly collected?: CollectedApprovals }> {
  const { gathered, request, inForce, subject, http } = input;
  const required = inForce.policy.promotion.approvals;
  if (required === undefined || required.length === 0)
    return { check: decideApprovals(required, { approvals: [], rejections: [], problems: [], asked: [] }) };
  const { pullRequest, token, policyToken, verify, env, now, approverKeys } = request;
  const { builds, manifests } = gathered.statements;
  const made = commitToReview(gathered.promoted, builds, manifests);
  const [build, why] = made !== undefined && "why" in made ? [undefined, made.why] : [made, undefined];
  const repository = build === undefined ? undefined : repositoryAt(build.repository, env);
  const collected = await collectApprovals({
    required,
    offline: verify.offline,
    statements: gathered.approvals,
    keys: approverKeys,
    verify,
    env,
    http,
    now,
    ...(repository === undefined ? {} : { repository, buildsFrom: buildsFrom(inForce.builders, repository) }),
    ...(why === undefined ? {} : { why }),
    ...(build === undefined ? {} : { commit: build.commit }),
    ...(subject === undefined ? {} : { subject }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(token === undefined ? {} : { token }),
    ...(policyToken === undefined ? {} : { policyToken }),
  });
  return { check: decideApprovals(required, collected), collected };
}
