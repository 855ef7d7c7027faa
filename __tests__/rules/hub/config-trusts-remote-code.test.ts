import { configTrustsRemoteCode } from "../../../src/rules/hub/config-trusts-remote-code";
import { callable, checkReference } from "../../support/check-reference";

describe("MA-HUB-003 config-trusts-remote-code", () => {
  test("a field that loaders have obeyed is medium (CVE-2026-5241)", () =>
    expect(checkReference(configTrustsRemoteCode, { kind: "trust", kept: false })).toMatchObject([
      {
        severity: "medium",
        message: "a.field is true: the configuration itself lets code run that comes with a model",
      },
    ]));

  test("a note of a tokenizer is low", () =>
    expect(checkReference(configTrustsRemoteCode, { kind: "trust", kept: true })).toMatchObject([{ severity: "low" }]));

  test("other references are not its business", () =>
    expect(checkReference(configTrustsRemoteCode, callable("os.system"))).toEqual([]));
});
