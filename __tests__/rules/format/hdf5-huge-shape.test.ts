import { hdf5HugeShape } from "../../../src/rules/format/hdf5-huge-shape";
import { checkRule } from "../../support/check-rule";

const at = { path: "a.h5", inside: [] };
const check = (format: string, what: "huge-shape" | "filter" = "huge-shape") =>
  checkRule(hdf5HugeShape, {
    kind: "hdf5",
    at,
    hdf5: { format, seen: [{ what, part: "/d", detail: "claims 10 bytes and stores 0" }] },
  });

describe("MA-FMT-052 hdf5-huge-shape", () => {
  test("weights are never sparse, data may be (CVE-2026-0897)", () => {
    expect(check("keras-h5")).toMatchObject([{ severity: "high", message: "/d claims 10 bytes and stores 0" }]);
    expect(check("hdf5")).toMatchObject([{ severity: "medium" }]);
  });

  test("other facts are silent", () => {
    expect(check("hdf5", "filter")).toEqual([]);
  });
});
