import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { mutations } from "./run";

const made = (): PickleBuilder => pickle(4).call("m", "C");

test.each<[string, PickleBuilder, string]>([
  ["BUILD of an object", made().emptyDict().string("x").int(1).setitem().build(), "BUILD <m.C()>.__setstate__({'x': 1})"],
  ["BUILD of an import", pickle(4).global("m", "C").emptyDict().build(), "BUILD m.C.__setstate__({})"],
  ["SETITEM", made().string("k").int(1).setitem(), "SETITEM <m.C()>['k'] = 1"],
  ["SETITEMS, one pair", made().mark().string("k").int(1).setitems(), "SETITEMS <m.C()>['k'] = 1"],
  ["SETITEMS, more", made().mark().string("k").int(1).string("l").int(2).setitems(), "SETITEMS <m.C()>['k'] = 1, ..."],
  ["APPEND", made().int(1).append(), "APPEND <m.C()>.append(1)"],
  ["APPENDS", made().mark().int(1).int(2).int(3).appends(), "APPENDS <m.C()>.extend([1, 2, ...])"],
  ["ADDITEMS", made().mark().int(1).additems(), "ADDITEMS <m.C()>.update([1])"],
  ["an import as a value", made().string("run").global("os", "system").setitem(), "SETITEM <m.C()>['run'] = os.system"],
  ["a stored tensor as a target", pickle(4).string("0").binpersid().emptyDict().build(), "BUILD <stored tensor>.__setstate__({})"],
])("%s is told", (_, stream, line) => {
  expect(mutations(stream.stop())).toEqual([line]);
}); // prettier-ignore

test.each<[string, PickleBuilder]>([
  ["a list", pickle(4).emptyList().int(1).append().mark().int(2).appends()],
  ["a dict", pickle(4).emptyDict().int(1).int(2).setitem().mark().int(3).int(4).setitems()],
  ["a set", pickle(4).emptySet().mark().int(1).additems()],
])("filling %s of the pickle's own is no mutation", (_, stream) => {
  expect(mutations(stream.stop())).toEqual([]);
});

test("many objects of one kind make one fact", () => {
  const p = pickle(4);
  for (let i = 0; i < 10; i++) p.call("m", "C", i).emptyDict().build().pop();
  expect(mutations(p.none().stop())).toHaveLength(1);
});

test("an import that is changed again and again is counted", () => {
  const p = pickle(4).global("m", "C");
  for (let i = 0; i < 3; i++) p.string("k").int(i).setitem();
  expect(mutations(p.stop())).toEqual(["SETITEM m.C['k'] = 0 x3"]);
});

test("kinds and targets are told apart", () => {
  const p = pickle(4).call("m", "C").emptyDict().build().string("k").int(1).setitem().pop();
  expect(mutations(p.global("m", "C").emptyDict().build().stop())).toEqual([
    "BUILD <m.C()>.__setstate__({})",
    "SETITEM <m.C()>['k'] = 1",
    "BUILD m.C.__setstate__({})",
  ]);
});
