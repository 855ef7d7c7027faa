import { unvouchedCall } from "../../../src/rules/pickle/unvouched-call";
import { checkPickle } from "../../support/check-rule";
import { pickle, type PickleBuilder } from "../../support/pickle-builder";

jest.mock("../../../src/rules/pickle/globals/table", () =>
  jest.requireActual("../../support/table").asTable({
    libraries: {},
    modules: {
      lib: { call: ["make"], new: ["Model", "Other"], ref: ["relu", "Model.__new__", "Other.__new__"] },
      builtins: { call: ["dict", "list"], ref: ["object"] },
      copyreg: { call: ["_reconstructor"] },
      collections: { call: ["OrderedDict"] },
      functools: { call: ["partial"] },
    },
    applies: { "torch._tensor._rebuild_from_type_v2": [0] },
    loads: { "lib.load_bytes": 0 },
    guards: [
      {
        names: ["lib.Dist"],
        state: { _parse_arg_template: "def f\\((x, )*\\)", restore_design_info: null },
        why: "its state is run",
      },
    ],
  }),
);

const found = (builder: PickleBuilder) => checkPickle(unvouchedCall, builder.stop());
const messages = (builder: PickleBuilder) => found(builder).map(({ message }) => message);

const dist = (p: PickleBuilder) => p.global("lib", "Dist").emptyTuple().newobj();
const model = (p: PickleBuilder) => p.global("lib", "Model").emptyTuple().newobj();
const template = (p: PickleBuilder, text = "def f(x, x, )") => p.string("_parse_arg_template").string(text).setitem();
const getNew = (p: PickleBuilder, name = "Model") =>
  p.global("builtins", "getattr").global("lib", name).string("__new__").tuple2().reduce();

describe("a class that acts on its state", () => {
  test.each([
    ["NEWOBJ", dist(pickle(4))],
    ["NEWOBJ_EX", pickle(4).global("lib", "Dist").emptyTuple().emptyDict().newobjEx()],
    ["OBJ", pickle(1).mark().global("lib", "Dist").obj()],
    ["INST", pickle(0).mark().inst("lib", "Dist")],
    [
      "_reconstructor",
      pickle(2)
        .global("copyreg", "_reconstructor")
        .global("lib", "Dist")
        .global("builtins", "object")
        .none()
        .tuple3()
        .reduce(),
    ],
  ])("made by %s, with the state its library writes", (_, builder) => {
    const good = pickle(2).raw(builder.bytes());
    expect(messages(template(good.emptyDict()).build())).toEqual([]);
    const bad = pickle(2).raw(builder.bytes());
    expect(messages(template(bad.emptyDict(), "def f(): evil()").build())).toEqual([
      "gives an instance of lib.Dist a state whose _parse_arg_template holds code, which the class runs",
    ]);
  });

  test("as a value", () => expect(messages(pickle(4).global("lib", "Dist"))).toEqual([]));

  test("running what the state holds is critical", () => {
    expect(found(template(dist(pickle(4)).emptyDict(), "evil").build())).toMatchObject([{ severity: "critical" }]);
  });

  const forbidden = (p: PickleBuilder) => template(p).string("restore_design_info").none().setitem();
  test.each<[string, PickleBuilder, string]>([
    ["a key that must not be there", forbidden(dist(pickle(4)).emptyDict()).build(), "restore_design_info holds code"],
    ["no such key", dist(pickle(4)).emptyDict().build(), "without _parse_arg_template"],
    ["the key again", template(template(dist(pickle(4)).emptyDict()), "evil").build(), "holds code"],
    ["no constant", dist(pickle(4)).emptyDict().string("_parse_arg_template").call("lib", "make").setitem().build(), "holds code"],
    ["a text that is too long", template(dist(pickle(4)).emptyDict(), `def f(${"x, ".repeat(2000)})`).build(), "holds code"],
    ["a computed state", dist(pickle(4)).call("lib", "make").build(), "a state that is computed"],
    ["a pair", template(dist(pickle(4)).none().emptyDict()).tuple2().build(), "a state that is computed"],
    ["a computed key", template(dist(pickle(4)).emptyDict()).call("lib", "make").none().setitem().build(), "a state that is computed"],
    ["a call of it", pickle(4).call("lib", "Dist"), "not to be called with arguments"],
    ["as an argument", pickle(4).global("lib", "make").global("lib", "Dist").tuple1().reduce(), "with lib.Dist, which runs code of its state"],
    [
      "as an argument of what applies the state itself",
      pickle(4).global("torch._tensor", "_rebuild_from_type_v2").global("lib", "make").global("lib", "Dist").tuple2().reduce(),
      "with lib.Dist, which runs code of its state",
    ],
    ["in a persistent id", pickle(4).global("lib", "Dist").binpersid().emptyTuple().newobj(), "a value that is no name"],
    [
      "behind an instance that is fine",
      template(template(dist(pickle(4)).emptyDict()).build().pop().global("lib", "Dist").emptyTuple().newobj().emptyDict(), "evil").build(),
      "holds code",
    ],
    [
      "behind an odd item that CPython leaves out",
      template(dist(pickle(4)).mark().string("odd").dict(), "evil").build(),
      "holds code",
    ],
  ])("%s is reported", (_, builder, words) => expect(messages(builder)).toContainEqual(expect.stringContaining(words))); // prettier-ignore

  test("behind more keys than are kept", () => {
    const p = dist(pickle(4)).emptyDict();
    for (let i = 0; i < 300; i++) p.string(`k${i}`).int(i).setitem();
    expect(messages(template(p).build())).toEqual([]);
    const q = dist(pickle(4)).emptyDict();
    for (let i = 0; i < 300; i++) q.string(`k${i}`).int(i).setitem();
    expect(messages(template(q, "evil").build())).toHaveLength(1);
  });
});

describe("a state that changes what the next opcodes call", () => {
  const own = (p: PickleBuilder, key: string) => p.emptyDict().string(key).global("lib", "relu").setitem();
  test.each<[string, PickleBuilder, string]>([
    ["__setstate__", own(model(pickle(4)), "__setstate__").build().none().build(), "its own __setstate__"],
    ["append", own(model(pickle(4)), "append").build().int(1).append(), "its own append"],
    ["extend", own(model(pickle(4)), "extend").build().mark().int(1).appends(), "its own extend"],
    ["add", own(model(pickle(4)), "add").build().mark().int(1).additems(), "its own add"],
    ["append of the slots", own(model(pickle(4)).none(), "append").tuple2().build().int(1).append(), "its own append"],
    ["a class of the slots", own(model(pickle(4)).none(), "__class__").tuple2().build(), "another __class__"],
    ["a key in escapes", model(pickle(0)).emptyDict().raw("Vapp\\u0065nd\n").global("lib", "relu").setitem().build().int(1).append(), "its own append"],
    ["a key that is computed", model(pickle(4)).emptyDict().call("lib", "make").none().setitem().build(), "a key that is computed"],
    ["a dict that a call makes", model(pickle(4)).call("collections", "OrderedDict").build(), "a state that another call made"],
    [
      "an instance that is filled by keys",
      model(pickle(4)).global("lib", "Other").emptyTuple().newobj().string("k").none().setitem().build(),
      "a state that another call made",
    ],
    ["one of many", own(model(model(pickle(4)).emptyDict().build()), "append").build().int(1).append(), "its own append"],
  ])("%s is reported", (_, builder, words) => expect(messages(builder)).toContainEqual(expect.stringContaining(words))); // prettier-ignore

  test.each<[string, PickleBuilder]>([
    ["a constant", model(pickle(4)).emptyDict().string("add").push(true).setitem().build().mark().int(1).additems()],
    ["a value that no opcode calls", own(model(pickle(4)), "add").build()],
    ["a nested dict", model(pickle(4)).emptyDict().string("x").with((p) => own(p, "append")).setitem().build().int(1).append()],
    ["a state of a class's own", model(pickle(4)).call("lib", "make").int(1).tuple2().build()],
  ])("%s is silent", (_, builder) => expect(messages(builder)).toEqual([])); // prettier-ignore
});

describe("keyword construction in protocols 2 and 3", () => {
  const partial = (p: PickleBuilder) => getNew(p.global("functools", "partial")).tuple1().reduce();
  const state = (p: PickleBuilder, made: string, given: string) =>
    getNew(p.mark(), made).mark().global("lib", given).int(1).tuple().emptyDict().emptyDict().tuple().build();

  test("is silent as Python writes it", () => {
    expect(
      messages(
        state(partial(pickle(2)), "Model", "Model")
          .emptyTuple()
          .reduce(),
      ),
    ).toEqual([]);
  });

  test.each([
    ["without its state", partial(pickle(2)).emptyTuple().reduce()],
    ["with another class's __new__", state(partial(pickle(2)), "Other", "Model").emptyTuple().reduce()],
    ["of another class", state(partial(pickle(2)), "Model", "Other").emptyTuple().reduce()],
    ["with arguments", state(partial(pickle(2)), "Model", "Model").int(1).tuple1().reduce()],
    ["of a function", pickle(2).global("functools", "partial").global("lib", "relu").tuple1().reduce().emptyTuple().reduce()],
  ])("%s is reported", (_, builder) =>
    expect(messages(builder)).toEqual([expect.stringContaining("what functools.partial returned")])); // prettier-ignore

  test("a function that only the state shows", () => {
    const p = pickle(2).global("functools", "partial").global("lib", "relu").tuple1().reduce();
    p.mark().global("lib", "load_bytes").emptyTuple().emptyDict().emptyDict().tuple().build();
    expect(messages(p)).toEqual([
      expect.stringContaining("another function, with lib.load_bytes, which loads a pickle"),
    ]);
  });
});
