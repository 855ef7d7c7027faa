import { hdf5ExternalReference } from "../../../src/rules/format/hdf5-external-reference";
import type { ExternalFacts } from "../../../src/core/external-facts";
import { checkRule } from "../../support/check-rule";

const at = { path: "a.h5", inside: [] };
const check = (more: Partial<ExternalFacts>) =>
  checkRule(hdf5ExternalReference, {
    kind: "external",
    at,
    external: { format: "hdf5", role: "linked file", path: "b.h5", state: "present", part: "/x", ...more },
  });

describe("MA-FMT-050 hdf5-external-reference", () => {
  test("data in several files is medium, weights in several are high (CVE-2026-1669)", () => {
    expect(check({})).toMatchObject([{ severity: "medium", message: "linked file of /x is b.h5: a file beside it" }]);
    expect(check({ format: "keras-h5" })).toMatchObject([{ severity: "high" }]);
  });

  test("inside an archive there is nothing beside it", () => {
    expect(check({ state: "unknown" })).toMatchObject([{ severity: "high" }]);
  });

  test("what is not there is said too", () => {
    expect(check({ state: "absent" })).toMatchObject([{ message: expect.stringContaining("is not there") }]);
    expect(check({ state: "pointer" })).toMatchObject([{ message: expect.stringContaining("was not fetched") }]);
  });

  test("paths that lead out are another rule's, other formats too", () => {
    for (const state of ["absolute", "leaves", "link", "remote", "special"] as const)
      expect(check({ state })).toEqual([]);
    expect(check({ format: "onnx" })).toEqual([]);
  });
});
