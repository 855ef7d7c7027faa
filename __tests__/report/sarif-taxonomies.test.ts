import { supportedBy } from "../../src/frameworks";
import { failing, readReport, render, reportNames } from "./fixtures";

interface Reference {
  name: string;
  guid: string;
}
interface Log {
  runs: [
    {
      tool: {
        driver: {
          rules: {
            id: string;
            relationships?: { target: { id: string; toolComponent: Reference }; kinds: string[] }[];
          }[];
          supportedTaxonomies?: Reference[];
        };
      };
      taxonomies?: (Reference & { isComprehensive: boolean; taxa: { id: string; helpUri: string }[] })[];
    },
  ];
}

const logOf = (report: ReturnType<typeof readReport>) => (JSON.parse(render("sarif", report)) as Log).runs[0];

test("a run without findings says nothing of frameworks", () => {
  const run = logOf(readReport("pass"));
  expect(run.taxonomies).toBeUndefined();
  expect(run.tool.driver.supportedTaxonomies).toBeUndefined();
  expect(run.tool.driver.rules.filter(({ relationships }) => relationships !== undefined)).toEqual([]);
});

test.each(reportNames)("in %s, references lead to taxa, and no taxon is there for nothing", (name) => {
  const { tool, taxonomies = [] } = logOf(readReport(name));
  const targets = tool.driver.rules.flatMap(({ relationships = [] }) => relationships.map(({ target }) => target));
  const there = taxonomies.flatMap(({ guid, taxa }) => taxa.map(({ id }) => `${guid} ${id}`));
  const asked = targets.map(({ id, toolComponent }) => `${toolComponent.guid} ${id}`);
  expect([...new Set(asked)].sort()).toEqual([...there].sort());
  expect(tool.driver.supportedTaxonomies ?? []).toEqual(
    taxonomies.map((each) => ({ name: each.name, guid: each.guid })),
  );
});

test("only rules that found something are related, as relevant and no more", () => {
  const { tool, taxonomies } = logOf(failing({ rule: "MA-PKL-001" }));
  const related = tool.driver.rules.filter(({ relationships }) => relationships !== undefined);
  expect(related.map(({ id }) => id)).toEqual(["MA-PKL-001"]);
  const { relationships } = related[0]!;
  expect(relationships!.map(({ target }) => target.id)).toEqual(
    supportedBy("MA-PKL-001").flatMap(({ items }) => items.map(({ id }) => id)),
  );
  // `superset` or `equal` would make each result an instance of the item.
  expect(new Set(relationships!.flatMap(({ kinds }) => kinds))).toEqual(new Set(["relevant"]));
  expect(taxonomies!.every(({ isComprehensive }) => !isComprehensive)).toBe(true);
});

test("a finding of a rule that is not in the list is told without frameworks", () => {
  // The list of the golden reports has four rules; this one is in the table of frameworks, and not in the list.
  for (const rule of ["MA-XXX-999", "MA-DEP-001"] as const) expect(logOf(failing({ rule })).taxonomies).toBeUndefined();
});
