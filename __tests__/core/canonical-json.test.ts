import { canonicalJson } from "../../src/core/canonical-json";

describe("canonical JSON", () => {
  test("is the same for the same value, whatever the order of its members", () => {
    expect(canonicalJson({ b: [1, { d: null, c: true }], a: "x\n" })).toBe('{"a":"x\\n","b":[1,{"c":true,"d":null}]}');
    expect(canonicalJson({ a: "x\n", b: [1, { c: true, d: null }] })).toBe(
      canonicalJson({ b: [1, { d: null, c: true }], a: "x\n" }),
    );
  });

  test("orders names by code point, not by the units of UTF-16", () => {
    expect(canonicalJson({ "\u{1d4b3}": 1, "\uffee": 2 })).toBe('{"\uffee":2,"\u{1d4b3}":1}');
  });

  test("leaves out what is undefined, keeps a member called __proto__", () => {
    expect(canonicalJson({ a: undefined, b: { c: undefined } })).toBe('{"b":{}}');
    expect(canonicalJson(JSON.parse('{"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1}}');
  });

  test("refuses what JSON cannot say, and depth", () => {
    for (const value of [NaN, Infinity, undefined, () => 1, 1n])
      expect(() => canonicalJson([value])).toThrow(RangeError);
    let deep: unknown = 1;
    for (let i = 0; i < 300; i++) deep = [deep];
    expect(() => canonicalJson(deep)).toThrow("200 values inside each other");
  });
});
