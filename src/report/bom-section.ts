import type { CoverageLine, CoverageState } from "../core/coverage";
import type { BomRecord } from "../core/report";
import { htmlTable, Space } from "./html-table";
import { count, list } from "./quantities";
import { renderBomDiff } from "./bom-diff";

/** What the bill of materials has: how many of each, how it differs from the base's, and what is known of them. */

const GROUPS: Readonly<Record<CoverageLine["group"], string>> = {
  ntia: "minimum elements (NTIA)",
  model: "models",
  data: "data",
  lineage: "lineage",
};

const STATES: Readonly<Record<CoverageState, string>> = {
  present: "present",
  absent: "absent",
  "not-applicable": "not applicable",
};

/** UTF-8 bytes of the table of coverage, whose rows are ours. */
const MAX_BYTES = 20_000;

/** `3 models, 1 dataset and 120 packages`; undefined where it has nothing. */
export function bomCounts({ models, datasets, containers, packages, missing }: BomRecord): string | undefined {
  const counted = [
    [models, "model"],
    [datasets, "dataset"],
    [containers, "image"],
    [packages, "package"],
  ] as const;
  const words = counted.filter(([n]) => n > 0).map(([n, one]) => count(n, one));
  if (words.length === 0 && missing === 0) return undefined;
  const absent =
    missing === 0
      ? ""
      : ` ${count(missing, "file could not be read and stands", "files could not be read and stand")} in it by name.`;
  return `The whole tree has ${list(words) || "nothing that a bill of materials lists"}.${absent}`;
}

/** For a job summary: the difference open, the coverage folded. Empty where there is nothing to tell. */
export function bomMarkdown(bom: BomRecord): string[] {
  const counts = bomCounts(bom);
  if (counts === undefined && (bom.changes?.length ?? 0) === 0) return [];
  const known = bom.coverage.filter(({ state }) => state === "present").length;
  const asked = bom.coverage.filter(({ state }) => state !== "not-applicable").length;
  const rows = htmlTable(["Of", "Element", "State"], bom.coverage, coverageWords, new Space(MAX_BYTES));
  return [
    "### Bill of materials",
    `<p>${counts ?? "The whole tree has nothing that a bill of materials lists."}</p>`,
    ...(bom.changes === undefined ? [] : [renderBomDiff(bom.changes, "markdown").trimEnd()]),
    `<details><summary>What it knows of them: ${known} of ${asked} elements</summary>\n${rows}\n</details>`,
  ];
}

/** For a terminal; without the coverage, which `model-assay bom` shows. */
export function bomText(bom: BomRecord): string[] {
  const counts = bomCounts(bom);
  if (counts === undefined && (bom.changes?.length ?? 0) === 0) return [];
  const changes = bom.changes === undefined ? [] : renderBomDiff(bom.changes, "text").trimEnd().split("\n");
  return [...(counts === undefined ? [] : [counts]), ...changes].map((line) => `  ${line}`);
}

/** The coverage as lines: what is present, and what is absent of each group. */
export function coverageText(coverage: readonly CoverageLine[]): string[] {
  return (Object.keys(GROUPS) as CoverageLine["group"][]).flatMap((group) => {
    const some = coverage.filter((line) => line.group === group && line.state !== "not-applicable");
    if (some.length === 0) return [];
    const absent = some.filter(({ state }) => state === "absent").map(({ element }) => element);
    const words = absent.length === 0 ? "all present" : `absent: ${absent.join(", ")}`;
    return [`  ${GROUPS[group]}: ${some.length - absent.length} of ${some.length}, ${words}`];
  });
}

/** One line of the coverage, in words. */
export function coverageWords({
  group,
  element,
  state,
}: CoverageLine): [group: string, element: string, state: string] {
  return [GROUPS[group], element, STATES[state]];
}
