import { flawIgnorer, policyIgnores, type FlawIgnore } from "../../src/policy/ignores";
import { DEFAULT_POLICY } from "../../src/policy/file";
import { lockedPackage } from "../support/package-facts";

const IDS = ["CVE-2025-32434", "GHSA-53q9-r3pm-6pq6", "PYSEC-2025-41"];
const REASON = { by: "policy", reason: "not reached" };
const ignores = (ignore: Partial<FlawIgnore>, pkg = lockedPackage(), ids = IDS) =>
  flawIgnorer([{ ...REASON, ...ignore }], "2026-08-01")(pkg, ids) !== undefined;

test("an advisory counts under any of its ids, for the package it names", () => {
  for (const id of [...IDS, "ghsa-53q9-r3pm-6pq6"]) expect(ignores({ id, package: "torch" })).toBe(true);
  expect(ignores({ id: "CVE-2025-1", package: "torch" })).toBe(false);
  expect(ignores({ id: IDS[0]!, package: "torchvision" })).toBe(false);
});

test("names are compared as people write them", () => {
  const pkg = lockedPackage({ name: "Scikit_Learn" });
  expect(ignores({ package: "scikit-learn" }, pkg)).toBe(true);
});

test("until is inclusive", () => {
  expect(ignores({ package: "torch", until: "2026-08-01" })).toBe(true);
  expect(ignores({ package: "torch", until: "2026-07-31" })).toBe(false);
});

test.each<[Partial<FlawIgnore>, boolean]>([
  [{ version: "2.5.1" }, true],
  [{ version: "2.5.0" }, false],
  [{ ecosystem: "PyPI" }, true],
  [{ ecosystem: "npm" }, false],
  [{ group: "dev" }, false],
  [{ directory: "" }, true],
  [{ directory: "app/" }, false],
])("%j is compared where it is said", (ignore, wanted) =>
  expect(ignores({ package: "torch", ...ignore })).toBe(wanted),
);

test("the policy's own say who, why and until when", () => {
  const entry = { id: IDS[0]!, package: "torch", reason: "not reached", until: "2027-01-31" };
  const dependencies = { ignore: [entry], unknownSeverity: "medium" as const };
  const answer = flawIgnorer(policyIgnores({ ...DEFAULT_POLICY, dependencies }), "2026-08-01");
  expect(answer(lockedPackage(), IDS)).toEqual({ by: "policy", reason: "not reached", until: "2027-01-31" });
});
