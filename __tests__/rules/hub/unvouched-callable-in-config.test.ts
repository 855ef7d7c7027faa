import { unvouchedCallableInConfig } from "../../../src/rules/hub/unvouched-callable-in-config";
import { callable, checkReference } from "../../support/check-reference";

const found = (...args: Parameters<typeof callable>) => checkReference(unvouchedCallableInConfig, callable(...args));

describe("MA-HUB-005 unvouched-callable-in-config", () => {
  test.each([
    ["hydra", "low"],
    ["import", "low"],
    ["yaml-name", "low"],
    ["yaml-call", "high"],
    ["yaml-object", "high"],
    ["component", "info"],
  ] as const)("by %s is %s", (by, severity) =>
    expect(found("mine.Net", by)).toMatchObject([
      { severity, message: expect.stringContaining("names mine.Net, which nobody has vouched for") },
    ]),
  );

  test("known libraries are silent, but not for a tag, which makes an object as a pickle does", () => {
    expect(found("torch.nn.Anything")).toEqual([]);
    expect(found("torch.nn.Anything", "yaml-call")).toHaveLength(1);
    expect(found("argparse.Namespace", "yaml-object")).toEqual([]);
  });

  test("a dangerous name is another rule's", () => expect(found("os.system")).toEqual([]));

  test("a class that this repository defines and the change leaves alone is silent", () => {
    const definesUnchanged = (module: string, name: string) => module === "mine" && name === "Net";
    expect(checkReference(unvouchedCallableInConfig, callable("mine.Net"), { definesUnchanged })).toEqual([]);
  });

  test("a name that the policy allows is seen as waived", () => {
    const waived = { by: "policy", reason: "ours" } as never;
    const context = { allowedGlobals: new Map([["mine.Net", waived]]) };
    expect(checkReference(unvouchedCallableInConfig, callable("mine.Net"), context)).toMatchObject([
      { severity: "info", message: "a.field names mine.Net, which the policy allows: ours", waived },
    ]);
  });

  test("a computed name is said as it is written", () =>
    expect(checkReference(unvouchedCallableInConfig, { ...callable(""), written: "${x:y}" })).toMatchObject([
      { message: "a.field is computed (${x:y}), and Hydra calls it" },
    ]));

  test("target with params is only told where it is dangerous", () => expect(found("mine.Net", "params")).toEqual([]));
});
