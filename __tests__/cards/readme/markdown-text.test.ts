import { cut, isPlaceholder, markdownText } from "../../../src/cards/readme/markdown-text";

describe("Markdown as plain sentences", () => {
  test.each([
    ["a **bold** and _slanted_ and ~~gone~~ word", "a bold and slanted and gone word"],
    ["snake_case and 5*3 and 2 * 3 and a\\*b", "snake_case and 5*3 and 2 * 3 and a*b"],
    ["see [the *paper*](https://a.b/c_(d)) now", "see the paper now"],
    ["[![badge](https://a/b.svg)](https://c/d) text", "text"],
    ["![picture\nof it](data:image/png;base64,AAAA) text", "text"],
    ["as in [Smith][1] and [2] and[^3] so\n\n[1]: https://a.b", "as in Smith and [2] and so"],
    ["CO<sub>2</sub><br>next<p align='x'>para</p>", "CO2 next para"],
    ["<script>alert(1)</script>a<style>b{}</style>c <SCRIPT src=x>never closed", "a c"],
    ["a <!-- hidden\nstill --> b <!-- to the end", "a b"],
    ["`<output>` and ``a ` b`` and ` alone", "<output> and a ` b and alone"],
    ["1 < 2 > 0 &lt;b&gt; &#65;&#x42; &amp &nope; &#1114112;", "1 < 2 > 0 <b> AB &amp &nope;"],
    ["<https://a.b/c> <mailto:me@a.b>", "https://a.b/c me@a.b"],
    ["clone https://me:secret@host/x", "clone https://host/x"],
    ["> quoted\n> more", "quoted more"],
    ["Has:\n- one\n- two!\n1. three\n* four", "Has: one. two! three. four"],
    ["before\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nafter", "before. after"],
    ["before\n\na | b\n--- | ---\n1 | 2\n\nafter", "before. after"],
    ["before\n\n---\n\nafter", "before. after"],
    ["[More Information Needed]\n\n- N/A\n\nMore information needed", ""],
  ])("%j", (markdown, plain) => expect(markdownText(markdown, 1000)).toBe(plain));

  test("is cut between words, and never inside of a character", () => {
    expect(cut("one two three", 100)).toBe("one two three");
    expect(cut("one two three four five", 20)).toBe("one two three four…");
    expect(cut("😀".repeat(50), 20)).not.toMatch(/\p{Cs}/u);
    expect(markdownText("word ".repeat(10_000), 100).length).toBeLessThanOrEqual(100);
  });

  test.each(["", "[More Information Needed]", "Training regime: [More Information Needed]", "N/A", "none", "TBD", "-"])(
    "%j says nothing",
    (text) => expect(isPlaceholder(text)).toBe(true),
  );
  test.each(["no", "None of it works", "More information needed by users"])("%j says something", (text) =>
    expect(isPlaceholder(text)).toBe(false),
  );

  test.each([
    "[",
    "![",
    "](",
    "[](",
    "`",
    "``a",
    "<",
    "<a",
    "<!--",
    "*",
    "_a",
    "&",
    "\\",
    "<script>",
    "> ",
    "|",
    "- ",
    "[[](",
  ])("repeated %j takes no time", (mark) => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 20; i++) markdownText(mark.repeat(200_000), 2000);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(120_000);
  });
});
