import { Malformed, Unsupported } from "../../src/core/bytes";
import { MAX_FAST_YAML, parseFastYaml } from "../../src/syntax/fast-yaml";
import { itemsOf, member, objectsOf, stringOf, type JsonNode } from "../../src/syntax/json";

const root = (text: string) => parseFastYaml(text)[0];
const value = (text: string) => member(root(text), "a");

function refusal(text: string): Malformed {
  try {
    parseFastYaml(text);
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("parseFastYaml: scalars", () => {
  test.each([
    ["1.10", "1.10"],
    ["0x10", "0x10"],
    ["1_000", "1_000"],
    ["2024-01-01", "2024-01-01"],
    ["yes", "yes"],
    ["Null", "Null"],
    ["'null'", "null"],
    ['"true"', "true"],
    ["'it''s'", "it's"],
    ['"\\u0041\\n"', "A\n"],
    ["|\n  x\n  y\n", "x\ny\n"],
    [">-\n  x\n  y\n", "x y"],
    ["x # a comment", "x"],
    ["__proto__", "__proto__"],
  ])("%j is the text %j", (written, text) => expect(stringOf(value(`a: ${written}`))).toBe(text));

  test.each([
    ["null", null],
    ["~", null],
    ["", null],
    ["true", true],
    ["false", false],
  ])("plain %j is %j", (written, read) => expect(value(`a: ${written}`)).toMatchObject({ value: read }));

  test("an empty value stands where its key is, not before the text", () =>
    expect(value("b: 1\na:\nc: 2\n")!.start).toBeGreaterThanOrEqual(5));
});

describe("parseFastYaml: structure and places", () => {
  test("block and flow, with the place of keys and values", () => {
    const text = "a:\n  b: [c, 'd']\n  e: {f: g}\n";
    const object = value(text)!;
    expect(object).toMatchObject({ kind: "object", members: [{ key: "b", at: 5 }, { key: "e" }] });
    expect(member(object, "b")).toMatchObject({ kind: "array", start: text.indexOf("[") });
    expect(itemsOf(member(object, "b"))).toMatchObject([{ value: "c" }, { value: "d" }]);
    expect(stringOf(member(object, "e", "f"))).toBe("g");
  });

  test("items and entries of mappings inside lists start where they begin", () => {
    const text = "- x: 1\n  y: 2\n- x: 3\n";
    expect(itemsOf(root(text)).map(({ start }) => start)).toEqual([2, 16]);
  });

  test("keys that stand twice are both there, and so are those of prototypes", () => {
    expect(root("a: 1\na: 2\n__proto__: 3\n")).toMatchObject({
      members: [{ key: "a" }, { key: "a" }, { key: "__proto__", value: { value: "3" } }],
    });
  });

  test("documents, with their own anchors", () => {
    expect(parseFastYaml("a: 1\n---\nb: 2\n...\n")).toHaveLength(2);
    expect(parseFastYaml("")).toEqual([]);
    expect(refusal("a: &x 1\n---\nb: *x\n").message).toContain("nothing before is called x");
  });

  test("CRLF is a line end", () => expect(stringOf(member(root("b: 1\r\na: 2\r\n"), "b"))).toBe("1"));

  test("a key that is a collection has no name and hides nothing", () =>
    expect(root("? [x]\n: y\nb: c\n")).toMatchObject({ members: [{ key: "" }, { key: "b" }] }));
});

describe("parseFastYaml: anchors and aliases", () => {
  test("an alias is its scalar, at its own place", () =>
    expect(member(root("b: &x text\na: *x\n"), "a")).toMatchObject({ value: "text", start: 15 }));

  test("an alias of a collection is the same node, so that nothing hides behind it", () => {
    const read = root("b: &x [{c: d}]\na: *x\n");
    expect(member(read, "a")).toBe(member(read, "b"));
  });

  test("an anchor can be given again", () =>
    expect(stringOf(member(root("b: &x 1\nc: &x 2\na: *x\n"), "a"))).toBe("2"));

  test("an alias of nothing, or of what is around it, is malformed, with its place", () => {
    expect(refusal("a: *x\n").offset).toBe(4);
    expect(refusal("a: &x [*x]\n").offset).toBe(8);
  });

  test("a merged mapping is not passed over", () => {
    expect(() => parseFastYaml("b: &x {c: d}\na:\n  <<: *x\n")).toThrow(Unsupported);
    expect(() => parseFastYaml("a:\n  <<: {c: d}\n")).toThrow(/it merges mappings/);
    expect(stringOf(member(root("<<: text\n"), "<<"))).toBe("text");
  });

  test("billion laughs stay small", () => {
    const laughs = ["a0: &a0 [lol]"];
    for (let i = 1; i < 60; i++)
      laughs.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    const start = performance.now();
    expect(refusal(laughs.join("\n")).message).toMatch(/aliases of more than 1,000,000 values/);
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test("a long text is not repeated without end", () => {
    const text = `a: &x ${"n".repeat(100_000)}\nb: [${Array(500).fill("*x").join(", ")}]`;
    expect(refusal(text).message).toMatch(/aliases of more than/);
  });

  test("what is read through aliases can be walked", () => {
    const few = ["a0: &a0 {x: y}"];
    for (let i = 1; i < 6; i++)
      few.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    let count = 0;
    for (const { node } of objectsOf(root(few.join("\n"))!)) count += node.members.length;
    expect(count).toBeGreaterThan(9 ** 5);
  });

  test("depth that only aliases make is bounded", () => {
    const chain = ["a0: &a0 [x]"];
    for (let i = 1; i < 200; i++) chain.push(`a${i}: &a${i} [*a${i - 1}]`);
    expect(refusal(chain.join("\n")).message).toMatch(/more than 100 values inside each other/);
  });
});

describe("parseFastYaml: what it refuses", () => {
  test.each([
    ["a: [b\n", "it is no YAML", 5],
    ['a: "x\\q"', "it is no YAML: unknown escape sequence", 6],
    ["a: x\0y", "it is no YAML: null byte", 4],
    ["@a", "it is no YAML", 0],
    ["a: b: c\n", "it is no YAML", 4],
  ])("%j says what and where", (text, message, place) => {
    const { message: said, offset } = refusal(text);
    expect(said).toContain(message);
    expect(offset).toBeGreaterThanOrEqual(place - 1);
    expect(offset).toBeLessThanOrEqual(text.length);
  });

  test.each(["[", "{a: ", "- ", "? "])("too many %j inside each other", (piece) =>
    expect(refusal(piece.repeat(20_000)).message).toMatch(/maxDepth|inside each other/),
  );

  test("too large", () => expect(refusal("x".repeat(MAX_FAST_YAML + 1)).message).toMatch(/more than 8,388,608 char/));

  test.each(["[" + "a,".repeat(2 ** 21) + "]", "-\n".repeat(2 ** 21), "[" + "? ,".repeat(2 ** 20) + "]"])(
    "too many values, before they take memory",
    (text: string) => expect(refusal(text).message).toMatch(/lines and list items/),
  );

  test("depth at the bound is read", () => {
    const read = root("[".repeat(99) + "]".repeat(99)) as JsonNode;
    expect(read.kind).toBe("array");
  });
});
