import type { RangeEvent } from "../../src/core/advisory";
import { condemned } from "../../src/osv/every-version";
import { advisory } from "../support/package-facts";

const QUERY = { ecosystem: "PyPI", name: "ascii2text" } as const;
const record = (id: string, events: RangeEvent[], more = {}) =>
  advisory({
    id,
    affected: [
      { ecosystem: "PyPI", name: "ascii2text", versions: [], severity: [], ranges: [{ type: "ECOSYSTEM", events }] },
    ],
    ...more,
  });

test.each<[string, RangeEvent[], boolean]>([
  ["from 0 without an end", [{ introduced: "0" }], true],
  ["from 0 to a fix", [{ introduced: "0" }, { fixed: "2.0" }], false],
  ["from 0 to a last version", [{ introduced: "0" }, { lastAffected: "2.0" }], false],
  ["from a version on", [{ introduced: "1.2" }], false],
  ["a range without events", [], false],
])("%s: %j", (_, events, all) => expect(condemned([record("MAL-2022-7421", events)], QUERY)).toHaveLength(all ? 1 : 0));

test("a vulnerability of every version is no malware, and what is withdrawn does not count", () => {
  const events = [{ introduced: "0" }];
  expect(condemned([record("GHSA-2wg3-9fjw-vjvj", events)], QUERY)).toEqual([]);
  expect(condemned([record("MAL-2022-7421", events, { withdrawn: "2023-01-01T00:00:00Z" })], QUERY)).toEqual([]);
});

test("a record of another package does not count", () =>
  expect(condemned([record("MAL-2022-7421", [{ introduced: "0" }])], { ...QUERY, name: "art" })).toEqual([]));
