import type { CheckAnnotation } from "../../src/core/github-conversation";
import { checkOutput } from "../../src/report/check-annotations";
import { failing, manyFindings, rules } from "./fixtures";
import { everywhere, NASTY } from "./nasty";

test("what the step can annotate by itself needs no check", () => {
  expect(checkOutput(manyFindings(10), rules)).toBeUndefined();
  expect(checkOutput(failing({}), rules)).toBeUndefined();
});

test("from the eleventh on, with file, line, level, member and offset", () => {
  const report = manyFindings(13, (i) =>
    i === 10 ? { location: { path: "requirements.txt", inside: [], line: 7 } } : {},
  );
  const { blocking } = report.decision;
  const { annotations, title, summary, all } = checkOutput({ ...report, decision: { ...report.decision, blocking: blocking.slice(0, 12) } }, rules)!; // prettier-ignore
  expect([title, all]).toEqual(["3 more findings", 3]);
  expect(summary).toBe("The job itself annotates the 10 worst findings. Here 3 more are.");
  expect(annotations.map(({ path, start_line, end_line, annotation_level }) => [path, start_line, end_line, annotation_level])).toEqual([
    ["requirements.txt", 7, 7, "failure"],
    ["models/sentiment.pt", 1, 1, "failure"],
    ["models/sentiment.pt", 1, 1, "warning"],
  ]); // prettier-ignore
  expect(annotations[1]!.title).toBe("MA-PKL-001 dangerous-global (critical)");
  expect(annotations[1]!.message.split("\n")).toEqual([
    "finding 11",
    "Where: archive/data.pkl, byte 0x41",
    expect.stringMatching(/^Evidence: os\.system/),
    expect.stringMatching(/^What to do: Do not load/),
    expect.stringMatching(/^More: https:/),
  ]);
});

test("5,000 findings are 500 annotations, the worst, and a count", () => {
  const output = checkOutput(manyFindings(5000), rules)!;
  expect(output.annotations).toHaveLength(500);
  expect(output.all).toBe(4990);
  expect(output.summary).toBe(
    "The job itself annotates the 10 worst findings. Here 500 more are. 4,490 others are in the report.",
  );
});

test.each(NASTY)("%s is text", (_, text) => {
  const [first] = everywhere(text).findings;
  const { annotations, title, summary } = checkOutput(
    manyFindings(11, () => ({ ...first!, id: "x" })),
    rules,
  )!;
  expect(`${title}${summary}`).toMatch(/^[\w ,.]+$/);
  const [{ path, title: name, message }] = annotations as [(typeof annotations)[number]];
  for (const line of [path, name, ...message.split("\n")]) expect(line).not.toMatch(UNSEEN);
  expect(message.split("\n")).toHaveLength(5);
  expect(name.length).toBeLessThanOrEqual(255);
});

test("the longest texts keep within 64 KiB", () => {
  const text = "\u{e0041}@#`".repeat(40_000);
  const location = { path: "a", inside: [text, text, text, text], offset: 1 };
  const report = manyFindings(11, () => ({ message: text, evidence: text, remedy: text, location }));
  const [{ message }] = checkOutput(report, rules)!.annotations as [CheckAnnotation, ...CheckAnnotation[]];
  expect(Buffer.byteLength(message)).toBeLessThan(64 * 1024);
});

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
