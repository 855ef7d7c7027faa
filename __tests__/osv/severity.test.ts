import { ratingOf, scoreOf, severityOf } from "../../src/osv/severity";
import { osvRecord } from "../support/osv-record";

const DEMO = { ecosystem: "PyPI", name: "demo" } as const;
const V2 = { type: "CVSS_V2", score: "AV:N/AC:L/Au:N/C:P/I:P/A:P" };
const V3 = { type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" };
const V4 = { type: "CVSS_V4", score: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N" };
const of = (more: Record<string, unknown>) => severityOf([osvRecord("X-1", { more })], DEMO);

test.each([
  [V2, 7.5],
  [V3, 9.8],
  [{ type: "CVSS_V3", score: "CVSS:3.0/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N" }, 2.2],
  // What is known of the threat lowers a score of v4, and is left out in v3, as databases show them.
  [{ ...V3, score: `${V3.score}/E:U` }, 9.8],
  [{ type: "CVSS_V4", score: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N" }, 9.3],
  [{ type: "CVSS_V4", score: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P" }, 8.9],
])("scores %j", (vector, score) => {
  expect(scoreOf(vector)).toBe(score);
});

test.each([
  "",
  "9.8",
  "HIGH",
  "CVSS:3.1/AV:N",
  "CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
  "CVSS:9.9/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
  `${V3.score}${"/E:X".repeat(1_000)}`,
  "\0".repeat(100),
])("gives no score to %j", (score) => {
  expect(scoreOf({ type: "CVSS_V3", score })).toBeUndefined();
});

test("reads vectors of CVSS only", () => {
  expect(scoreOf({ type: "Ubuntu", score: V3.score })).toBeUndefined();
});

test("has the words of the specification", () => {
  expect([0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map(ratingOf)).toEqual([
    "none",
    "low",
    "low",
    "medium",
    "medium",
    "high",
    "high",
    "critical",
    "critical",
  ]);
});

test("takes the highest of all records, vectors and words", () => {
  expect(of({ severity: [V4, V3] })).toEqual({ score: 9.8, severity: "critical" });
  expect(of({ severity: [V4], database_specific: { severity: "HIGH" } })).toEqual({ score: 6.9, severity: "high" });
  expect(of({ severity: [V3], database_specific: { severity: "low" } })).toEqual({ score: 9.8, severity: "critical" });
  expect(of({ database_specific: { severity: "MODERATE" } })).toEqual({ severity: "medium" });
  const two = [osvRecord("X-1", { more: { severity: [V4] } }), osvRecord("X-2", { more: { severity: [V2] } })];
  expect(severityOf(two, DEMO)).toEqual({ score: 7.5, severity: "high" });
});

test("knows nothing where nothing is said", () => {
  expect(of({})).toEqual({});
  expect(of({ severity: [{ type: "CVSS_V3", score: "bad" }], database_specific: { severity: "__proto__" } })).toEqual(
    {},
  );
});

test("prefers what is said of the package to what is said of the flaw", () => {
  const affected = [
    { package: { ecosystem: "PyPI", name: "demo" }, severity: [V2] },
    { package: { ecosystem: "PyPI", name: "other" }, severity: [V3] },
  ];
  expect(of({ affected, severity: [V3] })).toEqual({ score: 7.5, severity: "high" });
});
