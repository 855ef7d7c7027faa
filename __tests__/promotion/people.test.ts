import type { RequiredApproval } from "../../src/core/policy";
import type { Approval } from "../../src/core/promotion";
import { assign, candidatesOf } from "../../src/promotion/people";

const role = (name: string, people: readonly string[], count = 1): RequiredApproval => ({
  role: name,
  count,
  people,
  teams: [],
  environments: [],
  signers: [],
});
const yes = (by: string): Approval => ({ by, source: "review", of: "a".repeat(40), teams: [] });

const PEOPLE = ["p0", "p1", "p2", "p3"] as const;

/** The most places that can be filled, by trying everything. */
function mostPlaces(places: readonly (readonly string[])[], taken: ReadonlySet<string> = new Set()): number {
  const [first, ...rest] = places;
  if (first === undefined) return 0;
  let best = mostPlaces(rest, taken);
  for (const person of first)
    if (!taken.has(person)) best = Math.max(best, 1 + mostPlaces(rest, new Set([...taken, person])));
  return best;
}

const subset = (bits: number): string[] => PEOPLE.filter((_, index) => (bits >> index) & 1);

describe("who serves which role", () => {
  test("is as much as can be, for every choice of four people in three roles", () => {
    const wrong: string[] = [];
    for (let bits = 0; bits < 4096; bits++)
      for (const counts of [
        [1, 1, 1],
        [2, 1, 1],
        [1, 2, 1],
        [2, 2, 1],
      ] as const) {
        const roles = [0, 1, 2].map((at) => role(`r${at}`, subset((bits >> (4 * at)) & 15), counts[at]));
        const candidates = candidatesOf(roles, PEOPLE.map(yes));
        const { chosen, short } = assign(roles, candidates);
        const most = mostPlaces(roles.flatMap(({ people, count }) => Array<readonly string[]>(count).fill(people)));
        const all = [...chosen.values()].flat().map(({ by }) => by);
        const places = counts.reduce<number>((sum, each) => sum + each, 0);
        const fits = [...chosen].every(([{ people, count }, given]) => {
          return given.length <= count && given.every(({ by }) => people.includes(by));
        });
        // The roles that are said to be short have too few people among them, whatever is done: Hall's condition.
        const among = new Set(short.flatMap(({ people }) => people));
        const needed = short.reduce((sum, { count }) => sum + count, 0);
        const isHall = most === places ? short.length === 0 : among.size < needed;
        if (all.length !== most || new Set(all).size !== all.length || !fits || !isHall)
          wrong.push(`${bits} ${counts.join()}`);
      }
    expect(wrong).toEqual([]);
  });

  test("takes one login for one person, in whatever case it stands", () => {
    const roles = [role("security", ["Ada", "bob"]), role("platform", ["ada"])];
    const { chosen, short } = assign(roles, candidatesOf(roles, [yes("ADA"), yes("ada")]));
    expect([...chosen.values()].flat()).toHaveLength(1);
    expect(short).toHaveLength(2);
  });

  test("moves people that a later role needs more", () => {
    const roles = [role("security", ["ada", "bob"]), role("platform", ["ada"])];
    const { chosen, short } = assign(roles, candidatesOf(roles, [yes("ada"), yes("bob")]));
    expect(short).toEqual([]);
    expect([...chosen.values()].map(([one]) => one?.by)).toEqual(["bob", "ada"]);
  });

  test("passes over what does not count", () => {
    const roles = [role("security", ["ada"])];
    expect(assign(roles, candidatesOf(roles, [{ ...yes("ada"), discounted: "old" }])).short).toEqual(roles);
  });

  test("ends soon with a thousand people and roles of twenty", () => {
    const many = Array.from({ length: 1000 }, (_, index) => `p${index}`);
    const roles = Array.from({ length: 20 }, (_, index) => role(`r${index}`, many.slice(0, 399), 20));
    const { chosen, short } = assign(roles, candidatesOf(roles, many.map(yes)));
    expect([...chosen.values()].flat()).toHaveLength(399);
    expect(short).toHaveLength(20);
  });
});
