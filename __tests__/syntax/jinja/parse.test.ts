import {
  expressionsBelow,
  expressionsIn,
  parseTemplate,
  statementsOf,
  type Expression,
} from "../../../src/syntax/jinja";

/** A template as one line: kinds, names and values in Lisp's manner. */
function shape(text: string): string {
  const { body, problem } = parseTemplate(text);
  const shown = [...statementsOf(body)].map((each) =>
    each.kind === "data" ? JSON.stringify(each.text) : [each.kind, ...expressionsIn(each).map(lisp)].join(" "),
  );
  return [...shown, ...(problem === undefined ? [] : [`! ${problem.message}`])].join(" / ");
}

function lisp(node: Expression): string {
  const own =
    node.kind === "constant"
      ? JSON.stringify(node.value)
      : "name" in node
        ? `${node.kind}:${node.name}`
        : "operator" in node
          ? node.operator
          : node.kind;
  const children = [...expressionsBelow(node)].filter(([, parent]) => parent === node).map(([child]) => lisp(child));
  return children.length === 0 ? own : `(${[own, ...children].join(" ")})`;
}

describe("white space and blocks as transformers sets them", () => {
  test.each([
    ["a\n  {% if x %}\nb{% endif %}\n", '"a\\n" / if name:x / "b"'],
    ["a \n {%- if x -%} \n b{% endif %}", '"a" / if name:x / "b"'],
    ["a  {%+ if x %}b{% endif %}", '"a  " / if name:x / "b"'],
    ["a {{- x -}} b", '"a" / output name:x / "b"'],
    ["a\n  {{ x }}\nb", '"a\\n  " / output name:x / "\\nb"'],
    ["{# c #}\na{#- d -#}\n b", '"a" / "b"'],
    ["{% raw %}{{ x }}{% endraw %}", '"{{ x }}"'],
    ["{%- raw -%} {% if %} {%- endraw -%} b", '"{% if %}" / "b"'],
    ["a\r\nb\rc\n", '"a\\nb\\nc"'],
    ["{#", ""],
    ["{# x", "! a comment is not closed"],
    ["{% raw %}", ""],
    ["{% raw %}x", "! a raw block is not closed"],
    ["{{ x", "output name:x / ! variable-end is missing"],
  ])("%j", (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe("expressions, by Jinja's precedence", () => {
  test.each([
    ["1 + 2 * 3 ** 4", "(+ 1 (* 2 (** 3 4)))"],
    ["2 ** 3 ** 4", "(** (** 2 3) 4)"],
    ["-x.a|f", "(filter:f (- (attribute:a name:x)))"],
    ["not a == b and c or d", "(or (and (not (compare name:a name:b)) name:c) name:d)"],
    ["a not in b in c", "(compare name:a name:b name:c)"],
    ["a ~ b + c ~ d", "(+ (concat name:a name:b) (concat name:c name:d))"],
    ["a if b else c if d", "(conditional name:a name:b (conditional name:c name:d))"],
    ["a is not defined and b", "(and (not (test:defined name:a)) name:b)"],
    ["a is divisibleby 3", "(test:divisibleby name:a 3)"],
    ["a is sameas b.c[0](1)", "(test:sameas name:a (call (subscript (attribute:c name:b) 0) 1))"],
    ["x.0.a[1:2,::3]", "(subscript (attribute:a (subscript name:x 0)) (list (slice 1 2) (slice 3)))"],
    ["f(a, *b, c=1, **d)", "(call name:f name:a 1 name:b name:d)"],
    ["'a' \"b\" 'c'", '"abc"'],
    ["(a,), (), [1,], {'a': 1,}", '(list (list name:a) list (list 1) (dict "a" 1))'],
    ["1_000 0x1f 1.5e3", "1000 / ! variable-end is missing"],
    ["0x1f + 1_0.5e1 + 0b11 + 0o7", "(+ (+ (+ 31 105) 3) 7)"],
    ["none None true True", "null / ! variable-end is missing"],
    ["a|f(1)|g.h", "(filter:g.h (filter:f name:a 1))"],
    ["{'a': {'b': 1}}", '(dict "a" (dict "b" 1))'],
    ["é.ａ", "(attribute:ａ name:é)"],
  ])("%s", (text, expected) => {
    expect(shape(`{{ ${text} }}`)).toBe(`output ${expected}`);
  });

  test.each([
    "",
    "1 +",
    "(",
    "a b",
    "a.",
    "a[",
    "a ? b",
    "f(a=1, b)",
    "f(**a, *b)",
    "'a",
    "a is b is c",
    "a]",
    "1__0",
    "x!",
  ])("%j is none", (text) => {
    expect(parseTemplate(`{{ ${text} }}`).problem).toMatchObject({ reason: "malformed" });
  });
});

describe("strings, as Python decodes them", () => {
  test.each([
    [String.raw`\x5f\137\u005f\U0000005f\N{LOW LINE}`, "_____"],
    [String.raw`\n\t\\\'\"\a`, `\n\t\\'"\x07`],
    [String.raw`\d\%`, String.raw`\d\%`],
    ["\\\n", ""],
    ["é", "é"],
    ["\\é", "\\xe9"],
    ["😀", "😀"],
    [String.raw`\N{DIGIT FIVE}\N{LATIN CAPITAL LETTER Q}`, "5Q"],
  ])("%j", (written, value) => {
    expect(parseTemplate(`{{ "${written}" }}`).body).toMatchObject([{ value: { kind: "constant", value } }]);
  });

  test.each([String.raw`\x5`, String.raw`\u12`, String.raw`\U00110000`, String.raw`\N`, String.raw`\N{}`])(
    "Python refuses %j",
    (written) => {
      expect(parseTemplate(`{{ "${written}" }}`).problem?.reason).toBe("malformed");
    },
  );
});

describe("statements", () => {
  test.each([
    ["{% for a, (b, c) in x if y recursive %}{% else %}{% endfor %}", "for name:x name:y"],
    ["{% if a: %}{% elif b, c %}{% else %}{% endif %}", "if name:a (list name:b name:c)"],
    ["{% set a, n.b = 1, 2 %}", "set (list 1 2)"],
    ["{% set a | f | g %}x{% endset %}", 'set-block (filter:g filter:f) / "x"'],
    ["{% macro m(a, b=1) %}{% endmacro %}", "macro 1"],
    ["{% call(a) m(1) %}{% endcall %}", "call-block (call name:m 1)"],
    ["{% filter f(1).g %}{% endfilter %}", "filter-block (filter:f 1) / ! block-end is missing"],
    ["{% block a scoped required %} {% endblock a %}", 'block / " "'],
    ["{% block a required %}b{% endblock %}", 'block / "b" / ! a required block with content'],
    ["{% include ['a', 'b'] ignore missing without context %}", 'load (list "a" "b")'],
    ["{% import 'a' as b with context %}", 'load "a"'],
    ["{% from 'a' import b, c as d without context %}", 'load "a"'],
    ["{% from 'a' import _b %}", "! a name with an underline cannot be imported"],
    ["{% extends a %}", "load name:a"],
    ["{% with a = 1, b = 2 %}{% endwith %}", "with 1 2"],
    ["{% autoescape true %}{% endautoescape %}", "scope true"],
    ["{% print a, b %}", "output name:a / output name:b"],
    ["{% do f() %}", "do (call name:f)"],
    ["{% generation %}a{% endgeneration %}", 'scope / "a"'],
    ["{% for a in b %}{% break %}{% continue %}{% endfor %}", "for name:b / loop-control / loop-control"],
    ["{% trans a=1 %}x{% endtrans %}", 'unknown-tag name:a 1 / "x"'],
    ["{% endif %}", "! endif where it does not belong"],
    ["{% else %}", "! else where it does not belong"],
    ["{% if a %}", "if name:a / ! elif or else or endif is missing"],
    ["{% set 1 = 2 %}", "! something that no value can be given to"],
    ["{% for a.b in c %}{% endfor %}", "! in is missing"],
    ["{% 1 %}", "! name is missing"],
  ])("%s", (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});
