import { compileGlob, compileGlobs, isGlob, literalPrefix } from "../../src/core/glob";

test.each([
  ["models/old.pkl", ["models/old.pkl"], ["models/old.pklx", "x/models/old.pkl", "models"]],
  ["*.pkl", ["a.pkl", ".pkl", ".hidden.pkl"], ["a/b.pkl", "a.pkl/"]],
  ["**/*.pkl", ["a.pkl", "a/b.pkl", ".a/b/c.pkl"], ["a.pk"]],
  ["tests/fixtures/**", ["tests/fixtures/a", "tests/fixtures/a/b"], ["tests/fixtures", "tests/fixturesx/a"]],
  ["tests/fixtures/", ["tests/fixtures/a", "tests/fixtures/a/b"], ["tests/fixtures"]],
  ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb", "axb"]],
  ["a**b", ["ab", "axxb"], ["a/b"]],
  ["**", ["a", "a/b"], []],
  ["?.pt", ["a.pt", "é.pt", "😀.pt"], ["ab.pt", "/.pt"]],
  ["{a,b/c}.pt", ["a.pt", "b/c.pt"], ["c.pt", "{a,b/c}.pt"]],
  ["{a,{b,c}d}", ["a", "bd", "cd"], ["b", "ad"]],
  ["{**/,}x", ["x", "a/x"], ["ax"]],
  ["[a-c1].pt", ["a.pt", "c.pt", "1.pt"], ["d.pt", "-.pt"]],
  ["[!a]", ["b"], ["a", "/"]],
  ["[]]", ["]"], ["["]],
  ["[open", ["[open"], ["o"]],
  ["{open", ["{open"], ["open"]],
  ["\\*", ["*"], ["a", "\\*"]],
  ["./a", ["a"], ["./a"]],
  ["/a", ["a"], ["/a"]],
  ["", [""], ["a"]],
])("%s", (pattern, yes, no) => {
  const matches = compileGlob(pattern);
  expect(yes.filter((path) => !matches(path))).toEqual([]);
  expect(no.filter((path) => matches(path))).toEqual([]);
});

test("any of several", () => {
  expect(["a", "b", "c"].filter(compileGlobs(["a", "[c]"]))).toEqual(["a", "c"]);
});

test("patterns made to run away take linear time", () => {
  const started = Date.now();
  expect(compileGlob("*a".repeat(500) + "*b")("a".repeat(4000))).toBe(false);
  expect(compileGlob("**/".repeat(300) + "x")("a/".repeat(2000) + "y")).toBe(false);
  expect(compileGlob("{a,aa}".repeat(300))("a".repeat(2000))).toBe(false);
  expect(Date.now() - started).toBeLessThan(120_000);
});

test("patterns without end are refused", () => {
  expect(() => compileGlob("a".repeat(5000))).toThrow(/longer than 4096/);
  expect(() => compileGlob("{".repeat(20) + "}".repeat(20))).toThrow(/nested braces/);
});

test("where a search on disk may begin", () => {
  expect(["a/b/*.pkl", "*.pkl", "a/b.pkl", "a/b[x]/c"].map(literalPrefix)).toEqual(["a/b/", "", "a/", "a/"]);
  expect(["a/b", "a*", "a[", "a{", "a?"].map(isGlob)).toEqual([false, true, true, true, true]);
});
