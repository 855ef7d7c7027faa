import { parseShell, type Pipeline } from "../../src/syntax/shell";

/** Words with `·` between them, commands with ` | `, what substitutions run in `<…>`. */
function shown(pipelines: readonly Pipeline[]): string[] {
  return pipelines.map(({ commands }) =>
    commands
      .map(({ words }) =>
        words.map(({ text, runs }) => text + runs.map((run) => `<${shown(run).join("; ")}>`).join("")).join("·"),
      )
      .join(" | "),
  );
}

describe("parseShell", () => {
  test.each([
    ["a b 'c d' \"e f\" g\\ h", ["a·b·c d·e f·g h"]],
    ["a | b |& c && d || e; f & g", ["a | b | c", "d", "e", "f", "g"]],
    ["a \\\n  b # c\nd#e", ["a·b", "d#e"]],
    ['x=$(a b) c "$(d | e)" `f g`', ["x={}<a·b>·c·{}<d | e>·{}<f·g>"]],
    ["a <(b c) $x ${y:-z} $((1 + 2))", ["a·{}<b·c>·{}·{}·$", "1·+·2"]],
    ["a > out 2>&1 < in >> more b", ["a·b"]],
    ["a <<E b\ntext ' here\nE\nc", ["a·b", "c"]],
    ["if a; then b; else c; fi", ["a", "b", "c"]],
    ["(a; b) | c", ["a", "b | c"]],
    ["{ a; } | c", ["a | c"]],
    ["'unclosed", ["unclosed"]],
    ["a $( b", ["a·{}<b>"]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(shown(parseShell(text))).toEqual(expected);
  });

  test("documents and files that are written belong to their command", () => {
    const [first] = parseShell("cat <<-'E' > f\n\ta\n\tE\n");
    expect(first?.commands[0]).toMatchObject({ documents: ["\ta"], writes: [{ text: "f" }] });
  });

  test.each([
    ["substitutions", "$(".repeat(100_000)],
    ["backticks", "`".repeat(100_000)],
    ["groups", "(".repeat(100_000)],
    ["keywords", "if ".repeat(100_000)],
    ["documents", "<<a ".repeat(20_000)],
    ["quotes", "\"'".repeat(100_000)],
    ["braces", "${".repeat(100_000)],
  ])("many %s end", (_, text) => {
    expect(Array.isArray(parseShell(text))).toBe(true);
  });

  test("too many words are told", () => {
    expect(() => parseShell("a ".repeat(600_000))).toThrow(/more than 500000 words/);
  });
});
