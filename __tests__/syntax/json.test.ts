import { Malformed } from "../../src/core/bytes";
import {
  duplicates,
  itemsOf,
  member,
  membersOf,
  objectsOf,
  parseJson,
  parseJsonc,
  stringOf,
  type JsonNode,
} from "../../src/syntax/json";

/** The tree as plain values; of members that stand twice, the last. */
function plain(node: JsonNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "array") return node.items.map(plain);
  return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
}

describe("JSON", () => {
  test.each([
    ["null"],
    ["true"],
    [" false "],
    ["0"],
    ["-0.5e+10"],
    ["1E400"],
    ["123456789012345678901234567890"],
    ['""'],
    ['"a\\u00e9\\n\\"\\\\\\/\\ud83d\\ude00"'],
    ['"é😀\u2028\u007f"'],
    ["[]"],
    ["[1, [2, []], {}]"],
    ['{"a": {"b": [null, "x"]}, "": 1}'],
    ['\t{\r\n"a" : 1 ,\n"b":2}\n'],
    ['{"__proto__": 1, "constructor": 2}'],
  ])("%s is what JSON.parse makes of it", (text) => {
    expect(plain(parseJson(text))).toEqual(JSON.parse(text));
  });

  test.each([
    ["NaN", NaN],
    ["Infinity", Infinity],
    ["-Infinity", -Infinity],
    ['"\\ud800"', "\ud800"],
    ["\ufeff1", 1],
  ])("Python reads %s too", (text, value) => {
    expect(plain(parseJson(text))).toBe(value);
  });

  test.each([
    ["", "it ends too early"],
    ["  ", "it ends too early"],
    ["[", "it ends too early"],
    ["[1", "it ends too early"],
    ["[1 2]", "a comma or ] is missing"],
    ["[1,]", "no value"],
    ["[,1]", "no value"],
    ["{", "a key is missing"],
    ["{1: 2}", "a key is missing"],
    ['{"a" 1}', "a colon is missing"],
    ['{"a": 1,}', "a key is missing"],
    ['{"a": 1', "it ends too early"],
    ['{"a": 1]', "a comma or } is missing"],
    ['"a', "it ends inside a string"],
    ['"a\\', "it ends inside a string"],
    ['"a\\"', "it ends inside a string"],
    ['"\\x41"', "an escape that JSON does not have"],
    ['"\\u12"', "an escape that JSON does not have"],
    ['"a\nb"', "a control character"],
    ['"a\\\nb"', "an escape that JSON does not have"],
    ["'a'", "no value"],
    ["01", "something follows the value"],
    ["1.", "something follows the value"],
    [".5", "no value"],
    ["+1", "no value"],
    ["-", "no value"],
    ["0x10", "something follows the value"],
    ["nan", "no value"],
    ["True", "no value"],
    ["1 1", "something follows the value"],
    ["1\0", "something follows the value"],
    ["// a\n1", "no value"],
    ["\u00a01", "no value"],
  ])("%j is none", (text, words) => {
    expect(() => parseJson(text)).toThrow(`it is no JSON: ${words}`);
    expect(() => parseJson(text)).toThrow(Malformed);
  });

  test("the place of what is wrong is in bytes", () => {
    expect(() => parseJson('["é", x]')).toThrow(expect.objectContaining({ offset: 7 }));
  });
});

describe("places", () => {
  const text = ' {"a": [1, "two"], "b": {"c": true}}';
  const root = parseJson(text);
  const cut = (node: JsonNode) => text.slice(node.start, node.end);

  test("every value knows where it stands", () => {
    expect(cut(root)).toBe(text.trim());
    expect(cut(member(root, "a")!)).toBe('[1, "two"]');
    expect(itemsOf(member(root, "a")).map(cut)).toEqual(["1", '"two"']);
    expect(cut(member(root, "b", "c")!)).toBe("true");
  });

  test("every key knows where its quote is", () => {
    expect(membersOf(root).map(({ key, at }) => [key, text.indexOf(`"${key}"`) === at])).toEqual([
      ["a", true],
      ["b", true],
    ]);
  });
});

describe("members that stand twice", () => {
  test("the last one counts, as in Python, and all are there", () => {
    const root = parseJson('{"a": 1, "b": 2, "a": 3, "\\u0061": 4}');
    expect(plain(member(root, "a")!)).toBe(4);
    expect(membersOf(root)).toHaveLength(4);
    expect(duplicates(root).map(({ key, value }) => [key, plain(value)])).toEqual([
      ["a", 3],
      ["a", 4],
    ]);
  });

  test("what is no object has none", () => {
    expect(duplicates(parseJson('["a", "a"]'))).toEqual([]);
    expect(duplicates(parseJson('{"a": {"b": 1}, "b": 1}'))).toEqual([]);
  });
});

describe("reading a tree", () => {
  test("what is not there is undefined, not an error", () => {
    const root = parseJson('{"a": {"b": "c"}, "n": 5}');
    expect(stringOf(member(root, "a", "b"))).toBe("c");
    expect(stringOf(member(root, "n"))).toBeUndefined();
    expect(member(root, "a", "b", "c")).toBeUndefined();
    expect(member(undefined, "a")).toBeUndefined();
    expect(member(parseJson("[]"), "length")).toBeUndefined();
    expect(member(root, "toString")).toBeUndefined();
    expect(itemsOf(root)).toEqual([]);
    expect(membersOf(member(root, "n"))).toEqual([]);
  });

  test("every object comes with its path, in the order of the text", () => {
    const root = parseJson('{"a": [{"x": 1}, 5, [{"y": {}}]], "b": {}, "a": {}}');
    expect([...objectsOf(root)].map(({ path }) => path.join("."))).toEqual(["", "a.0", "a.2.0", "a.2.0.y", "b", "a"]);
    expect([...objectsOf(parseJson("1"))]).toEqual([]);
  });
});

describe("costs", () => {
  test.each([["["], ['{"a":']])("values inside each other end before the stack does: %s", (open) => {
    expect(() => parseJson(open.repeat(100_000))).toThrow("more than 900 values inside each other");
  });

  test("paths of many deep objects are not kept", () => {
    const [depth, width] = [800, 300_000];
    const text = "[".repeat(depth) + `${"{},".repeat(width)}{}` + "]".repeat(depth);
    const root = parseJson(text);
    const before = process.memoryUsage().heapUsed;
    let seen = 0;
    for (const { node } of objectsOf(root)) seen += node.kind === "object" ? 1 : 0;
    expect(seen).toBe(width + 1);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 2 ** 20);
  });

  test("a long text is read in a time that grows with its length", () => {
    const started = performance.now();
    parseJson(`[${"-1.5e3,".repeat(500_000)}"${"\\u0041".repeat(500_000)}"]`);
    expect(() => parseJson(`"${"\\".repeat(2_000_000)}`)).toThrow(Malformed);
    expect(() => parseJson(" ".repeat(2_000_000))).toThrow(Malformed);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});

describe("JSON with comments", () => {
  test.each([
    ["[1,]", [1]],
    ['{"a": 1,}', { a: 1 }],
    ['{"a": [1, {"b": 2, },], }', { a: [1, { b: 2 }] }],
    ["// x\n[1 /* , */, // y\r\n 2]//", [1, 2]],
    ['/**/{/* a *//* b */"a"/**/:/**/1/**/}/**/', { a: 1 }],
    ['["//", "/* */", ","]', ["//", "/* */", ","]],
    [" 1 ", 1],
  ])("%j is read", (text, value) => expect(plain(parseJsonc(text))).toEqual(value));

  test.each([
    ["[,]", "no value"],
    ["{,}", "a key is missing"],
    ["[1,,]", "no value"],
    ["[1] /", "something follows the value"],
    ["[1 / 2]", "a comma or ] is missing"],
    ["[1] /* x", "a comment does not end"],
    ["# x\n1", "no value"],
    ["'a'", "no value"],
  ])("%j is none", (text, words) => expect(() => parseJsonc(text)).toThrow(`it is no JSON: ${words}`));

  test("JSON itself has neither comments nor a last comma", () => {
    for (const text of ["[1,]", "/**/1", "1//"]) expect(() => parseJson(text)).toThrow(Malformed);
  });

  test("places are those of the text", () => {
    const text = '/* x */ {"a": /* y */ 1, }';
    expect(text.slice(member(parseJsonc(text), "a")!.start, member(parseJsonc(text), "a")!.end)).toBe("1");
  });

  test("many comments are read in a time that grows with their length", () => {
    const started = performance.now();
    parseJsonc(`[${"/**/ //\n".repeat(200_000)}1]`);
    expect(() => parseJsonc(`[${"/* ".repeat(500_000)}`)).toThrow("a comment does not end");
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});
