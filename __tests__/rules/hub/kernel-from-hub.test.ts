import { kernelFromHub } from "../../../src/rules/hub/kernel-from-hub";
import { callable, checkReference } from "../../support/check-reference";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const severity = (repository: string, internal: boolean, revision?: string) =>
  checkReference(kernelFromHub, {
    kind: "kernel",
    repository,
    internal,
    ...(revision === undefined ? {} : { revision }),
  })[0]!.severity;

describe("MA-HUB-006 kernel-from-hub", () => {
  test("the internal field is critical (CVE-2026-4372)", () => {
    expect(severity("evil/kernel", true)).toBe("critical");
    expect(severity("evil/kernel", true, COMMIT)).toBe("critical");
    expect(severity("kernels-community/flash-attn", true)).toBe("high");
  });

  test("the public one by publisher and pin", () => {
    expect(severity("evil/kernel", false)).toBe("high");
    expect(severity("evil/kernel", false, "v1")).toBe("high");
    expect(severity("evil/kernel", false, COMMIT)).toBe("medium");
    expect(severity("kernels-community/flash-attn", false)).toBe("medium");
    expect(severity("kernels-community-evil/flash-attn", false)).toBe("high");
    expect(severity("kernels-community/flash-attn", false, COMMIT)).toBe("low");
  });

  test("says the pin", () =>
    expect(
      checkReference(kernelFromHub, { kind: "kernel", repository: "a/b", internal: false, revision: "v1" })[0]!.message,
    ).toBe("a.field has the kernel a/b downloaded and loaded at v1"));

  test("other references are not its business", () =>
    expect(checkReference(kernelFromHub, callable("a.b"))).toEqual([]));
});
