import { hdf5Plugin } from "../../../src/rules/format/hdf5-plugin";
import type { Hdf5Fact } from "../../../src/core/hdf5-facts";
import { checkRule } from "../../support/check-rule";

const at = { path: "a.h5", inside: [] };
const check = (...seen: Hdf5Fact[]) => checkRule(hdf5Plugin, { kind: "hdf5", at, hdf5: { format: "hdf5", seen } });

describe("MA-FMT-051 hdf5-plugin", () => {
  test("a filter that nobody registered is told, a registered one is silent", () => {
    expect(check({ what: "filter", part: "/x", detail: "filter 40000 (mine)", id: 40000 })).toMatchObject([
      { severity: "medium", message: "/x needs the filter 40000 (mine)" },
    ]);
    for (const id of [305, 307, 32000, 32001, 32015, 32026])
      expect(check({ what: "filter", part: "/x", detail: `filter ${id}`, id })).toEqual([]);
  });

  test("a user-defined link is told, other facts are not", () => {
    expect(check({ what: "user-link", part: "/u", detail: "is a link of class 187", id: 187 })).toMatchObject([
      { message: "/u is a link of class 187" },
    ]);
    expect(check({ what: "huge-shape", part: "/d", detail: "" })).toEqual([]);
  });
});
