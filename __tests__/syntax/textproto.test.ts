import { Budget } from "../../src/core/budget";
import { readTextProto } from "../../src/syntax/textproto";

/** What is told of a text, one line a field. */
function told(text: string, limits = {}): string[] {
  const out: string[] = [];
  readTextProto(text, new Budget(0, limits), {
    begin: (name) => out.push(`${name} {`),
    end: () => out.push("}"),
    string: (name, value) => out.push(`${name} "${Buffer.from(value).toString("latin1")}"`),
    word: (name, value) => out.push(`${name} ${value}`),
  });
  return out;
}

test.each<[string, string[]]>([
  ["a: 1, b: -2.5e3; c: inf # end", ["a 1", "b -2.5e3", "c inf"]],
  ["a { b < c: X > }", ["a {", "b {", "c X", "}", "}"]],
  ["a: { }", ["a {", "}"]],
  ['a: "x" \'y\'\n"z"', ['a "xyz"']],
  ['a: "\\n\\t\\"\\\'\\\\\\101\\x42\\u00e9\\?"', ['a "\n\t"\'\\AB\xc3\xa9?"']],
  ["a: [1, 2] b: []", ["a 1", "a 2"]],
  ['a: ["x", "y"]', ['a "x"', 'a "y"']],
  ["a: [{ b: 1 }, < b: 2 >] c: 3", ["a {", "b 1", "}", "a {", "b 2", "}", "c 3"]],
  ["a [{ b: [{ c: 1 }] }]", ["a {", "b {", "c 1", "}", "}"]],
  ["[type.googleapis.com/x.Y] { a: 1 }", ["[type.googleapis.com/x.Y] {", "a 1", "}"]],
  ["\xef\xbb\xbf# only\n", []],
  ['a: "{" # }\nb: 1', ['a "{"', "b 1"]],
])("%j", (text, expected) => {
  expect(told(text)).toEqual(expected);
});

test.each([
  ["a {", "it ends inside a message"],
  ["a", "a colon is missing"],
  ["a:", "a value is missing"],
  ["}", "a field's name is missing"],
  ["a { >", "a field's name is missing"],
  ['a: "x', "it ends inside a string"],
  ['a: "x\ny"', "it ends inside a string"],
  ["a: [{}, 1]", "a list of messages does not go on"],
  ["a {".repeat(101), "more than 100 messages inside each other"],
])("%j is none: %s", (text, why) => {
  expect(() => told(text)).toThrow(why);
});

test("fields are counted", () => {
  expect(() => told("a: 1 ".repeat(50), { fields: 20 })).toThrow("fields and records");
  expect(() => told(`a: [${"1,".repeat(50)}]`, { fields: 20 })).toThrow("fields and records");
});

test("a long text takes time in step with its length", () => {
  const long = `a: "${"\\000".repeat(200_000)}" ${"b { } ".repeat(100_000)}${" ".repeat(500_000)}`;
  expect(told(long)).toHaveLength(200_001);
});
