import { groupAdvisories, unreadableGroup } from "../../src/osv/group";
import { type Event, osvRecord } from "../support/osv-record";

const DEMO = { ecosystem: "PyPI", name: "demo" } as const;
const ALL: readonly Event[] = [{ introduced: "0" }];
const before = (fixed: string): readonly Event[] => [{ introduced: "0" }, { fixed }];
const record = (id: string, events: readonly Event[], aliases: string[] = [], more: object = {}) =>
  osvRecord(id, { events, more: { aliases, ...more } });
const grouped = (...args: Parameters<typeof record>[]) =>
  groupAdvisories(
    args.map((each) => record(...each)),
    DEMO,
    "1.0",
  );

test("one flaw under the ids of several databases", () => {
  const [flaw, ...rest] = grouped(
    ["PYSEC-2026-9", before("1.4"), ["CVE-2026-900", "CVE-2025-10000"]],
    ["CVE-2026-900", before("1.2")],
    ["GHSA-aaaa-bbbb-cccc", before("1.5"), ["CVE-2025-10000"], { summary: "A flaw", details: "Long" }],
  );
  expect(rest).toEqual([]);
  expect(flaw).toMatchObject({
    ids: ["CVE-2025-10000", "CVE-2026-900", "GHSA-aaaa-bbbb-cccc", "PYSEC-2026-9"],
    id: "GHSA-aaaa-bbbb-cccc",
    key: "CVE-2025-10000",
    summary: "A flaw",
    malicious: false,
    fixed: "1.5",
    url: "https://osv.dev/vulnerability/GHSA-aaaa-bbbb-cccc",
  });
  expect(flaw!.advisories.map(({ id }) => id)).toEqual(["CVE-2026-900", "GHSA-aaaa-bbbb-cccc", "PYSEC-2026-9"]);
  expect(flaw!.unreadable).toBeUndefined();
});

test("public since the first of its records, whichever of them applies", () => {
  const [flaw, other] = grouped(
    ["GHSA-1", ALL, ["CVE-2026-1"], { published: "2026-08-02T00:00:00Z" }],
    ["PYSEC-1", before("0.5"), ["CVE-2026-1"], { published: "2026-08-01T12:00:00Z" }],
    ["PYSEC-2", ALL],
  );
  expect([flaw!.published, other!.published]).toEqual(["2026-08-01T12:00:00Z", undefined]);
  expect(other).not.toHaveProperty("published");
});

test("different flaws, by id", () => {
  const flaws = grouped(["PYSEC-2", ALL], ["PYSEC-1", ALL, ["CVE-2026-1"]], ["PYSEC-3", before("0.9")]);
  expect(flaws.map(({ id }) => id)).toEqual(["PYSEC-1", "PYSEC-2"]);
  expect(flaws.map(({ key }) => key)).toEqual(["CVE-2026-1", "PYSEC-2"]);
});

test("a record that does not apply links, names and rates, and does not count", () => {
  const [flaw] = grouped(
    ["PYSEC-1", ALL, ["CVE-2026-5"]],
    ["GHSA-1", before("0.5"), ["CVE-2026-5"], { database_specific: { severity: "HIGH" } }],
  );
  expect(flaw).toMatchObject({ id: "PYSEC-1", ids: ["CVE-2026-5", "GHSA-1", "PYSEC-1"], severity: "high" });
  expect(flaw!.advisories.map(({ id }) => id)).toEqual(["PYSEC-1"]);
});

test("a withdrawn record neither counts nor links", () => {
  const gone = { withdrawn: "2026-01-02T00:00:00Z" };
  expect(grouped(["PYSEC-1", ALL, [], gone])).toEqual([]);
  expect(grouped(["A-1", ALL, ["X"]], ["A-2", ALL, ["Y"]], ["A-3", ALL, ["X", "Y"], gone])).toHaveLength(2);
});

test("a record that cannot be read is a gap, unless another of the flaw decides", () => {
  const soon = [{ introduced: "0" }, { fixed: "soon" }];
  expect(grouped(["PYSEC-1", soon, ["CVE-2026-1"]])).toMatchObject([
    { id: "PYSEC-1", unreadable: `the record's fixed "soon" is not a version of PyPI` },
  ]);
  expect(grouped(["PYSEC-1", soon, ["CVE-2026-1"]], ["GHSA-1", before("0.9"), ["CVE-2026-1"]])).toEqual([]);
  const [flaw] = grouped(["PYSEC-1", soon, ["CVE-2026-1"]], ["GHSA-1", before("1.2"), ["CVE-2026-1"]]);
  expect(flaw).toMatchObject({ id: "GHSA-1", fixed: "1.2" });
  expect(flaw!.unreadable).toBeUndefined();
});

test("malware is said", () => {
  expect(grouped(["MAL-2026-1", ALL])).toMatchObject([{ malicious: true, id: "MAL-2026-1" }]);
});

test("a fix is a version that some record of the package names, and that this flaw does not affect", () => {
  const last = [{ introduced: "0" }, { last_affected: "1.3" }];
  const flaws = grouped(["A-1", last], ["A-2", before("1.2")], ["A-3", before("1.4rc1")], ["A-4", before("1.4")]);
  expect(flaws.map(({ fixed }) => fixed)).toEqual(["1.4", "1.2", "1.4", "1.4"]);
  expect(grouped(["A-1", ALL])[0]!.fixed).toBeUndefined();
});

test.each([
  ["  A\n flaw ", "details", "A flaw"],
  ["", "### Impact\n\nAnyone can.\nMore.", "Anyone can."],
  ["", "", ""],
  ["x".repeat(300), "", `${"x".repeat(199)}…`],
  [`${"x".repeat(198)}😀y`, "", `${"x".repeat(198)}…`],
])("a summary is short: %j, %j", (summary, details, told) => {
  expect(grouped(["A-1", ALL, [], { summary, details }])[0]!.summary).toBe(told);
});

test("ids that the input controls are names only", () => {
  const flaws = grouped(["__proto__", ALL, ["constructor"]], ["toString", ALL, ["constructor"]]);
  expect(flaws).toMatchObject([{ ids: ["__proto__", "constructor", "toString"], key: "__proto__" }]);
  expect(unreadableGroup("a/../b", "odd")).toMatchObject({ url: "https://osv.dev/vulnerability/a%2F..%2Fb" });
});

test("a long chain of aliases is one flaw, soon", () => {
  const chain = Array.from({ length: 5_000 }, (_, index) => record(`A-${index}`, ALL, [`A-${index + 1}`]));
  const start = performance.now();
  expect(groupAdvisories(chain, DEMO, "1.0")).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(120_000);
});
