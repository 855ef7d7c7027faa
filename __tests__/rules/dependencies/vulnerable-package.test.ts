import { vulnerablePackage } from "../../../src/rules/dependencies/vulnerable-package";
import { checkRule } from "../../support/check-rule";
import { flaw, lockedPackage, packageSubject, without } from "../../support/package-facts";

test("says the package, its version, every id, and the way out", () => {
  const command = "uv lock --upgrade-package torch==2.6.0";
  expect(checkRule(vulnerablePackage, packageSubject({ command }))).toMatchObject([
    {
      severity: "critical",
      message:
        "torch 2.5.1 has GHSA-53q9-r3pm-6pq6 (CVE-2025-32434, PYSEC-2025-41): torch.load with weights_only=True runs code.",
      evidence: "CVSS 9.3, https://osv.dev/vulnerability/GHSA-53q9-r3pm-6pq6",
      remedy: "Move torch to 2.6.0: uv lock --upgrade-package torch==2.6.0.",
    },
  ]);
});

test("is told where models are loaded too, because that is what the flaw is about", () => {
  const loading = packageSubject({ flaws: [flaw({ summary: "Unsafe deserialization in torch.load" })] });
  const [said] = checkRule(vulnerablePackage, loading, { pickledModels: () => 3 });
  expect(said?.message).toContain("This repository also has 3 pickled models");
  const other = packageSubject({ flaws: [flaw({ summary: "Reads out of bounds in a kernel" })] });
  expect(checkRule(vulnerablePackage, other, { pickledModels: () => 3 })[0]?.message).not.toContain("pickled");
});

test("waits where the policy gives it time, but not what is exploited, nor beyond what is ignored", () => {
  const published = "2026-11-14T00:00:00Z";
  const grace = { by: "grace", reason: "young", until: "2026-11-21" };
  const asked: unknown[] = [];
  const graceFor = (...given: unknown[]) => (asked.push(given), grace);
  const of = (more: object, context: object = {}) =>
    checkRule(vulnerablePackage, packageSubject({ flaws: [flaw({ published, ...more })] }), { graceFor, ...context })[0]
      ?.waived;
  expect(of({})).toEqual(grace);
  expect(asked).toEqual([["critical", published]]);
  expect(of({ exploited: true })).toBeUndefined();
  const ignored = { by: "policy", reason: "not reached" };
  expect(of({}, { ignoresFlaw: () => ignored })).toEqual(ignored);
});

test.each([
  ["medium", undefined],
  ["low", "low"],
  ["info", "none"],
  ["high", "high"],
] as const)("is %s where the advisory says %s", (severity, said) => {
  const rest = without(flaw(), "severity", "score");
  const flaws = [said === undefined ? rest : { ...rest, severity: said }];
  expect(checkRule(vulnerablePackage, packageSubject({ flaws }))[0]?.severity).toBe(severity);
});

test("an unknown severity is what the policy says, and the reader is told", () => {
  const rest = without(flaw(), "severity", "score");
  const [said] = checkRule(vulnerablePackage, packageSubject({ flaws: [rest] }), { unknownSeverity: "high" });
  expect(said).toMatchObject({ severity: "high", message: expect.stringContaining("Nobody says how severe it is.") });
});

test("what is being exploited is high at least", () => {
  const flaws = [flaw({ severity: "low", exploited: true, epss: 0.971 })];
  expect(checkRule(vulnerablePackage, packageSubject({ flaws }))).toMatchObject([
    {
      severity: "high",
      evidence: expect.stringContaining("EPSS 97.1 %"),
      message: expect.stringContaining("CISA KEV"),
    },
  ]);
});

test("a transitive package names the dependency that brings it", () => {
  const pkg = lockedPackage({ direct: false, via: ["transformers", "accelerate"] });
  expect(checkRule(vulnerablePackage, packageSubject({ pkg }))[0]).toMatchObject({
    message: expect.stringContaining("It comes with transformers (by way of accelerate)."),
    remedy: "Move torch to 2.6.0. If that is refused, move transformers, which brings it in.",
  });
});

test("says where the project's own constraint keeps the fix out", () => {
  const pkg = lockedPackage({ direct: true, wanted: "<2.6" });
  const [said] = checkRule(vulnerablePackage, packageSubject({ pkg, fixAllowed: false }));
  expect(said?.remedy).toContain("What the project asks for (<2.6) does not allow that yet.");
});

test("is the same finding wherever the package is locked, and another at another version or for another flaw", () => {
  const print = (more: Parameters<typeof packageSubject>[0]) =>
    checkRule(vulnerablePackage, packageSubject(more))[0]?.fingerprint;
  const here = print({});
  expect(print({ pkg: lockedPackage({ at: { path: "sub/uv.lock", inside: [], line: 99 } }) })).toBe(here);
  expect(print({ flaws: [flaw({ ids: ["CVE-2025-32434"], id: "CVE-2025-32434" })] })).toBe(here);
  expect(print({ pkg: lockedPackage({ version: "2.5.0", purl: "pkg:pypi/torch@2.5.0" }) })).not.toBe(here);
  expect(print({ flaws: [flaw({ key: "CVE-2024-1" })] })).not.toBe(here);
});

test("passes what the policy ignores, and leaves malware and gaps to their rules", () => {
  const waived = { by: "policy", reason: "not reachable", until: "2027-01-31" };
  const [said] = checkRule(vulnerablePackage, packageSubject(), { ignoresFlaw: () => waived });
  expect(said?.waived).toEqual(waived);
  const flaws = [flaw({ malicious: true }), flaw({ unreadable: "its versions" })];
  expect(checkRule(vulnerablePackage, packageSubject({ flaws }))).toEqual([]);
});

test("a package with a thousand flaws does not fill the report", () => {
  const flaws = Array.from({ length: 1000 }, (_, i) => flaw({ key: `CVE-2025-${i}` }));
  const said = checkRule(vulnerablePackage, packageSubject({ flaws }));
  expect(said).toHaveLength(201);
  expect(said.at(-1)?.message).toBe("torch 2.5.1 has 800 more known vulnerabilities");
});
