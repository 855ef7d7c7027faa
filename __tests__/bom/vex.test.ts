import { packageRef, toCycloneDx, toVex, validateBom, type VexEntry } from "../../src/bom";
import type { Waived } from "../../src/core/finding";
import { richInventory } from "../support/inventories";
import { advisory, flaw, lockedPackage } from "../support/package-facts";

const TOOL = { name: "Model Assay", version: "0.1.0", homepage: "https://example.org" };
const SERIAL = "urn:uuid:01234567-89ab-8def-8123-456789abcdef";
type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

const write = (entries: readonly VexEntry[], specVersion: "1.6" | "1.7" = "1.6", bom = SERIAL) =>
  toVex(entries, { specVersion, tool: TOOL, bom, time: "2026-01-02T03:04:05Z" });
const flaws = (...entries: readonly VexEntry[]): Json[] =>
  (JSON.parse(write(entries)) as Json).vulnerabilities as Json[];
const analysis = (waived: Partial<Waived>): Json =>
  flaws({ pkg: lockedPackage(), flaw: flaw(), waived: { by: "mia", reason: "behind a firewall", ...waived } })[0]!
    .analysis as Json;

test.each(["1.6", "1.7"] as const)("is valid CycloneDX %s, empty and not", (version) => {
  const odd = "\u0000\ud800 x".repeat(9);
  const hostile = flaw({
    ids: [odd, "__proto__"],
    id: odd,
    key: odd,
    summary: odd,
    url: odd,
    fixed: odd,
    score: NaN,
    advisories: [advisory({ references: [odd, "https://a b/"], severity: [{ type: odd, score: odd }] })],
  });
  const entries = [
    { pkg: lockedPackage(), flaw: flaw() },
    { pkg: lockedPackage({ name: odd, version: odd, purl: odd }), flaw: hostile, waived: { by: odd, reason: odd } },
  ];
  expect(validateBom(write([], version), version)).toEqual([]);
  expect(validateBom(write(entries, version), version)).toEqual([]);
});

test("leads to the component of the bill by its BOM-Link", () => {
  const rich = richInventory();
  const bom = JSON.parse(toCycloneDx(rich, { specVersion: "1.6", tool: TOOL })) as Json;
  const vex = JSON.parse(write([{ pkg: rich.packages[0]!, flaw: flaw() }], "1.6", bom.serialNumber as string)) as Json;
  const { ref, versions } = vex.vulnerabilities[0].affects[0] as { ref: string; versions: Json[] };
  const [, serial, fragment] = /^urn:cdx:([^/]+)\/1#(.+)$/.exec(ref)!;
  expect(`urn:uuid:${serial}`).toBe(bom.serialNumber);
  expect((bom.components as Json[]).map((each) => each["bom-ref"] as string)).toContain(decodeURIComponent(fragment!));
  expect(versions).toEqual([{ version: "2.5.1", status: "affected" }]);
  expect(vex.serialNumber).not.toBe(bom.serialNumber);
});

test("has ids, advice, vectors and what is known of exploits", () => {
  const vectors = [
    { type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" },
    { type: "CVSS_V4", score: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N" },
  ];
  const [found] = flaws({
    pkg: lockedPackage(),
    flaw: flaw({ exploited: true, epss: 0.5, advisories: [advisory({ severity: vectors })] }),
  });
  expect(found).toMatchObject({
    id: "GHSA-53q9-r3pm-6pq6",
    recommendation: "Update torch to 2.6.0.",
    ratings: [
      { score: 9.3, severity: "critical" },
      { method: "CVSSv31", vector: vectors[0]!.score },
      { method: "CVSSv4", vector: vectors[1]!.score },
    ],
    properties: [
      { name: "model-assay:epss", value: "0.5" },
      { name: "model-assay:known-exploited", value: "true" },
    ],
  });
  expect((found!.references as Json[]).map(({ id }) => id as string)).toEqual(["CVE-2025-32434", "PYSEC-2025-41"]);
});

test("says no more than is known: that a version is affected is no analysis", () => {
  expect(flaws({ pkg: lockedPackage(), flaw: flaw() })[0]!.analysis).toEqual({ state: "in_triage" });
});

test("a waiver accepts a risk, it does not say that there is none", () => {
  const detail = "Waived by mia: behind a firewall";
  expect(analysis({})).toEqual({ state: "in_triage", response: ["will_not_fix"], detail });
  expect(analysis({ until: "2027-01-01" })).toEqual({
    state: "in_triage",
    detail: "Waived by mia, until 2027-01-01: behind a firewall",
  });
  expect(analysis({ reason: "we are not_affected, I think" }).state).toBe("in_triage");
});

test("takes the words of CycloneDX from a reason that begins with them", () => {
  expect(analysis({ reason: "not_affected: code_not_reachable, we load safetensors only" })).toMatchObject({
    state: "not_affected",
    justification: "code_not_reachable",
  });
  expect(analysis({ reason: "not_affected (__proto__)" })).not.toHaveProperty("justification");
  expect(analysis({ reason: "false_positive: another torch" }).state).toBe("false_positive");
});

test("known malware does harm by being installed", () => {
  expect(flaws({ pkg: lockedPackage(), flaw: flaw({ malicious: true }) })[0]!.analysis).toEqual({
    state: "exploitable",
  });
});

test("packages of which the same is known share an entry, others do not", () => {
  const other = lockedPackage({ name: "torchx" });
  expect(flaws({ pkg: lockedPackage(), flaw: flaw() }, { pkg: other, flaw: flaw() })).toHaveLength(1);
  const waived = { by: "mia", reason: "no" };
  const both = flaws({ pkg: lockedPackage(), flaw: flaw() }, { pkg: other, flaw: flaw(), waived });
  expect(both.map((each) => each["bom-ref"] as string)).toEqual([
    "vulnerability:GHSA-53q9-r3pm-6pq6",
    "vulnerability:GHSA-53q9-r3pm-6pq6#2",
  ]);
});

test("a package that is waived in one lockfile and not in another is not waived: the bill has it once", () => {
  const waived = { by: "mia", reason: "not_affected" };
  const elsewhere = lockedPackage({ at: { path: "other/uv.lock", inside: [], line: 1 } });
  const said = flaws({ pkg: lockedPackage(), flaw: flaw(), waived }, { pkg: elsewhere, flaw: flaw() });
  expect(said.map((each) => each["analysis"] as Json)).toEqual([{ state: "in_triage" }]);
  const both = flaws({ pkg: lockedPackage(), flaw: flaw(), waived }, { pkg: elsewhere, flaw: flaw(), waived });
  expect(both.map((each) => (each["analysis"] as Json)["state"])).toEqual(["not_affected"]);
});

test("a flaw of which it is not known whether it applies affects no version for sure", () => {
  const [found] = flaws({ pkg: lockedPackage(), flaw: flaw({ unreadable: "its ranges do not parse" }) });
  expect(found!.affects[0].versions).toEqual([{ version: "2.5.1", status: "unknown" }]);
  expect(found!.analysis.detail).toContain("its ranges do not parse");
});

test("the same entries in another order give the same bytes", () => {
  const entries = [
    { pkg: lockedPackage(), flaw: flaw() },
    { pkg: lockedPackage({ name: "b" }), flaw: flaw() },
    { pkg: lockedPackage(), flaw: flaw({ key: "CVE-1", id: "CVE-1" }) },
  ];
  expect(write([...entries].reverse())).toBe(write(entries));
});

test("a package of a local directory has a reference that is no purl", () => {
  expect(packageRef(lockedPackage({ source: { kind: "local", where: "../x" } }))).toBe("package:PyPI/torch@2.5.1");
});
