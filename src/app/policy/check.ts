import { ConfigurationError } from "../../core/host";
import { InvalidPolicy, type PolicyProblem } from "../../policy/document";
import { uselessIn, type Known } from "../../policy/useless";
import { escapeTerminal } from "../../report/escape-terminal";
import { ruleById } from "../../rules";
import { judgeGlobal } from "../../rules/pickle/globals/judge";
import { readPolicy } from "../read-policy";
import { MAX_POLICY_BYTES, policyPath, shownPath, textOf } from "./policy-file";

/** What `policy check` says of one file. Lines and columns count from 1. */
export interface PolicyCheck {
  readonly source: string;
  /** What makes it no policy at all. */
  readonly problems: readonly PolicyProblem[];
  /** What is legal and useless. Empty where there are problems: of what is not understood nothing can be said. */
  readonly warnings: readonly PolicyProblem[];
}

/** Reads the policy as a run would, and looks for what it says in vain. `today`: `YYYY-MM-DD`, UTC. */
export async function checkPolicy(named: string | undefined, today: string): Promise<PolicyCheck> {
  const path = policyPath(named);
  const source = shownPath(path);
  const text = textOf(path, MAX_POLICY_BYTES);
  if (text === undefined) throw new ConfigurationError(`there is no ${source}. To write one: model-assay policy init`);
  try {
    const policy = await readPolicy(text, source);
    return { source, problems: [], warnings: await uselessIn(text, policy, { ...RULES, today }) };
  } catch (error) {
    if (!(error instanceof InvalidPolicy)) throw error;
    return { source, problems: error.problems, warnings: [] };
  }
}

/** One line for each, as compilers write them, and one that sums up. */
export function checkWords({ source, problems, warnings }: PolicyCheck): string {
  const line = (kind: string) => (problem: PolicyProblem) =>
    `${source}:${problem.line}:${problem.column}: ${kind}: ${problem.message}`;
  const sum =
    problems.length > 0
      ? `${source}: not a policy that can be used: ${count(problems.length, "error")}`
      : `${source}: valid${warnings.length === 0 ? "" : `, with ${count(warnings.length, "warning")}`}`;
  return [...problems.map(line("error")), ...warnings.map(line("warning")), sum]
    .map((text) => `${escapeTerminal(text)}\n`)
    .join("");
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? "" : "s"}`;
}

/** Facts that only files with a digest of their own have: models and their members. */
const OF_ARTIFACTS: ReadonlySet<string> = new Set(
  "pickle archive array graph keras hdf5 layout skops trailing".split(" "),
);

const RULES: Pick<Known, "subjectOf" | "isDangerous"> = {
  subjectOf(id) {
    const rule = ruleById(id);
    if (rule === undefined) return undefined;
    return OF_ARTIFACTS.has(rule.on) ? "artifact" : rule.on === "repository" ? "policy" : "other";
  },
  isDangerous(global) {
    const dot = global.lastIndexOf(".");
    return judgeGlobal(global.slice(0, dot), global.slice(dot + 1)).verdict === "dangerous";
  },
};
