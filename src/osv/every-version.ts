import type { Advisory, PackageQuery } from "../core/advisory";
import { affectedOf } from "./affects";

/**
 * Records of malware that mean every version a package has had or will have: then it does not matter which one an open
 * dependency would install. A range from 0 without an end says so.
 */
export function condemned(advisories: readonly Advisory[], query: PackageQuery): readonly Advisory[] {
  return advisories.filter(
    (advisory) =>
      advisory.id.startsWith("MAL-") &&
      advisory.withdrawn === undefined &&
      affectedOf(advisory, query).some(({ ranges }) => ranges.some(isEndless)),
  );
}

function isEndless({ type, events }: Advisory["affected"][number]["ranges"][number]): boolean {
  return (
    type !== "GIT" &&
    events.length > 0 &&
    events.every(({ introduced }) => introduced === "0" || introduced === "0.0.0")
  );
}
