import { compareSeverity } from "../../core/severity";
import type { GroupedFinding } from "../groups";
import { markOf } from "./finding-rows";
import type { PickleLine, PickleView } from "./page-data";
import { pageText } from "./page-text";

/** Pickles that are shown, and lines of each. */
const MAX_PICKLES = 100;
const MAX_LINES = 200;

/** The code of pickles that findings are about, the worst pickle first, each in the order of its bytes. */
export function pickleViews(all: readonly GroupedFinding[]): PickleView[] {
  const pickles = new Map<string, { where: string; found: GroupedFinding[] }>();
  for (const each of all) {
    const { rule, evidence, location } = each.finding;
    if (!rule.startsWith("MA-PKL-") || evidence === undefined) continue;
    const { path, inside } = location;
    const key = JSON.stringify([path, ...inside]);
    const pickle = pickles.get(key) ?? { where: [path, ...inside].join(" > "), found: [] };
    pickles.set(key, pickle);
    pickle.found.push(each);
  }
  return [...pickles.values()].slice(0, MAX_PICKLES).map(({ where, found }) => ({
    where: pageText(where),
    lines: found.sort(byPlace).slice(0, MAX_LINES).map(pickleLine),
  }));
}

function byPlace({ finding: a }: GroupedFinding, { finding: b }: GroupedFinding): number {
  return (a.location.offset ?? 0) - (b.location.offset ?? 0) || compareSeverity(a.severity, b.severity);
}

function pickleLine({ finding, group }: GroupedFinding): PickleLine {
  const { evidence = "", severity, message, location } = finding;
  const code = pageText(evidence);
  const offset = location.offset === undefined ? "" : `0x${location.offset.toString(16)}`;
  return { offset, code, ...markOf(finding, code), severity, group, message: pageText(message, 300) };
}
