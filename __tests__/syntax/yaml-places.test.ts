import { member, stringOf } from "../../src/syntax/json";
import { MAX_YAML, parseYaml } from "../../src/syntax/yaml-places";

const root = (text: string) => parseYaml(text).roots[0];

describe("parseYaml", () => {
  test("values with their places", () => {
    const text = "a:\n  b: [c, 'd']\n";
    const list = member(root(text), "a", "b");
    expect(list).toMatchObject({ kind: "array", start: text.indexOf("[") });
    expect(list).toMatchObject({ items: [{ value: "c" }, { value: "d", start: text.indexOf("'d'") }] });
  });

  test("YAML 1.1: yes is true, as PyYAML has it", () =>
    expect(member(root("a: yes"), "a")).toMatchObject({ value: true }));

  test("an alias stands for a scalar, and never for a collection", () => {
    expect(stringOf(member(root("a: &x text\nb: *x\n"), "b"))).toBe("text");
    expect(member(root("a: &x [1]\nb: *x\n"), "b")).toMatchObject({ value: null });
  });

  test("tags are resolved and decoded, and plain ones left out", () => {
    const tags = (text: string) => parseYaml(text).tags.map(({ tag }) => tag);
    expect(tags("a: !!python%2Fname:x.y ''")).toEqual(["tag:yaml.org,2002:python/name:x.y"]);
    expect(tags("%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!name:x.y ''")).toEqual([
      "tag:yaml.org,2002:python/name:x.y",
    ]);
    expect(tags("a: !!str x")).toEqual([]);
  });

  test("several documents, and keys that stand twice", () => {
    expect(parseYaml("a: 1\n---\nb: 2\n").roots).toHaveLength(2);
    expect(root("a: 1\na: 2\n")).toMatchObject({ members: [{ key: "a" }, { key: "a" }] });
  });

  test("problems are said, and the rest is read", () => {
    const { problems, roots } = parseYaml("a: 1\nb: [\n");
    expect(problems).not.toEqual([]);
    expect(member(roots[0], "a")).toMatchObject({ value: 1 });
  });

  test("too large and too deep are malformed", () => {
    expect(() => parseYaml("x".repeat(MAX_YAML + 1))).toThrow(/more than 524,288 characters/);
    for (const piece of ["[", "{", "- ", "? ", "{a: "])
      expect(() => parseYaml(piece.repeat(20_000))).toThrow(/inside each other/);
  });
});
