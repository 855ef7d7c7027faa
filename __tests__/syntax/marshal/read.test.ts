import { Malformed } from "../../../src/core/bytes";
import { readMarshal } from "../../../src/syntax/marshal/read";
import { codesIn, constantsOf, namesOf, textOf, type MarshalCode } from "../../../src/syntax/marshal/values";
import { bytesOf, join, marshalCode, none, short, tuple, type Layout } from "../../support/marshal-builder";
import { mutate } from "../../fuzz/mutate";
import { Random } from "../../fuzz/random";
import { EVIL_LAMBDA, NESTED_LAMBDA } from "../../support/python-code";
import { u32 } from "../../support/zip-builder";

function codeOf(bytes: Uint8Array): MarshalCode {
  const value = readMarshal(bytes);
  if (value.kind !== "code") throw new Error(`it is ${value.kind}`);
  return value;
}

const real = (text: string) => codeOf(Buffer.from(text, "base64"));

describe("marshal", () => {
  test("code that CPython 3.11 wrote: name, file, line, names, constants", () => {
    const code = real(EVIL_LAMBDA);
    expect(code).toMatchObject({ name: "<lambda>", file: "<stdin>", firstLine: 1, length: 86 });
    expect(namesOf([code])).toEqual(["__import__", "system"]);
    expect(constantsOf(code)).toEqual(["os", "echo hi"]);
  });

  test("functions inside functions, over references", () => {
    const code = real(NESTED_LAMBDA);
    const codes = codesIn(code);
    expect(codes.map(({ name }) => name)).toEqual(["<lambda>", "<listcomp>", "<lambda>"]);
    expect(namesOf(codes)).toEqual(["eval"]);
    expect(constantsOf(code)).toEqual(expect.arrayContaining(["k", "raw"]));
  });

  test.each(["2.7", "3.7", "3.8", "3.11"] satisfies Layout[])("the layout of Python %s", (layout) => {
    const parts = { name: "f", file: "a.py", line: 7, names: ["os", "system"], constants: [none(), bytesOf("id")] };
    const code = codeOf(marshalCode(layout, parts));
    expect(code).toMatchObject({ name: "f", file: "a.py", firstLine: 7 });
    expect(namesOf([code])).toEqual(["os", "system"]);
    expect(constantsOf(code)).toEqual(["id"]);
  });

  test("every type of value", () => {
    const values = [
      ...["N", "F", "T", "S", "."].map((letter) => join(letter)),
      join("i", Uint8Array.from(u32(5))),
      join("I", new Uint8Array(8)),
      join("g", new Uint8Array(8)),
      join("y", new Uint8Array(16)),
      join("f\x031.5"),
      join("x\x011\x012"),
      join("l", Uint8Array.from(u32(-2 >>> 0)), new Uint8Array(4)),
      join("u", Uint8Array.from(u32(2)), "\xc3\xa9"),
      join("t", Uint8Array.from(u32(1)), "t"),
      join("R", Uint8Array.from(u32(0))),
      join("A", Uint8Array.from(u32(1)), "A"),
      join("Z\x01Z"),
      join(")\x01N"),
      join("[", Uint8Array.from(u32(1)), short("in a list")),
      join("<", Uint8Array.from(u32(0))),
      join(">", Uint8Array.from(u32(1)), "N"),
      join("{", short("key"), bytesOf("value"), "0"),
      join(":NNN"),
    ];
    const value = readMarshal(tuple(...values));
    expect(value).toMatchObject({ kind: "items", items: { length: values.length } });
    const texts = constantsOf(codeOf(marshalCode("3.11", { constants: values })));
    expect(texts).toEqual(["\u00e9", "t", "A", "Z", "in a list", "key", "value"]);
  });

  test("a reference is to what was marked, whatever stood between", () => {
    const marked = join("\xfa\x02ab"); // a short text with the flag
    const value = readMarshal(tuple(marked, none(), join("r", Uint8Array.from(u32(0)))));
    expect(value.kind === "items" && value.items.map(textOf)).toEqual(["ab", "?", "ab"]);
  });

  test.each([
    ["nothing", new Uint8Array(0), "it ends too early"],
    ["a type that there is none of", join("!"), 'there is no type "!"'],
    ["a negative length", join("s", Uint8Array.from(u32(-1 >>> 0))), "a length is -1"],
    ["a tuple of two thousand million", join("(", Uint8Array.from(u32(0x7fffffff))), "it ends too early"],
    ["a dictionary without end", join("{NN"), "it ends too early"],
    ["a reference to nothing", join("r", Uint8Array.from(u32(3))), "it refers to value 3"],
    ["tuples inside each other", join(")\x01".repeat(100_000), "N"), "values inside each other"],
    ["code without bytecode", join("c", new Uint8Array(40)), "has no bytecode"],
  ])("%s is malformed", (_, bytes, words) => {
    expect(() => readMarshal(bytes)).toThrow(Malformed);
    expect(() => readMarshal(bytes)).toThrow(words);
  });

  test("damaged code is read or malformed, and nothing else", () => {
    const samples = [EVIL_LAMBDA, NESTED_LAMBDA].map((text) => Uint8Array.from(Buffer.from(text, "base64")));
    let read = 0;
    for (let seed = 0; seed < 5000; seed++) {
      const random = new Random(seed);
      try {
        const codes = codesIn(readMarshal(mutate(random, random.pick(samples), random.pick(samples))));
        namesOf(codes);
        codes.forEach(constantsOf);
        read++;
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
      }
    }
    expect(read).toBeGreaterThan(300);
  });

  test("a bomb of references costs what its bytes cost", () => {
    const big = join("\xa8", Uint8Array.from(u32(20_000)), ...Array.from({ length: 20_000 }, () => short("a")));
    const again = join("r", Uint8Array.from(u32(0)));
    const bomb = marshalCode("3.11", { constants: [big, ...Array.from({ length: 50_000 }, () => again)] });
    const started = performance.now();
    const texts = constantsOf(codeOf(bomb));
    expect(texts).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});
