import type { RequiredApproval } from "../core/policy";
import type { Approval } from "../core/promotion";
import { byCodePoint } from "../core/order";

/** How a person is known everywhere: logins are the same in any case. */
export function personKey(name: string): string {
  return name.toLowerCase();
}

/** Whether an approval is one that the role takes, whatever else speaks against it. */
export function serves(role: RequiredApproval, approval: Approval): boolean {
  const by = personKey(approval.by);
  switch (approval.source) {
    case "review":
      return (
        role.people.some((each) => personKey(each) === by) || role.teams.some((team) => approval.teams.includes(team))
      );
    case "environment":
      return role.environments.some((each) => personKey(each) === personKey(approval.environment ?? ""));
    case "statement":
      return approval.role === role.role && role.signers.some(({ person }) => personKey(person) === by);
  }
}

/** Who counts for which role: by role, in the policy's order, people in lower case with their first approval for it. */
export type Candidates = ReadonlyMap<RequiredApproval, ReadonlyMap<string, Approval>>;

export function candidatesOf(required: readonly RequiredApproval[], approvals: readonly Approval[]): Candidates {
  const counting = approvals.filter(({ discounted }) => discounted === undefined);
  return new Map(
    required.map((role) => {
      const people = new Map<string, Approval>();
      for (const approval of counting)
        if (serves(role, approval) && !people.has(personKey(approval.by))) people.set(personKey(approval.by), approval);
      return [role, new Map([...people].sort(([a], [b]) => byCodePoint(a, b)))];
    }),
  );
}

export interface Assignment {
  /** Who serves each role; nobody serves two. As many as can be. */
  readonly chosen: ReadonlyMap<RequiredApproval, readonly Approval[]>;
  /** Roles that share too few people among them, where one of them has too few; empty where each has its people. */
  readonly short: readonly RequiredApproval[];
}

/**
 * The most places of roles that different people can take: bipartite matching by augmenting paths. A policy has some roles of up to
 * 20 places, and `candidatesOf` brings up to a thousand people, so this is some million steps at most.
 */
export function assign(required: readonly RequiredApproval[], candidates: Candidates): Assignment {
  const taken = new Map<string, RequiredApproval>();
  const place = (role: RequiredApproval, seen: Set<string>): boolean => {
    for (const person of candidates.get(role)?.keys() ?? []) {
      if (seen.has(person)) continue;
      seen.add(person);
      const other = taken.get(person);
      if (other !== undefined && !place(other, seen)) continue;
      taken.set(person, role);
      return true;
    }
    return false;
  };
  const short = new Set<RequiredApproval>();
  for (const role of required)
    for (let at = 0; at < role.count; at++) {
      const seen = new Set<string>();
      if (place(role, seen)) continue;
      // Everyone that could be moved was tried: these roles have no more people among them than stand in `seen`.
      short.add(role);
      for (const person of seen) short.add(taken.get(person)!);
    }
  const chosen = new Map(
    required.map((role) => [
      role,
      [...(candidates.get(role) ?? [])]
        .filter(([person]) => taken.get(person) === role)
        .map(([, approval]) => approval),
    ]),
  );
  return { chosen, short: required.filter((role) => short.has(role)) };
}
