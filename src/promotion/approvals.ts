import type { RequiredApproval } from "../core/policy";
import type { Approval, Approvals, Check } from "../core/promotion";
import type { RefusedStatement } from "../core/verification";
import { assign, candidatesOf, personKey, serves, type Candidates } from "./people";

export interface GivenApprovals extends Approvals {
  /** Signed approvals that do not hold, to tell of where one is missing. */
  readonly refused?: readonly RefusedStatement[];
}

/** Lines of one kind that are told. Anybody may review a public pull request. */
const MAX_TOLD = 20;

/**
 * Whether everything that the policy wants was said yes to: each role by `count` different people who may, and nobody for two roles.
 * `fail` where somebody rejected or an approval is missing; `unknown` where a source could not be asked, whatever the others say, and
 * where what is missing may be in one that was left out (offline).
 */
export function decideApprovals(required: readonly RequiredApproval[] | undefined, given: GivenApprovals): Check {
  if (required === undefined)
    return {
      id: "approvals",
      status: "fail",
      evidence: [],
      problems: [
        "Nobody has said who approves: name the roles under promotion.approvals in the policy ([] where no approval is needed).",
      ],
    };
  if (required.length === 0) return { id: "approvals", status: "not-required", evidence: [], problems: [] };
  const candidates = candidatesOf(required, given.approvals);
  const { chosen, short } = assign(required, candidates);
  const notAsked = given.notAsked ?? [];
  const evidence = [
    ...required.flatMap((role) => (chosen.get(role) ?? []).map((approval) => `${role.role}: ${told(approval)}`)),
    ...given.asked.map((asked) => `Asked: ${asked}`),
    ...notAsked.map(({ why }) => `Not asked: ${why}`),
  ];
  const problems = [
    ...given.rejections.map((words) => `${words}.`),
    ...given.problems.map((words) => `Approvals could not be asked for: ${words}.`),
    ...(short.length > 0 ? lacks(required, candidates, given) : []),
  ];
  return { id: "approvals", status: statusOf(short, given), evidence, problems };
}

function statusOf(short: readonly RequiredApproval[], given: GivenApprovals): Check["status"] {
  if (given.rejections.length > 0) return "fail";
  if (given.problems.length > 0) return "unknown";
  if (short.length === 0) return "pass";
  const isOpen = (given.notAsked ?? []).some(({ source }) => short.some((role) => takesFrom(role, source)));
  return isOpen ? "unknown" : "fail";
}

function takesFrom(role: RequiredApproval, source: Approval["source"]): boolean {
  if (source === "statement") return role.signers.length > 0;
  return source === "environment" ? role.environments.length > 0 : role.people.length + role.teams.length > 0;
}

function told(approval: Approval): string {
  return `${approval.by}, ${placeOf(approval)}`;
}

function placeOf({ source, where, of }: Approval): string {
  return `${where ?? source} ${source === "statement" ? "of" : "at"} ${of.slice(0, 7)}`;
}

/** Why it is not enough: which role lacks whom, then what was there and does not count. */
function lacks(required: readonly RequiredApproval[], candidates: Candidates, given: GivenApprovals): string[] {
  const alone = required.filter((role) => (candidates.get(role)?.size ?? 0) < role.count);
  const sharing = assign(
    required.filter((role) => !alone.includes(role)),
    candidates,
  ).short;
  const { refused = [], approvals } = given;
  const discounted = approvals.filter((each) => each.discounted !== undefined);
  const strangers = approvals.filter(
    (each) => each.discounted === undefined && ![...candidates.keys()].some((role) => serves(role, each)),
  );
  const strange = strangers.map(
    (each) => `${told(each)}: does not count, ${each.by} is not one of those named for a role.`,
  );
  return [
    ...alone.map((role) => lackOf(role, candidates)),
    ...(sharing.length > 0 ? [shared(sharing, candidates)] : []),
    ...atMost(discounted.map((each) => `${told(each)}: does not count, ${each.discounted ?? ""}.`)),
    ...atMost([...new Set(strange)]),
    ...atMost(refused.map(({ message }) => `A signed approval does not hold: ${message}`)),
  ];
}

function lackOf(role: RequiredApproval, candidates: Candidates): string {
  const there = candidates.get(role)?.size ?? 0;
  const lack =
    there === 0
      ? `nobody has approved who may`
      : `${there} of ${role.count} people ${there === 1 ? "has" : "have"} approved`;
  return `${role.role}: ${lack}. ${whoMay(role)}.`;
}

/** Enough approvals for each role, but not by enough people. */
function shared(short: readonly RequiredApproval[], candidates: Candidates): string {
  const people = new Map(short.flatMap((role) => [...(candidates.get(role) ?? [])]));
  const names = [...people.values()].map(({ by }) => by);
  const places = short.reduce((sum, { count }) => sum + count, 0);
  const roles = short.map(({ role }) => role).join(" and ");
  return `${roles}: take ${places} different people, since nobody approves for two roles, and only ${names.join(", ")} approved.`;
}

function whoMay({ people, teams, environments, signers }: RequiredApproval): string {
  const signing = new Map(signers.map(({ person }) => [personKey(person), person]));
  const ways = [
    ...(people.length > 0 ? [`${people.join(", ")} by a review of the pull request`] : []),
    ...(teams.length > 0 ? [`members of ${teams.join(", ")} by a review of the pull request`] : []),
    ...(environments.length > 0 ? [`reviewers of the environment ${environments.join(" or ")} in this run`] : []),
    ...(signing.size > 0 ? [`${[...signing.values()].join(", ")} by signing (model-assay approve)`] : []),
  ];
  return `Who may: ${ways.join("; ")}`;
}

function atMost(lines: readonly string[]): string[] {
  const more = lines.length - MAX_TOLD;
  return more > 0 ? [...lines.slice(0, MAX_TOLD), `And ${more} more like these.`] : [...lines];
}
