import { weightsOnlyRefused } from "../../../src/rules/pickle/weights-only-refused";
import { checkPickle } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";

jest.mock("../../../src/rules/pickle/globals/table", () =>
  jest.requireActual("../../support/table").asTable({
    libraries: {},
    modules: {
      lib: { call: ["A", "B", "C", "D", "E", "F", "G"] },
      collections: { call: ["OrderedDict"] },
      torch: { call: ["FloatStorage"] },
    },
  }),
);

const torch = { reader: "torch" } as const;

describe("MA-PKL-007 weights-only-refused", () => {
  test("a known name that torch does not know", () => {
    const [found] = checkPickle(weightsOnlyRefused, pickle(2).call("lib", "A").stop(), {}, torch);
    expect(found).toMatchObject({
      severity: "info",
      message: expect.stringContaining("would refuse lib.A (as of torch"),
    });
  });

  test("names at most five", () => {
    const builder = pickle(2);
    for (const name of "ABCDEFG") builder.global("lib", name).pop();
    const [found, ...more] = checkPickle(weightsOnlyRefused, builder.none().stop(), {}, torch);
    expect(more).toEqual([]);
    expect(found!.message).toContain("lib.E and 2 more");
  });

  test("is silent for a state dict, for other readers, and where something worse was said", () => {
    const weights = pickle(2).call("collections", "OrderedDict").pop().global("torch", "FloatStorage").stop();
    expect(checkPickle(weightsOnlyRefused, weights, {}, torch)).toEqual([]);
    expect(checkPickle(weightsOnlyRefused, pickle(2).call("lib", "A").stop())).toEqual([]);
    expect(
      checkPickle(weightsOnlyRefused, pickle(2).call("lib", "A").pop().call("mylib", "f").stop(), {}, torch),
    ).toEqual([]);
  });
});
