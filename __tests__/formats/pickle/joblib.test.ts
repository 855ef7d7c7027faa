import { pickle, type PickleBuilder } from "../../support/pickle-builder";
import { lines, scanBytes } from "../../support/scan";
import { JOBLIB, sample } from "./samples";

const told = (bytes: Uint8Array): string[] => lines(scanBytes(bytes, "m.joblib").findings);
const isSystem = (line: string): boolean => /critical MA-PKL-001 .*os\.system/.test(line);
/** `os.system('id')`, its result popped: what stands around it goes on as if nothing was. */
const evil = (p: PickleBuilder): PickleBuilder => p.call("os", "system", "id").pop();

interface ArrayShape {
  readonly dtype?: (p: PickleBuilder) => PickleBuilder;
  readonly shape?: readonly number[];
  /** Length byte and padding; `none` is how joblib wrote before 1.2. */
  readonly padding?: number | "none";
  /** Entries of the state behind the others. */
  readonly more?: (p: PickleBuilder) => PickleBuilder;
  readonly make?: (p: PickleBuilder) => PickleBuilder;
}

const wrapperClass = (p: PickleBuilder) => p.global("joblib.numpy_pickle", "NumpyArrayWrapper");
const dtype = (code: string) => (p: PickleBuilder) => p.call("numpy", "dtype", code, false, true);
const newObject = (p: PickleBuilder) => wrapperClass(p).emptyTuple().newobj();

/** An array as joblib writes it, up to its bytes. */
function array(p: PickleBuilder, options: ArrayShape = {}): PickleBuilder {
  const { padding = 3, make = newObject } = options;
  make(p).emptyDict().mark();
  p.string("dtype").with(options.dtype ?? dtype("u1"));
  p.string("shape").push({ tuple: options.shape ?? [64] });
  p.string("order").string("C");
  if (padding !== "none") p.string("numpy_array_alignment_bytes").int(16);
  (options.more?.(p) ?? p).setitems().build();
  if (padding !== "none") p.raw([padding]).raw(new Uint8Array(padding).fill(0xff));
  return p;
}

describe("files that joblib wrote", () => {
  test.each(Object.entries(JOBLIB))("%s: followed to the end, nothing to say", (_, base64) => {
    expect(told(sample(base64))).toEqual([]);
  });

  test.each(Object.entries(JOBLIB))("%s: what runs behind the arrays is found", (_, base64) => {
    const bytes = sample(base64);
    const longer = Buffer.concat([bytes.subarray(0, -1), evil(pickle(0)).raw(".").bytes()]);
    // The last stream of an array of objects is its own; there the end of the file stands after its STOP.
    expect(
      told(bytes.at(-1) === 0x2e ? longer : Buffer.concat([bytes, evil(pickle(4)).none().stop()])).some(isSystem),
    ).toBe(true);
  });
});

describe("array bytes are passed over", () => {
  const numbers = Uint8Array.from({ length: 64 }, (_, i) => 200 + (i % 50));

  test.each<[string, ArrayShape]>([
    ["with padding", { padding: 15 }],
    ["with a padding of nothing", { padding: 0 }],
    ["as joblib wrote before 1.2, without padding", { padding: "none" }],
    ["in more dimensions", { shape: [2, 4, 8] }],
    ["of larger elements", { dtype: dtype("f8"), shape: [8] }],
    ["of text", { dtype: dtype("U4"), shape: [4] }],
    ["of one element without dimensions", { dtype: dtype("V64"), shape: [] }],
    ["made as protocol 0 makes objects", { make: (p) => wrapperClass(p.global("copyreg", "_reconstructor")).global("builtins", "object").none().tuple3().reduce() }],
    ["under the name that scikit-learn gave joblib", { make: (p) => p.global("sklearn.externals.joblib.numpy_pickle", "NumpyArrayWrapper").emptyTuple().newobj() }],
  ])("%s", (_, options) => {
    const stream = array(pickle(4), options).raw(numbers);
    expect(told(stream.with(evil).stop()).some(isSystem)).toBe(true);
    expect(told(array(pickle(4), options).raw(numbers).stop())).toEqual([]);
  }); // prettier-ignore

  test("an empty array takes none", () => {
    expect(
      told(
        array(pickle(4), { shape: [0, 7], padding: 2 })
          .with(evil)
          .stop(),
      ).some(isSystem),
    ).toBe(true);
  });

  test("bytes that are a program for pickle.load are one more reading", () => {
    const payload = pickle(0)
      .global("os", "system")
      .push({ tuple: ["id"] })
      .reduce()
      .raw(".")
      .bytes();
    const bytes = Buffer.concat([payload, new Uint8Array(64 - payload.length)]);
    expect(told(array(pickle(4), { padding: "none" }).raw(bytes).stop()).some(isSystem)).toBe(true);
  });

  test("fewer bytes than the array claims are told", () => {
    expect(
      told(
        array(pickle(4), { shape: [1000] })
          .raw(numbers)
          .bytes(),
      ).join(),
    ).toContain("cannot be read to its end");
  });
});

describe("arrays of objects are pickles of their own", () => {
  const objects = { dtype: dtype("O8"), shape: [2], padding: "none" } as const;

  test("a payload in one is found, and one behind it", () => {
    const inner = pickle(5).with(evil).none().stop();
    expect(told(array(pickle(4), objects).raw(inner).stop()).some(isSystem)).toBe(true);
    const quiet = pickle(5).push(["a", "b"]).stop();
    expect(told(array(pickle(4), objects).raw(quiet).with(evil).stop()).some(isSystem)).toBe(true);
  });

  test("a structured type is one by its flags", () => {
    const flagged = (p: PickleBuilder) =>
      dtype("V16")(p).mark().int(3).string("|").none().push({ tuple: ["o", "i"] }).emptyDict().int(16).int(1).int(63).tuple().build(); // prettier-ignore
    const inner = pickle(5).with(evil).none().stop();
    expect(
      told(
        array(pickle(4), { ...objects, dtype: flagged })
          .raw(inner)
          .stop(),
      ).some(isSystem),
    ).toBe(true);
  });

  test("deeper than anyone nests ends with a limit", () => {
    const deep = (levels: number): Uint8Array =>
      levels === 0
        ? pickle(4).none().stop()
        : array(pickle(4), objects)
            .raw(deep(levels - 1))
            .stop();
    expect(told(deep(8))).toEqual([]);
    expect(told(deep(12)).join()).toContain("containers inside each other");
  });
});

describe("arrays whose length joblib sees otherwise than they seem hide nothing", () => {
  /** What joblib runs right behind the wrapper's BUILD; a reader that skips 64 bytes does not see it. */
  const hidden = (p: PickleBuilder) => {
    const payload = evil(pickle(4)).raw(".").bytes();
    return p.raw(payload).raw(new Uint8Array(100)).stop();
  };
  const isTold = (found: readonly string[]): boolean =>
    found.some((line) => isSystem(line) || /^high MA-SYS-001/.test(line));

  test.each<[string, ArrayShape]>([
    ["a key twice: the last one counts", { padding: 0, more: (p) => p.string("shape").push({ tuple: [0] }) }],
    ["a key behind more entries than are kept", { padding: 0, more: (p) => { for (let i = 0; i < 30; i++) p.string(`k${i}`).none(); return p.string("shape").push({ tuple: [0] }); } }],
    ["made by copyreg.__newobj__", { padding: 0, shape: [0], make: (p) => wrapperClass(p.global("copyreg", "__newobj__")).tuple1().reduce() }],
    ["made by its constructor", { padding: "none", make: (p) => wrapperClass(p).none().push({ tuple: [0] }).string("C").tuple3().reduce() }],
    ["made by a function that takes a class", { padding: 0, shape: [0], make: (p) => wrapperClass(p.global("sklearn.neighbors._kd_tree", "newObj")).tuple1().reduce() }],
    ["a type that numpy is not asked for by its code", { padding: 0, dtype: (p) => p.global("numpy", "dtype").global("numpy", "float64").tuple1().reduce() }],
    ["a type in words", { padding: 0, dtype: dtype("float64,i4") }],
    ["a length that is computed", { padding: 0, more: (p) => p.string("shape").call("builtins", "list") }],
    ["a type whose state says another size", { padding: 0, dtype: (p) => dtype("V1")(p).mark().int(3).string("|").none().none().none().int(0).int(1).int(0).tuple().build() }],
  ])("%s", (_, options) => {
    expect(isTold(told(hidden(array(pickle(4), options))))).toBe(true);
  }); // prettier-ignore

  test("padding is there for any alignment but None", () => {
    for (const write of [(p: PickleBuilder) => p.string("x"), (p: PickleBuilder) => p.newtrue()]) {
      const p = array(pickle(4), {
        padding: "none",
        shape: [0],
        more: (q) => write(q.string("numpy_array_alignment_bytes")),
      });
      expect(told(p.raw([40]).raw(new Uint8Array(40)).with(evil).stop()).some(isSystem)).toBe(true);
    }
    const none = array(pickle(4), {
      padding: "none",
      shape: [0],
      more: (q) => q.string("numpy_array_alignment_bytes").none(),
    });
    expect(told(none.with(evil).stop()).some(isSystem)).toBe(true);
  });

  test("a second state of one wrapper breaks the stream", () => {
    const p = array(pickle(4), { padding: "none", shape: [0] })
      .emptyDict()
      .build();
    expect(told(p.stop()).join()).toContain("begins a joblib array whose type or length cannot be told");
  });
});
