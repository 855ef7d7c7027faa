import { Malformed } from "../../src/core/bytes";
import { readAdvisory } from "../../src/osv/record";

const MINIMAL = { id: "PYSEC-2026-1", modified: "2026-01-01T00:00:00Z" };
const withAffected = (affected: unknown) => ({ ...MINIMAL, affected: [affected] });
const PACKAGE = { ecosystem: "PyPI", name: "demo" };

test("reads what is used and nothing else", () => {
  const record = readAdvisory({
    ...MINIMAL,
    schema_version: "99.0",
    published: 7,
    withdrawn: null,
    aliases: ["CVE-2026-1"],
    summary: "A flaw",
    details: "In words",
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/x" }],
    database_specific: { severity: "HIGH", __proto__: { polluted: true } },
    references: [{ type: "WEB", url: "https://example.com/a" }],
    affected: [
      {
        package: { ...PACKAGE, purl: 3 },
        ranges: [
          {
            type: "ECOSYSTEM",
            events: [{ introduced: "0" }, { last_affected: "1.0" }, { limit: "*" }, { fixed: "2" }],
          },
          { type: "GIT", repo: "https://example.com", events: [{ introduced: "0" }, { fixed: "abc" }] },
        ],
        versions: ["1.0"],
        severity: null,
        ecosystem_specific: { severity: "LOW" },
      },
      { ranges: null },
    ],
  });
  expect(record).toEqual({
    ...MINIMAL,
    aliases: ["CVE-2026-1"],
    summary: "A flaw",
    details: "In words",
    severity: [{ type: "CVSS_V3", score: "CVSS:3.1/x" }],
    databaseSeverity: "HIGH",
    references: ["https://example.com/a"],
    affected: [
      {
        ...PACKAGE,
        ranges: [
          { type: "ECOSYSTEM", events: [{ introduced: "0" }, { lastAffected: "1.0" }, { limit: "*" }, { fixed: "2" }] },
          { type: "GIT", events: [] },
        ],
        versions: ["1.0"],
        severity: [],
        databaseSeverity: "LOW",
      },
      { ecosystem: "", name: "", ranges: [], versions: [], severity: [] },
    ],
  });
});

test.each([
  ["2026-08-01T00:00:00Z", "2026-08-01T00:00:00Z"],
  ["2026-08-01T01:30:00.123456+02:00", "2026-07-31T23:30:00Z"],
  ["2026-02-30T00:00:99Z", undefined],
  ["yesterday", undefined],
  [null, undefined],
  // Go's databases where nobody knows it, and times that Rego has no room for.
  ["0001-01-01T00:00:00Z", undefined],
  ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"],
  ["2261-12-31T23:59:59Z", "2261-12-31T23:59:59Z"],
  ["2262-01-01T00:00:00Z", undefined],
  ["9999-12-31T23:59:59Z", undefined],
])("takes %j as the time of publication: %j", (given, published) => {
  expect(readAdvisory({ ...MINIMAL, published: given }).published).toBe(published);
});

test("does with an id and a date", () => {
  expect(readAdvisory(MINIMAL)).toMatchObject({ aliases: [], summary: "", details: "", affected: [], references: [] });
});

test.each([
  ["record is not an object", null],
  ["record is not an object", []],
  ["record is not an object", "text"],
  ["id is not a text", { modified: "x" }],
  ["modified is not a text", { id: "x" }],
  ["withdrawn is not a text", { ...MINIMAL, withdrawn: true }],
  ["aliases is not an array", { ...MINIMAL, aliases: "CVE-1" }],
  ["aliases[1] is not a text", { ...MINIMAL, aliases: ["a", 1] }],
  ["summary is not a text", { ...MINIMAL, summary: {} }],
  ["affected is not an array", { ...MINIMAL, affected: { length: 1 } }],
  ["affected[0] is not an object", withAffected("x")],
  ["affected[0].package is not an object", withAffected({ package: "demo" })],
  ["affected[0].package.name is not a text", withAffected({ package: { ecosystem: "PyPI" } })],
  ["affected[0].versions[0] is not a text", withAffected({ package: PACKAGE, versions: [1] })],
  ["affected[0].ranges[0].type is not a text", withAffected({ package: PACKAGE, ranges: [{}] })],
  [
    "affected[0].ranges[0].events[1].fixed is not a text",
    withAffected({ package: PACKAGE, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: 1 }] }] }),
  ],
  ["severity[0].score is not a text", { ...MINIMAL, severity: [{ type: "CVSS_V3" }] }],
  ["references[0].url is not a text", { ...MINIMAL, references: [{}] }],
  ["id has more than 2000 characters", { ...MINIMAL, id: "x".repeat(2001) }],
  ["affected[0].versions has more than 100000 elements", withAffected({ versions: Array(100_001).fill("1") })],
])("refuses, with the path: %s", (message, value) => {
  expect(() => readAdvisory(value)).toThrow(new Malformed(message));
});

test("keeps the beginning of long prose", () => {
  expect(readAdvisory({ ...MINIMAL, details: "x".repeat(1e6) }).details).toHaveLength(4_000);
});
