import type { Policy, RequiredApproval } from "../core/policy";
import { twice, type Notice } from "./notice";

/** Roles whose people are held against each other. Nobody has a hundred; each step of the search is a call. CWE-674. */
const MAX_ROLES = 100;

/**
 * Roles that nobody can fill: where only people are named, and they are too few, or all of them are needed for the roles before. Who is in a
 * team, or reviews an environment, is not known here.
 */
export function unfillable({ promotion }: Policy): Notice[] {
  const { approvals = [], builders, deciders } = promotion;
  const taken = new Map<string, number>();
  const notices = approvals.flatMap((approval, at): Notice[] => {
    const path = ["promotion", "approvals", at] as const;
    const double = twice(approval.people, [...path, "people"], (login) => [login.toLowerCase()]);
    const people = namedOnly(approval);
    if (people === undefined) return double;
    const { role, count } = approval;
    if (people.length < count) {
      const named = people.length === 1 ? "1 person is" : `${people.length} people are`;
      return [
        ...double,
        { path: [...path, "role"], message: `${role} wants ${count}, and ${named} named: nobody can fill it` },
      ];
    }
    for (let place = 0; place < count && approvals.length <= MAX_ROLES; place++)
      if (!seat(at, people, taken, approvals, new Set())) {
        const message = `${role} cannot be filled: who could is needed for another role, and two roles need two different people`;
        return [...double, { path: [...path, "role"], message }];
      }
    return double;
  });
  const none = (["builders", "deciders"] as const).filter((key) => promotion[key]?.length === 0);
  const what = { builders: "built what is promoted", deciders: "decided" };
  return [
    ...notices,
    ...(builders?.length === 0 || deciders?.length === 0
      ? none.map((key) => ({ path: ["promotion", key], message: `nobody may have ${what[key]}: no model passes` }))
      : []),
  ];
}

/** Logins, where nobody else can fill it. */
function namedOnly({ people, teams, environments, signers }: RequiredApproval): string[] | undefined {
  if (teams.length + environments.length > 0) return undefined;
  return [...new Set([...people, ...signers.map(({ person }) => person)].map((login) => login.toLowerCase()))];
}

/** Finds one more person for a role, moving others between roles where that helps (augmenting paths of a matching). */
function seat(
  role: number,
  people: readonly string[],
  taken: Map<string, number>,
  approvals: readonly RequiredApproval[],
  tried: Set<string>,
): boolean {
  for (const person of people) {
    if (tried.has(person)) continue;
    tried.add(person);
    const other = taken.get(person);
    if (other === role) continue;
    if (other === undefined || seat(other, namedOnly(approvals[other]!) ?? [], taken, approvals, tried)) {
      taken.set(person, role);
      return true;
    }
  }
  return false;
}
