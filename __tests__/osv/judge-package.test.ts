import type { PackageRecords } from "../../src/core/advisory";
import { judgePackage } from "../../src/osv/judge-package";
import { type Event, osvRecord } from "../support/osv-record";
import { lockedPackage } from "../support/package-facts";

const pkg = lockedPackage({ name: "Demo", version: "1.0" });
const { purl, at } = pkg;
const open = { name: "Demo", ecosystem: "PyPI", purl, at } as const;
const elsewhere = { name: "Demo", version: "1.0", purl, at };
const records = (...events: readonly (readonly Event[])[]): PackageRecords => ({
  advisories: events.map((each, index) => osvRecord(`A-${index}`, { events: each })),
  unreadable: [],
});
const ALL = [{ introduced: "0" }];
const SOON = [{ introduced: "0" }, { fixed: "soon" }];

test("clean is only what was looked up and is not affected", () => {
  expect(judgePackage(pkg, records([{ introduced: "2" }]))).toEqual({ status: "clean", flaws: [] });
  expect(judgePackage(pkg, records())).toEqual({ status: "clean", flaws: [] });
});

test("vulnerable, with the version that nothing affects, and the gaps beside", () => {
  const judged = judgePackage(
    pkg,
    records([{ introduced: "0" }, { fixed: "1.2" }], SOON, [{ introduced: "1.1" }, { fixed: "1.3" }]),
  );
  expect(judged).toMatchObject({ status: "vulnerable", fixed: "1.3" });
  expect(judged.flaws.map(({ id, fixed, unreadable }) => [id, fixed, unreadable !== undefined])).toEqual([
    ["A-0", "1.2", false],
    ["A-1", undefined, true],
  ]);
  expect(judgePackage(pkg, records(ALL))).not.toHaveProperty("fixed");
});

test.each([
  ["lookup-failed", "timed out", pkg, { failed: "timed out" }],
  ["unlocked", ">=2.0", { ...open, unlocked: ">=2.0" }, records(ALL)],
  ["unlocked", ">=2.0", { ...pkg, unlocked: ">=2.0" }, records()],
  [
    "no-database",
    "url https://example.com/demo.whl",
    { ...pkg, source: { kind: "url", where: "https://example.com/demo.whl" } } as const,
    records(),
  ],
  ["unlocked", undefined, open, records(ALL)],
  ["no-database", undefined, elsewhere, records()],
  [
    "no-database",
    "channel conda-forge",
    { ...elsewhere, source: { kind: "channel", where: "conda-forge" } } as const,
    records(),
  ],
] as const)("unchecked: %s (%s)", (reason, detail, given, found) => {
  expect(judgePackage(given, found)).toEqual({
    status: "unchecked",
    reason,
    ...(detail === undefined ? {} : { detail }),
    flaws: [],
  });
});

test("unchecked where only what cannot be read is left", () => {
  const judged = judgePackage(pkg, { ...records(SOON), unreadable: [{ id: "B-1", detail: "id is not a text" }] });
  expect(judged).toMatchObject({ status: "unchecked", reason: "unreadable-advisory" });
  expect(judged.detail).toBe(`A-0: the record's fixed "soon" is not a version of PyPI; B-1: id is not a text`);
  expect(judged.flaws).toHaveLength(2);
  const many = Array.from({ length: 9 }, (_unused, index) => ({ id: `B-${index}`, detail: "odd" }));
  expect(judgePackage(pkg, { advisories: [], unreadable: many }).detail).toMatch(/; and 6 more$/);
});

test("a version that is known is judged, wherever it comes from and whoever says it", () => {
  expect(judgePackage({ ...pkg, unlocked: "demo-1.0.whl" }, records(ALL)).status).toBe("vulnerable");
  const source = { kind: "index", where: "https://pypi.example" } as const;
  expect(judgePackage({ ...pkg, source }, records(ALL)).status).toBe("vulnerable");
});

test("a package with 500 records takes a fraction of a millisecond for each", () => {
  const versions = Array.from({ length: 200 }, (_unused, index) => `1.${index}.0`);
  const advisories = Array.from({ length: 500 }, (_unused, index) =>
    osvRecord(`A-${index}`, { events: [{ introduced: "0" }, { fixed: `1.${index}` }], versions }),
  );
  const start = performance.now();
  expect(judgePackage(pkg, { advisories, unreadable: [] }).status).toBe("vulnerable");
  expect(performance.now() - start).toBeLessThan(120_000);
});
