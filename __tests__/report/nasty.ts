import type { Finding } from "../../src/core/finding";
import type { RunReport } from "../../src/core/report";
import { failing } from "./fixtures";

/** Text that an input could hold, each with what it tries. */
export const NASTY: readonly [what: string, text: string][] = [
  ["a workflow command", "::error file=a::pwned"],
  ["a workflow command behind white space", " \t\u3000::set-output name=x::y"],
  ["a workflow command on a line of its own", "a\n::add-mask::a\r\n::debug::b"],
  ["a workflow command with a zero-width space between its colons", "a\n:\u200b:error::pwned"],
  ["the older form of a command, anywhere", "a ##[error]pwned"],
  ["the older form, torn by a character without weight", "a #\u00ad#[error]pwned ##\u2060[error]b"],
  ["percent-encoding", "%0A::error::pwned %0D%25"],
  ["the end of a property", "a,line=1,title=b::pwned"],
  ["a cell's end", "a | b \\| c \\\\| d"],
  ["backticks of several lengths", "a `b` ``c`` ```d``` ````"],
  ["a code fence", "\n```\n# heading\n```\n"],
  ["a blank line, which ends a block of HTML", "a\n\n# heading\n\n- item"],
  ["markup", "<script>alert(1)</script><img src=x onerror=alert(1)></td></table>"],
  ["an attribute's end", '"><a href="javascript:alert(1)">x</a>'],
  ["a comment", "<!-- a --> --> <![CDATA["],
  ["entities", "&lt;script&gt; &#60;b&#62; &amp;"],
  ["links and pictures", "[a](https://evil.example) ![b](https://evil.example/x.png) <https://evil.example>"],
  ["a link in parts", "[a][b]\n\n[b]: https://evil.example"],
  ["addresses", "https://evil.example www.evil.example mailto:a@evil.example a@evil.example"],
  ["mentions", "@octocat @github/security (@octocat)"],
  ["references", "#1 GH-1 octo/repo#1 octo/repo@deadbeef deadbeefdeadbeefdeadbeefdeadbeefdeadbeef"],
  ["emoji names", ":white_check_mark: :rocket:"],
  ["emphasis", "**a** _b_ ~~c~~ # d > e"],
  ["mathematics", "$\\unicode{x}$ $$a$$"],
  ["colours and titles of a terminal", "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b31m"],
  ["an erased line", "a\u0008\u0008\rb\u001b[2K\u001b[1A"],
  ["a right-to-left override", "model\u202egpj.exe \u2066a\u2069 \u061c"],
  ["zero-width characters", "o\u200bs.s\u200dystem \ufeff\u2060"],
  ["tags that nobody sees", "a\u{e0068}\u{e0069}\u{e007f}"],
  ["variation selectors that carry data", "a\u{e0100}\u{e01ef}\ufe0f"],
  ["line separators", "a\u2028::error::b\u2029c\u0085d\u000be\u000cf"],
  ["halves of surrogate pairs", "a\ud800b\udc00c"],
  ["noncharacters and private use", "a\uffffb\ue000c\u{10ffff}"],
  ["piled-up marks", `a${"\u0301".repeat(40)}`],
  ["a placeholder", "{0} {1} {{2}}"],
  ["a file in SARIF that is elsewhere", "//evil.example/a C:\\a file:///etc/passwd ../../a"],
  ["NUL", "a\u0000b"],
  ["nothing", ""],
];

/** The text in every place that the input reaches. */
export function everywhere(text: string): RunReport {
  const location = { path: `models/${text}`, inside: [text, text], offset: 1 };
  const report = failing({ message: text, evidence: text, remedy: text, location });
  const [first] = report.findings as [Finding];
  const other = (id: string, rest: Partial<Finding>): Finding => ({ ...first, id, ...rest });
  const sha256 = "0".repeat(64);
  return {
    ...report,
    decision: { ...report.decision, missing: [text] },
    findings: [
      first,
      other("w", { waived: { by: text, reason: text, until: text } }),
      other("o", { baseline: true, location: { path: text, inside: [], line: 2 } }),
    ],
    artifacts: [
      { path: text, format: text, size: 1, members: 0, sha256 },
      { path: text, format: "unknown", size: 1, members: 0, notScanned: { reason: "not-fetched", detail: text } },
    ],
    selection: { ...report.selection, base: text, head: text },
    policy: { digest: text, source: text },
    notices: [text],
  };
}
