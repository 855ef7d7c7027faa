import type { CodeFile } from "../../../src/core/reference-facts";
import { repositoryCode } from "../../../src/rules/hub/repository-code";
import { checkReference } from "../../support/check-reference";

const code = (state: CodeFile["state"], names = ["m.Net"]) =>
  checkReference(repositoryCode, { kind: "code", names, path: "m.py", state });

describe("MA-HUB-001 repository-code", () => {
  test("code beside the configuration is medium, wherever it is", () => {
    expect(code("present")).toMatchObject([
      {
        severity: "medium",
        message:
          "a.field has m.Net imported from m.py, which runs when the model is loaded with trust_remote_code=True",
        location: { line: 3 },
      },
    ]);
    for (const state of ["absent", "pointer", "unknown"] as const)
      expect(code(state)).toMatchObject([{ severity: "medium" }]);
  });

  test("code outside of the directory is high", () => expect(code("leaves")).toMatchObject([{ severity: "high" }]));

  test("is the same finding in any order of names, and another for other names", () => {
    const key = (...names: string[]) => code("present", names)[0]!.fingerprint;
    expect(key("m.A", "m.B")).toBe(key("m.B", "m.A"));
    expect(key("m.A")).not.toBe(key("m.B"));
  });

  test("other references are not its business", () =>
    expect(checkReference(repositoryCode, { kind: "elsewhere", names: ["a/b--m.Net"], repository: "a/b" })).toEqual(
      [],
    ));
});
