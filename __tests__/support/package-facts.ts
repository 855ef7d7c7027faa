import type { Advisory } from "../../src/core/advisory";
import type { AdvisoryGroup, LockedPackage, LockfileFacts, PackageFacts } from "../../src/core/package-facts";
import type { SubjectOf } from "../../src/core/subject";

/** A package of PyPI at a line of a lockfile. */
export function lockedPackage(more: Partial<LockedPackage> = {}): LockedPackage {
  const { name = "torch", version = "2.5.1" } = more;
  const at = { path: "uv.lock", inside: [], line: 12 };
  return { name, version, ecosystem: "PyPI", purl: `pkg:pypi/${name}@${version}`, at, ...more };
}

export function advisory(more: Partial<Advisory> = {}): Advisory {
  return {
    id: "GHSA-53q9-r3pm-6pq6",
    modified: "2025-05-01T00:00:00Z",
    aliases: ["CVE-2025-32434"],
    summary: "",
    details: "",
    severity: [],
    affected: [],
    references: [],
    ...more,
  };
}

export function flaw(more: Partial<AdvisoryGroup> = {}): AdvisoryGroup {
  const id = "GHSA-53q9-r3pm-6pq6";
  return {
    ids: ["CVE-2025-32434", id, "PYSEC-2025-41"],
    id,
    key: "CVE-2025-32434",
    summary: "torch.load with weights_only=True runs code",
    malicious: false,
    score: 9.3,
    severity: "critical",
    fixed: "2.6.0",
    url: `https://osv.dev/vulnerability/${id}`,
    advisories: [advisory()],
    ...more,
  };
}

/** A vulnerable package, as rules see it. */
export function packageSubject(more: Partial<PackageFacts> = {}): SubjectOf<"package"> {
  const facts: PackageFacts = { pkg: lockedPackage(), status: "vulnerable", flaws: [flaw()], fixed: "2.6.0", ...more };
  return { kind: "package", at: facts.pkg.at, package: facts };
}

export function lockfileSubject(lockfile: LockfileFacts): SubjectOf<"lockfile"> {
  return { kind: "lockfile", at: { path: "requirements.txt", inside: [], line: 3 }, lockfile };
}

/** The same without these: what is absent is something else than what is undefined. */
export function without<T, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value as object).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}
