import { Unsupported } from "../../../src/core/bytes";
import { Program } from "../../../src/syntax/python/program";
import { pythonText } from "../../../src/syntax/python/source";
import { namesOf, type Value } from "../../../src/syntax/python/values";

/** What the expression behind `_ =` in the last line is: names, a constant, a text with gaps, or `?`. */
function known(source: string): string {
  const program = new Program(`${source}\n`);
  const { tree } = program;
  let last = -1;
  for (let node = 0; node < tree.size; node++) if (tree.type(node) === "AssignStatement") last = node;
  const operator = tree.next(tree.first(last));
  return show(program.valueOf(tree.next(operator)));
}

function show(value: Value): string {
  if (value.kind === "constant") return JSON.stringify(value.value);
  if (value.kind === "text") return JSON.stringify(value.parts.join("{}"));
  const names = namesOf(value);
  return names.length === 0 ? "?" : names.join(" | ");
}

describe("names", () => {
  test.each([
    ["import a.b.c\n_ = a.b.c.d", "a.b.c.d"],
    ["import a.b as x\n_ = x.y", "a.b.y"],
    ["from a.b import c as d, e\n_ = d.f", "a.b.c.f"],
    ["from . import m\n_ = m.f", ".m.f"],
    ["from ..p.q import (m, n,)\n_ = n", "..p.q.n"],
    ["from ... import m\n_ = m", "...m"],
    ["from a import *\n_ = f", "a.f"],
    ["import a\nx = y = a.f\n_ = y", "a.f"],
    ["import a\nx, y = a.f, a.g\n_ = y", "a.g"],
    ["import a\n(z := a.f)\n_ = z", "a.f"],
    ["import a\n_ = a.f().g", "a.f().g"],
    ["import a\n_ = getattr(a, 'f')", "a.f"],
    ["_ = __import__('a.b').c", "a.c"],
    ["import importlib\n_ = importlib.import_module('a.b').c", "a.b.c"],
    ["try:\n  import a as m\nexcept E:\n  import b as m\n_ = m.f", "b.f | a.f"],
    ["import a\na = 3\n_ = a", "3"],
    ["import a\ndef f():\n  _ = a.g", "a.g"],
    ["import a\ndef f(a):\n  _ = a.g", "?"],
    ["import a\nclass C:\n  a = 1\n  def f(self):\n    _ = a.g", "a.g"],
    ["def f():\n  _ = a.g\nimport a", "a.g"],
    ["def f():\n  import a\n_ = a", "?"],
    ["def f():\n  global a\n  import b as a\n_ = a", "b"],
    ["import a\nf = lambda a: 0\n_ = a", "a"],
    ["_ = open", "builtins.open"],
    ["open = 3\n_ = open", "3"],
    ["_ = unknown.f", "?"],
    ["x = x + 1\n_ = x", "?"],
    ["import a\nclass C:\n  def __init__(self):\n    self.m = a\n  def f(self):\n    _ = self.m.g", "a.g"],
  ])("%j is %s", (source, expected) => {
    expect(known(source)).toBe(expected);
  });
});

describe("texts", () => {
  test.each([
    ["_ = 'a' \"b\" r'\\c'", '"ab\\\\c"'],
    ["_ = '\\x41\\u0042\\103\\n'", '"ABC\\n"'],
    ["_ = 'a' + 'b'", '"ab"'],
    ["x = 1\n_ = f'{x}-{y}-{{}}'", '"1-{}-{}"'],
    ["_ = 'a/%s/c' % b", '"a/{}/c"'],
    ["_ = 'a/{}/{x:>4}'.format(b)", '"a/{}/{}"'],
    ["_ = '''a\nb'''", '"a\\nb"'],
    ["x = 'a'\nif c:\n  x = 'b'\n_ = x", "?"],
    ["x = 'a'\nx = 'b'\n_ = x", '"b"'],
    ["x = {'a': 1, **{'b': 2}}\n_ = x['b']", "2"],
    ["_ = True", "true"],
    ["_ = None", "null"],
    ["_ = 0x10", "16"],
  ])("%j is %s", (source, expected) => {
    expect(known(source)).toBe(expected);
  });
});

describe("text out of bytes", () => {
  test.each([
    ["a byte order mark", Buffer.from("\ufeffx = 'é'\r\ny\rz"), "x = 'é'\ny\nz"],
    [
      "a declared encoding",
      Buffer.from("# -*- coding: latin-1 -*-\nx = '\xe9'", "latin1"),
      "# -*- coding: latin-1 -*-\nx = 'é'",
    ],
    [
      "one in the second line",
      Buffer.from("#!x\n# vim: set fileencoding=cp1252 :\n'\xe9'", "latin1"),
      "#!x\n# vim: set fileencoding=cp1252 :\n'é'",
    ],
    ["no UTF-8", Buffer.from("x = '\xe9'", "latin1"), "x = 'é'"],
  ])("%s", (_, bytes, text) => {
    expect(pythonText(bytes)).toBe(text);
  });

  test.each(["utf-7", "unicode_escape", "rot13"])("the encoding %s could hide anything, so it is told", (name) => {
    expect(() => pythonText(Buffer.from(`# coding: ${name}\n+AGk-`))).toThrow(Unsupported);
  });
});

describe("bounds", () => {
  test("brackets beyond what Python reads", () => {
    expect(() => new Program(`x = ${"(".repeat(100_000)}1${")".repeat(100_000)}`)).toThrow(Unsupported);
  });

  test.each([
    ["a chain of attributes", `_ = a${".b".repeat(50_000)}`],
    ["a sum", `_ = ${"'a' + ".repeat(20_000)}'b'`],
    ["blocks", Array.from({ length: 500 }, (_, i) => `${" ".repeat(i)}if x:\n`).join("") + `${" ".repeat(500)}_ = 1`],
    ["negations", `_ = ${"not ".repeat(20_000)}x`],
    ["doublings", Array.from({ length: 60 }, (_, i) => `x${i + 1} = [x${i}, x${i}]`).join("\n") + "\n_ = x60"],
    [
      "alternatives of alternatives",
      "import a\nx = a\n" + Array.from({ length: 400 }, (_, i) => `if c:\n  x = x.f${i}()\n`).join("") + "_ = x",
    ],
    ["names bound again and again", `${"x = f(x)\n".repeat(20_000)}_ = x`],
  ])("%s end", (_, source) => {
    expect(typeof known(source)).toBe("string");
  });
});
