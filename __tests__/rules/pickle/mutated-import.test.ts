import { mutatedImport } from "../../../src/rules/pickle/mutated-import";
import { checkPickle } from "../../support/check-rule";
import { pickle, type PickleBuilder } from "../../support/pickle-builder";

const ordered = (p: PickleBuilder) => p.global("collections", "OrderedDict");
const messages = (bytes: Uint8Array) => checkPickle(mutatedImport, bytes).map(({ message }) => message);

describe("MA-PKL-004 mutated-import", () => {
  test.each([
    ["BUILD", ordered(pickle(4)).emptyDict().build()],
    ["SETITEM", ordered(pickle(4)).string("k").int(1).setitem()],
    ["SETITEMS", ordered(pickle(4)).mark().string("k").int(1).setitems()],
    ["APPEND", ordered(pickle(4)).int(1).append()],
    ["APPENDS", ordered(pickle(4)).mark().int(1).appends()],
    ["ADDITEMS", ordered(pickle(4)).mark().int(1).additems()],
  ])("%s on an imported class", (how, builder) => {
    expect(messages(builder.stop())).toEqual([expect.stringContaining(`collections.OrderedDict (${how})`)]);
  });

  test("BUILD on an attribute of a class", () => {
    const stream = ordered(pickle(4).global("builtins", "getattr"))
      .string("Inner")
      .tuple2()
      .reduce()
      .emptyDict()
      .build()
      .stop();
    expect(messages(stream)).toEqual([expect.stringContaining("the result of builtins.getattr")]);
  });

  test.each([
    ["torch.jit._pickle", "restore_type_tag"],
    ["numpy._core.multiarray", "scalar"],
    ["builtins", "type"],
    ["logging", "getLogger"],
  ])("BUILD on what %s.%s hands out", (module, name) => {
    const stream = ordered(pickle(4).global(module, name)).tuple1().reduce().emptyDict().build().stop();
    expect(messages(stream)).toEqual([expect.stringContaining(`the result of ${module}.${name}`)]);
  });

  test("an instance may be given its state and items", () => {
    const stream = ordered(pickle(4)).emptyTuple().reduce().emptyDict().build().string("k").int(1).setitem().stop();
    expect(messages(stream)).toEqual([]);
  });
});
