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
  const dependencies = { ignore: [entry], unknownSeverity: "medium" as const, grace: {} };
  const answer = flawIgnorer(policyIgnores({ ...DEFAULT_POLICY, dependencies }), "2026-08-01");
  expect(answer(lockedPackage(), IDS)).toEqual({ by: "policy", reason: "not reached", until: "2027-01-31" });
});

test("of several the first counts, whatever it names", () => {
  const first = (...each: Partial<FlawIgnore>[]) =>
    flawIgnorer(
      each.map((ignore, place) => ({ by: `${place}`, reason: "", ...ignore })),
      "2026-08-01",
    )(lockedPackage(), IDS)?.by;
  expect(first({ package: "other" }, { id: IDS[1]! }, { package: "torch" }, {})).toBe("1");
  expect(first({ directory: "x/" }, { version: "0" }, { directory: "" }, { id: IDS[0]! })).toBe("2");
  expect(first({ id: "CVE-2025-1" }, { id: IDS[0]!, package: "torch", version: "0" })).toBeUndefined();
});

test("many flaws are held against many ignores without each against each", () => {
  let compared = 0;
  const list = Array.from({ length: 10_000 }, (_, place): FlawIgnore => {
    const ignore = { ...REASON, id: `X-${place}` };
    return Object.defineProperty(ignore, "version", { enumerable: true, get: () => void compared++ });
  });
  const answer = flawIgnorer(list, "2026-08-01");
  compared = 0;
  for (let flaw = 0; flaw < 1_000; flaw++) expect(answer(lockedPackage(), [`X-${flaw}`])).toBeDefined();
  expect(compared).toBeLessThan(10_000);
});
