import { parserSplit } from "../../../src/rules/pickle/parser-split";
import { checkPickle } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";

describe("MA-PKL-008 parser-split", () => {
  test("one finding for a stream, whatever the number of places", () => {
    const splits = [1, 2, 3, 4].map((offset) => ({ offset, detail: `place ${offset}` }));
    const found = checkPickle(parserSplit, pickle(4).none().stop(), {}, { splits });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: "medium", location: { offset: 1 } });
    expect(found[0]!.message).toBe(
      "readers of pickle disagree about this stream: place 1; place 2; place 3; and 1 more",
    );
  });

  test("a number that only some readers take", () => {
    expect(checkPickle(parserSplit, pickle(0).intText("0x10").stop())).toHaveLength(1);
  });

  test("a normal stream has none", () => {
    expect(checkPickle(parserSplit, pickle(4).push([1, "a", null, 2.5]).stop())).toEqual([]);
  });
});
