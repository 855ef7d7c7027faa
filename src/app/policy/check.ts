import { ConfigurationError } from "../../core/host";
import type { Policy } from "../../core/policy";
import { InvalidPolicy, type PolicyProblem } from "../../policy/document";
import { uselessIn, type Known } from "../../policy/useless";
import { escapeTerminal } from "../../report/escape-terminal";
import { ruleById } from "../../rules";
import { judgeGlobal } from "../../rules/pickle/globals/judge";
import type { OrganisationRequest } from "../organisation/request";
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
export async function checkPolicy(
  named: string | undefined,
  today: string,
  organisation?: OrganisationRequest,
): Promise<PolicyCheck> {
  const path = policyPath(named);
  const source = shownPath(path);
  const text = textOf(path, MAX_POLICY_BYTES);
  if (text === undefined) throw new ConfigurationError(`there is no ${source}. To write one: model-assay policy init`);
  let policy: Policy;
  try {
    policy = await readPolicy(text, source);
  } catch (error) {
    if (!(error instanceof InvalidPolicy)) throw error;
    return { source, problems: error.problems, warnings: [] };
  }
  const warnings = await uselessIn(text, policy, { ...RULES, today, own: named === undefined });
  if (organisation !== undefined) warnings.push(...(await notCounting(organisation, policy, text, today)));
  return { source, problems: [], warnings: warnings.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** What does not count under the organisation's policy. Throws as `fetchPolicy`. */
async function notCounting(
  request: OrganisationRequest,
  policy: Policy,
  text: string,
  today: string,
): Promise<PolicyProblem[]> {
  const { underOrganisation } = await import("../organisation/under-organisation");
  const alone = { policy, digest: null, source: "", path: "", events: [] };
  const { events } = await underOrganisation(request, alone, { policy, text, overrides: {} }, today);
  return events.map(({ line = 1, detail }) => ({ line, column: 1, message: detail }));
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
