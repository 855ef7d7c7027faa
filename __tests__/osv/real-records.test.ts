import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Advisory } from "../../src/core/advisory";
import type { Ecosystem } from "../../src/core/ecosystem";
import { affects } from "../../src/osv/affects";
import { judgePackage } from "../../src/osv/judge-package";
import { baseEcosystem, normalName } from "../../src/osv/name";
import { readAdvisory } from "../../src/osv/record";
import { scoreOf } from "../../src/osv/severity";
import { SCHEMES } from "../../src/osv/versions";
import { lockedPackage } from "../support/package-facts";

/** Real records, and what osv-scanner 2.5.0 found with them; not part of the project. */
const DATA = join(__dirname, "../../../shared/data");
const describeReal = existsSync(join(DATA, "osv")) ? describe : describe.skip;

/** A package as osv-scanner found it. */
interface Scanned {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly advisories: readonly string[];
}

function recordsIn(file: string): Advisory[] {
  const lines = gunzipSync(readFileSync(join(DATA, "osv", file)))
    .toString()
    .split("\n");
  return lines.filter((line) => line !== "").map((line) => readAdvisory(JSON.parse(line)));
}

const files = existsSync(join(DATA, "osv"))
  ? readdirSync(join(DATA, "osv")).filter((name) => name.endsWith(".jsonl.gz"))
  : [];
const all = files.flatMap(recordsIn);
const byId = new Map(all.map((advisory) => [advisory.id, advisory]));

const keyOf = (ecosystem: Ecosystem, name: string) => `${ecosystem}\n${normalName(ecosystem, name)}`;
const byName = new Map<string, Set<Advisory>>();
for (const advisory of all)
  for (const { ecosystem, name } of advisory.affected) {
    const key = keyOf(baseEcosystem(ecosystem)!, name);
    byName.set(key, (byName.get(key) ?? new Set()).add(advisory));
  }

function judge({ ecosystem, name, version }: Omit<Scanned, "advisories">) {
  const advisories = [...(byName.get(keyOf(ecosystem, name)) ?? [])];
  return judgePackage(lockedPackage({ name, version, ecosystem }), { advisories, unreadable: [] });
}

/** Ids of the records that apply, by the name of the package. */
function found(ecosystem: Ecosystem, name: string, version: string): string[] {
  const { flaws } = judge({ ecosystem, name, version });
  return flaws
    .filter(({ unreadable }) => unreadable === undefined)
    .flatMap((flaw) => flaw.advisories.map(({ id }) => id));
}

describeReal("the real records (shared data; skipped where the folder is absent)", () => {
  test("are all read, and all vectors scored", () => {
    expect(all.length).toBeGreaterThan(44_000);
    const vectors = all.flatMap(({ severity, affected }) => [
      ...severity,
      ...affected.flatMap((each) => each.severity),
    ]);
    expect(vectors.length).toBeGreaterThan(5_000);
    expect(vectors.filter((vector) => scoreOf(vector) === undefined)).toEqual([]);
  });

  test("name versions that are read, 35 events aside", () => {
    const odd = all.flatMap(({ id, affected }) =>
      affected.flatMap(({ ecosystem, ranges }) =>
        ranges.flatMap(({ events }) =>
          events
            .flatMap((event) => Object.values(event as Record<string, string>))
            .filter((text) => text !== "0" && SCHEMES[baseEcosystem(ecosystem)!].parse(text) === undefined)
            .map((text) => `${id} ${text}`),
        ),
      ),
    );
    expect(odd).toHaveLength(35);
    expect(odd.filter((each) => !(each.split(" ")[0]! in ODD))).toEqual([]);
    expect(Object.keys(ODD).filter((id) => !odd.some((each) => each.startsWith(`${id} `)))).toEqual([]);
  });
});

/**
 * The records with the 35 events: package, and what is said of versions. `+` affected, `-` not, `?` cannot be told,
 * `w` the record is withdrawn.
 */
const ODD: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  // The `NA` of a CPE: the version without an update.
  "PYSEC-2025-192": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.6.0+cu124": "+", "2.6.1": "-", "2.9.0": "-" }],
  "PYSEC-2025-193": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.7.0": "-", "2.9.0": "-" }],
  "PYSEC-2025-194": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.7.0": "-", "2.9.0": "-" }],
  "PYSEC-2025-195": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.7.0": "-", "2.9.0": "-" }],
  "PYSEC-2025-196": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.7.0": "-", "2.9.0": "-" }],
  "PYSEC-2025-197": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.7.0": "-", "2.9.0": "-" }],
  "PYSEC-2024-264": ["apache-airflow", { "2.8.4": "+", "2.9.0rc3": "+", "2.9.0": "+", "2.9.1": "-" }],
  "PYSEC-2024-266": ["apache-airflow", { "2.9.0": "+", "2.10.0": "+", "2.10.1": "-" }],
  "PYSEC-2025-85": ["apache-airflow", { "3.0.3": "+", "3.0.4": "-" }],
  "PYSEC-2024-299": ["pyd3tn", { "0.14.0": "+", "0.14.1": "-" }],
  "PYSEC-2024-325": ["pynetbox", { "4.1.0": "+", "7.0.0": "-" }],
  "PYSEC-2025-117": ["gdal", { "3.10.2": "+", "3.10.3": "-" }],
  // Two of them: 2.5.0 and 2.7.1 are named, and the highest ends the range.
  "PYSEC-2025-210": ["torch", { "2.0.1": "+", "2.5.0": "+", "2.6.0": "+", "2.7.1": "+", "2.8.0": "-", "2.9.0": "-" }],
  // A local version, written with a hyphen.
  "PYSEC-2025-189": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.6.0+cu126": "+", "2.7.0": "-", "2.9.0": "-" }],
  "PYSEC-2025-190": ["torch", { "2.0.1": "+", "2.6.0": "+", "2.6.0+cu124": "+", "2.7.0": "-", "2.9.0": "-" }],
  // Versions of something else (a Helm chart, Red Hat's packages) that begin with a release.
  "PYSEC-2018-155": ["evm-py", { "0.1.0": "+", "0.2.0a33": "?", "0.2.0": "?", "0.2.1": "-" }],
  "PYSEC-2021-371": ["binderhub", { "0.1.1": "+", "0.2.0": "?", "1.0.0": "-" }],
  "PYSEC-2026-1194": [
    "assemblyline-service-client",
    { "4.5.9": "+", "4.6.0": "?", "4.6.0.99": "?", "4.6.1.dev97": "+", "4.6.1.dev138": "-", "4.7.0": "-" },
  ],
  "PYSEC-2026-686": [
    "neutron",
    { "7.1.0": "+", "7.2.0": "?", "7.2.1": "-", "8.2.0": "+", "11.0.0": "-", "28.0.1": "+" },
  ],
  // Dates: nobody can tell how they and a release are ordered.
  "PYSEC-2025-93": ["chuanhuchatgpt", { "20240914": "?", "1.0": "?" }],
  "PYSEC-2025-94": ["chuanhuchatgpt", { "20240914": "?", "1.0": "?" }],
  "PYSEC-2025-95": ["chuanhuchatgpt", { "20240914": "?", "1.0": "?" }],
  "PYSEC-2025-96": ["chuanhuchatgpt", { "20240914": "?", "1.0": "?" }],
  "PYSEC-2025-97": ["chuanhuchatgpt", { "20240914": "?", "1.0": "?" }],
  "PYSEC-2026-57": ["dokuwiki", { "2018.4.22": "?" }],
  "PYSEC-2019-125": ["steam", { "0.1": "w" }],
  "PYSEC-2025-146": ["ollama", { "0.1.33": "w" }],
  "PYSEC-2025-147": ["ollama", { "0.6.7": "w" }],
  "PYSEC-2026-101": ["ollama", { "0.12.10": "w" }],
  "PYSEC-2026-102": ["ollama", { "0.12.10": "w" }],
  "PYSEC-2026-3450": ["ollama", { "0.7.1": "w" }],
};

const SIGNS = { affected: "+", "not-affected": "-", unreadable: "?" } as const;

describeReal("events that are no versions of PyPI", () => {
  test.each(Object.entries(ODD))("%s", (id, [name, expected]) => {
    const advisory = byId.get(id)!;
    const said = Object.keys(expected).map((version) => {
      const verdict = affects(advisory, { ecosystem: "PyPI", name }, version);
      return [
        version,
        advisory.withdrawn === undefined ? SIGNS[verdict.kind] : verdict.kind === "not-affected" ? "w" : "!",
      ];
    });
    expect(Object.fromEntries(said)).toEqual(expected);
  });

  test("a user of torch is told of them where they apply, and of a fix", () => {
    const odd = Object.keys(ODD).filter((id) => ODD[id]![0] === "torch");
    expect(odd.filter((id) => !found("PyPI", "torch", "2.0.1").includes(id))).toEqual([]);
    expect(odd.filter((id) => found("PyPI", "torch", "2.9.0").includes(id))).toEqual([]);
    const { flaws } = judge({ ecosystem: "PyPI", name: "torch", version: "2.0.1" });
    const fixes = flaws.filter(({ ids }) => ids.some((id) => odd.includes(id))).map(({ fixed }) => fixed);
    expect([...new Set(fixes)].sort()).toEqual(["2.7.0", "2.8.0"]);
  });
});

/** What osv-scanner 2.5.0 does not say: it drops a record whose event it cannot read. */
const EXTRA: Readonly<Record<string, readonly string[]>> = {
  "torch 2.1.2": ["189", "190", "192", "193", "194", "195", "196", "197", "210"].map((each) => `PYSEC-2025-${each}`),
  // Between its 2.5.0 and its 2.7.1.
  "torch 2.7.0": ["PYSEC-2025-210"],
  "torch 2.7.0+cu128": ["PYSEC-2025-210"],
};

const scanned = existsSync(join(DATA, "lockfiles"))
  ? readdirSync(join(DATA, "lockfiles"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".osv-scanner.json"))
      .sort()
  : [];

describeReal("beside osv-scanner 2.5.0", () => {
  test.each(scanned.map((file) => [file]))("%s", (file) => {
    const packages = JSON.parse(readFileSync(join(DATA, "lockfiles", file), "utf8")) as readonly Scanned[];
    for (const { ecosystem, name, version, advisories } of packages) {
      const extra = EXTRA[`${name} ${version}`] ?? [];
      expect([name, version, ...found(ecosystem, name, version).sort()]).toEqual([
        name,
        version,
        ...[...advisories, ...extra].sort(),
      ]);
    }
  });

  test("has been compared on real findings", () => {
    expect(scanned.length).toBeGreaterThan(14);
  });
});
