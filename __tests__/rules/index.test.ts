import { RULES, ruleById } from "../../src/rules";

describe("the list of rules", () => {
  test("ids are well-formed, unique and in order", () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids.filter((id) => !/^MA-[A-Z]{3}-\d{3}$/.test(id))).toEqual([]);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test("names are unique and kebab-case; every sentence is one", () => {
    const names = RULES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary, remedy, since } of RULES) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(summary).toMatch(/^[A-Za-z].*[^.]$/);
      expect(remedy).toMatch(/^[A-Z].*\.$|pull\.$/);
      expect(since).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  test("a rule is found by its id", () => {
    expect(ruleById("MA-PKL-001")?.name).toBe("dangerous-global");
    expect(ruleById("MA-XXX-999")).toBeUndefined();
  });
});
