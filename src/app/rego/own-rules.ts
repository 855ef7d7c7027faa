import { EVIDENCE_FIELDS, type Evidence } from "../../core/evidence";
import { ConfigurationError } from "../../core/host";
import type { OwnRulesFacts } from "../../core/own-rules-facts";
import type { RuleContext } from "../../core/rule";
import type { OwnRulesAnswer } from "../../gate";
import { judge } from "../../judge";
import { checkEvidence } from "../../policy/rego/check-evidence";
import { RegoFailure, type RegoFailureKind } from "../../policy/rego/failure";
import { readRules, type RuleFile, type RuleFolder } from "../../policy/rego/rule-files";
import { RULES } from "../../rules";
import { evaluateRules } from "./evaluate";
import { RegoThread, type RegoLimits } from "./rego-thread";

/** Rules that are read, with their threads started. */
export interface OwnRules {
  /** Once. One text in `missing` for each folder without an answer: what it would have said is not known. */
  ask(evidence: Evidence, context: RuleContext): Promise<OwnRulesAnswer>;
}

/** What the policy's author has to mend before anything can be asked; the rest may lie in the evidence and is a finding. */
const WRONG_RULES: ReadonlySet<RegoFailureKind> = new Set(["parse", "rules", "no-rules"]);

/**
 * Reads the rules of `folders` and starts a thread for each. Every folder is asked by itself: what one defines is not there in
 * another, so a repository cannot change what its organisation's rules mean. `policyPath`: where a finding stands that names no path.
 * Throws `ConfigurationError` (exit 2), here and when asked, where rules cannot be read, do not parse, or could never decide.
 */
export function openOwnRules(folders: readonly RuleFolder[], policyPath: string, limits: RegoLimits = {}): OwnRules {
  const opened = folders.map((folder) => ({ folder, files: configured(folder, () => readRules(folder)) }));
  const started = opened.map((each) => ({ ...each, thread: new RegoThread(limits) }));
  return {
    async ask(evidence, context) {
      const all = await Promise.all(started.map((each) => factsOf(each, evidence, limits)));
      const facts = all.flat();
      const at = { path: policyPath, inside: [], line: 1 };
      return {
        findings: facts.flatMap((each) => [...judge({ kind: "own-rules", at, facts: each }, RULES, context)]),
        missing: facts.flatMap((each) =>
          each.kind === "failed" ? [`The rules of ${each.owner} gave no answer: ${each.detail}`] : [],
        ),
      };
    },
  };
}

interface Started {
  readonly folder: RuleFolder;
  readonly files: readonly RuleFile[];
  readonly thread: RegoThread;
}

async function factsOf(
  { folder, files, thread }: Started,
  evidence: Evidence,
  limits: RegoLimits,
): Promise<OwnRulesFacts[]> {
  const { owner } = folder;
  try {
    checkEvidence(evidence);
    const question = { files, evidence, fields: EVIDENCE_FIELDS, now: Date.parse(evidence.time) };
    const results = await evaluateRules(question, limits, thread);
    return results.map(({ rule, ...result }) => ({ kind: "result", from: rule, ...result, owner }));
  } catch (error) {
    if (!(error instanceof RegoFailure)) throw error;
    if (WRONG_RULES.has(error.kind)) throw wrongRules(folder, error);
    return [{ kind: "failed", detail: error.message, owner }];
  }
}

function configured<T>(folder: RuleFolder, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RegoFailure ? wrongRules(folder, error) : error;
  }
}

function wrongRules({ owner }: RuleFolder, { message }: RegoFailure): ConfigurationError {
  return new ConfigurationError(`The Rego rules of ${owner} cannot be used: ${message}`);
}
