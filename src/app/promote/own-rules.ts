import { numberFindings, type Finding } from "../../core/finding";
import type { Check } from "../../core/promotion";
import { wholeSeconds } from "../../core/time";
import { buildEvidence, type EvidenceRun } from "../../policy/rego/build-evidence";
import { notRequired } from "../../promotion/check";
import { checkRules } from "../../promotion/rules";
import type { RegoLimits } from "../rego/rego-thread";
import { NO_POLICY, ruleContext, withoutChange } from "../rule-context";
import type { CheckInput, KnownBefore } from "./checks-input";
import { evidenceOf } from "./own-rules-evidence";

/** What the policy's own rules (Rego) say, the organisation's too. Where they cannot be asked, nothing is concluded. `limits`: for tests. */
export async function askOwnRules(
  input: CheckInput,
  known: KnownBefore,
  limits: RegoLimits = {},
): Promise<{ readonly check: Check; readonly findings: readonly Finding[] }> {
  const { inForce, request } = input;
  const { ownRules, policyPath, policy, workspace } = inForce;
  const wanted = ownRules.length > 0 || request.onEvidence !== undefined;
  const evidence = wanted ? buildEvidence(runOf(input), evidenceOf(input, known)) : undefined;
  if (evidence !== undefined) request.onEvidence?.(evidence);
  if (evidence === undefined || ownRules.length === 0)
    return { check: notRequired("rules", "the policy has no rules of its own (rego)"), findings: [] };
  const { openOwnRules } = await import("../rego/own-rules");
  const rules = openOwnRules(ownRules, policyPath, limits);
  const context = ruleContext(NO_POLICY, withoutChange(workspace.root, false));
  const said = await rules.ask(evidence, context);
  const findings = numberFindings(said.findings);
  const { failOn } = policy.promotion;
  const facts = { folders: ownRules.length, findings, missing: said.missing, failOn };
  return { check: checkRules(facts), findings };
}

/** Who asks for the promotion; of what it was built from, the provenance tells. Variables of a shell are no evidence. */
function runOf({ request: { env, now } }: CheckInput): EvidenceRun {
  const said = (name: string) => (env["GITHUB_ACTIONS"] === "true" ? env[name] || null : null);
  const commit = said("GITHUB_SHA");
  return {
    time: wholeSeconds(now),
    stage: "promotion",
    subject: { repository: said("GITHUB_REPOSITORY"), commit, event: said("GITHUB_EVENT_NAME") },
    actor: said("GITHUB_ACTOR"),
    refs: { base: null, head: commit === null ? null : { name: said("GITHUB_REF"), commit } },
  };
}
