import { Malformed } from "../../src/core/bytes";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString, tomlTable } from "../../src/syntax/toml-places";

const linesOf = (text: string, name = "package") =>
  parseToml(text)
    .placesOf(name)
    .map((place) => text.slice(0, place).split("\n").length);

function refused(text: string): Malformed {
  try {
    parseToml(text);
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("the places of tables", () => {
  test("are their headers, in order", () => {
    expect(
      linesOf('# [[package]]\n[[package]]\nname = "a"\n\n  [[ package ]] # two\n[package.x]\n[[other]]\n'),
    ).toEqual([2, 5]);
  });

  test.each([
    ["a basic string", 'x = """\n[[package]]\n\\"""\n[[package]]\n"""'],
    ["one that ends with five quotes", 'x = """\n[[package]]\n"""""'],
    ["one that ends with four quotes", 'x = """\n[[package]]\n""""'],
    ["an empty one", 'x = ""\ny = """"""'],
    ["a literal string, where nothing is escaped", "x = '''\n[[package]]\n\\'''"],
    ["one that ends with five apostrophes", "x = '''\n[[package]]\n'''''"],
    ["strings of one line", "x = '\"\"\"'\ny = \"'''\""],
    ["a line that is carried on", 'x = """a \\   \n  [[package]]\n  """'],
    ["an array", "x = [\n  [[1]],\n[['package']],\n]"],
    ["a comment in an array", "x = [\n# ]\n[['package']]]"],
    ["an inline table", 'x = { y = """\n[[package]]\n""" }'],
  ])("do not take what stands in %s", (_, text) => {
    expect(linesOf(`${text}\n[[package]]\n`)).toEqual([text.split("\n").length + 1]);
  });

  test("know other spellings of a key", () => {
    expect(linesOf(`[["package"]]\n[['package']]\n[["pack\\u0061ge"]]\n[[package]]\n[["pack.age"]]\n`)).toEqual([
      1, 2, 3, 4,
    ]);
    expect(linesOf(`[[package]]\n[[package.package]]\n[[package."package"]]\n`)).toEqual([1]);
  });

  test("with the line ends of Windows", () => {
    expect(linesOf('x = """\r\n[[package]]\r\n"""\r\n[[package]]\r\n')).toEqual([4]);
  });

  test("of an array inside brackets are its braces", () => {
    expect(linesOf('y = 1\npackage = [\n  { name = "a" },\n  { name = { b = 1 } },\n]\n')).toEqual([3, 4]);
  });

  test("are as many as there are tables", () => {
    const text = "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[b]\n[[c]]\n";
    const { root, placesOf } = parseToml(text);
    for (const name of ["a", "c"]) expect(placesOf(name)).toHaveLength(tomlItems(root[name]).length);
    expect(placesOf("b")).toEqual([]);
    expect(placesOf("__proto__")).toEqual([]);
  });
});

describe("values", () => {
  test("are reached by keys", () => {
    const { root } = parseToml('a = { b = { c = "x" } }\nd = 2024-01-01\ne = [1, 2]');
    expect(tomlString(tomlAt(root, "a", "b", "c"))).toBe("x");
    expect(tomlAt(root, "a", "none", "c")).toBeUndefined();
    expect(tomlAt(root, "d", "getTime")).toBeUndefined();
    expect(tomlAt(root, "e", "length")).toBeUndefined();
    expect(tomlTable(root["d"])).toBeUndefined();
    expect(tomlItems(root["a"])).toEqual([]);
    expect(tomlEntries(root["e"])).toEqual([]);
  });

  test("keys of the prototype are keys", () => {
    const { root } = parseToml(
      "[__proto__]\nx = 1\n[constructor]\nprototype = { __proto__ = { y = 2 } }\n[[a.__proto__]]\nz = 3\n",
    );
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
    expect(tomlAt(root, "__proto__", "x")).toBe(1);
    expect(tomlAt(root, "constructor", "prototype", "__proto__", "y")).toBe(2);
    expect(tomlAt(root, "toString")).toBeUndefined();
    expect(tomlAt(parseToml("a = 1").root, "__proto__")).toBeUndefined();
    expect(tomlAt(parseToml("a = {}").root, "a", "constructor")).toBeUndefined();
  });
});

describe("refused, with the place", () => {
  test.each([
    ["a = 1\nb = ?", 10],
    ["é = 1", 0],
    ["a = 'ä'\na = 2", 8],
    ['a = "x', 4],
    ["[a]\n[a]", 5],
    ["a = 'x\0y'", 6],
    ["a = 1\r\nb = 2 c", 13],
    ["a = 99999999999999999999", 4],
  ])("%j at %i", (text, place) => {
    expect(refused(text)).toMatchObject({
      offset: place,
      message: expect.stringMatching(/^it is no TOML: [a-z][^\n]*$/),
    });
  });

  test.each([
    ["arrays", "a = " + "[".repeat(100_000)],
    ["inline tables", "a = " + "{a = ".repeat(100_000)],
    ["arrays that end", `a = ${"[".repeat(101)}${"]".repeat(101)}`],
  ])("%s inside each other", (_, text) => expect(refused(text).message).toMatch(/nested/));

  test("a hundred are read", () => {
    expect(parseToml(`a = ${"[".repeat(100)}${"]".repeat(100)}`).root["a"]).toHaveLength(1);
  });

  const M = 1024 ** 2;
  test.each([
    ["a million tables", "[[a]]\n".repeat(1_000_000)],
    ["a million keys", Array.from({ length: 1_000_000 }, (_, i) => `k${i} = 1`).join("\n")],
    ["a key of many parts", `${"a.".repeat(16 * M)}a = 1`],
    ["a header of many parts", `[${"a.".repeat(16 * M)}a]`],
    ["empty inline tables", `a = [${"{},".repeat(10 * M)}]`],
    ["items", `a = [${"1,".repeat(15 * M)}]`],
    ["dates", `a = [${"2020-01-01,".repeat(2.9 * M)}]`],
    ["escapes", `a = "${"\\n".repeat(15 * M)}"`],
    ["lines", `${"\n".repeat(31 * M)}?`],
    ["lines in a string", `a = """${"\n".repeat(31 * M)}`],
  ])("%s, before they cost memory", (_, text) => {
    const start = performance.now();
    expect(refused(text)).toMatchObject({ message: "it is TOML of more tables and values than are read" });
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test("not a long string", () => {
    expect(parseToml(`a = "${"x".repeat(30 * M)}"`).root["a"]).toHaveLength(30 * M);
  });
});
