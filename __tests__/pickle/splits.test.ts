import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { ending, factsOf } from "./run";

const splits = (stream: PickleBuilder): string[] =>
  factsOf(stream.stop()).splits.map(({ offset, detail }) => `${offset}: ${detail}`);
const NUMBER = "0: only some readers take this number";

describe("numbers that readers disagree about", () => {
  test.each(["0x10", "010", "-010", "+007", "0o17", "0b101", "1_000", "0X1f"])("INT %s", (text) => {
    expect(splits(pickle(0).intText(text))).toEqual([NUMBER]);
  });

  test("LONG too", () => {
    expect(splits(pickle(0).longText("0x10"))).toEqual([NUMBER]);
  });

  test.each(["0", "1", "-5", "+5", "01", "00", "1234567890123456789012", " 7 "])(
    "INT %j is the same to all",
    (text) => {
      expect(splits(pickle(0).intText(text))).toEqual([]);
    },
  );

  test("the stream goes on behind them, as in the reader that takes them", () => {
    const facts = factsOf(pickle(0).intText("0x10").pop().call("os", "system", "id").stop());
    expect(facts.calls.map(({ evidence }) => evidence)).toEqual(["os.system('id')"]);
    expect(ending(facts)).toMatch(/^stop/);
  });
});

describe("frames", () => {
  test("that fit are normal", () => {
    expect(splits(pickle(4).frame(2).none())).toEqual([]);
  });

  test("that claim more than the stream has", () => {
    expect(splits(pickle(4).frame(100).none())).toEqual(["12: the last frame claims more bytes than the stream has"]);
  });

  test("that begin before the last one ended", () => {
    expect(splits(pickle(4).frame(12).none().frame(2).none())).toEqual([
      "12: a frame begins before the last one ended",
    ]);
  });

  test("of a size beyond any number", () => {
    expect(splits(pickle(4).frame(0xffff_ffff_ffff_ffffn).none())).toHaveLength(1);
  });
});

test("twenty of them tell enough", () => {
  const p = pickle(0);
  for (let i = 0; i < 50; i++) p.intText("0x1").pop();
  expect(splits(p.none())).toHaveLength(20);
});
