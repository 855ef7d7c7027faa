import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleId } from "../../src/core/finding";
import { RULES } from "../../src/rules";
import { sayer } from "../support/can-say";
import { examplesOf, rendered } from "../support/rule-example";
import { sayingsOf, sourceFiles, withImports, type Saying } from "../support/source-words";
import { read, ROOT } from "./pages";

/** Rules that pass on a fact's words, and where these are written. What they are about may stand before them: `ABOUT`. */
const SPOKEN_IN: Readonly<Record<RuleId, readonly string[]>> = {
  "MA-ARC-006": ["formats"],
  "MA-BOM-001": ["inventory"],
  "MA-BOM-002": ["inventory"],
  "MA-BOM-003": ["inventory"],
  "MA-BOM-004": ["inventory"],
  "MA-BOM-005": ["inventory"],
  "MA-DEP-007": ["lockfiles"],
  "MA-DEP-008": ["lockfiles"],
  "MA-DEP-009": ["lockfiles"],
  "MA-DEP-010": ["lockfiles"],
  "MA-DEP-011": ["lockfiles/github-workflow"],
  "MA-DEP-013": ["lockfiles"],
  "MA-FMT-010": ["formats"],
  "MA-FMT-011": ["formats"],
  "MA-FMT-012": ["formats"],
  "MA-FMT-013": ["formats"],
  "MA-FMT-025": ["formats"],
  "MA-FMT-052": ["formats/hdf5"],
  "MA-FMT-053": ["formats/hdf5"],
  "MA-POL-001": ["app"],
  "MA-POL-002": ["policy"],
  "MA-POL-003": ["policy"],
  "MA-POL-005": ["policy"],
  "MA-POL-008": ["app"],
  "MA-POL-009": ["policy/merge"],
  "MA-POL-013": ["policy"],
  "MA-SIG-002": ["verify"],
};

/** A part of the model, as `layout-rule.ts` and the rules of HDF5 write it, and a waiver, as `policy/decide.ts` does. */
const ABOUT = /^(?:the waiver of \S+ for \S+ \(line \d+\)|\S+) /;

/** Words in an example that are not ours: somebody else's, which no source can say. */
const NOT_OURS: Readonly<Record<RuleId, string>> = {
  "MA-DEP-001": "PyTorch: torch.load with weights_only=True leads to remote code execution", // the advisory's summary
  "MA-POL-006": "models/net.pkl: pickle files do not go in; ask for safetensors", // the message of a user's rule
  "MA-POL-007": "divide by zero", // OPA's error
  "MA-POL-013": "leaks training data", // the reason in the policy
  "MA-SYS-006": "Cannot read properties of undefined", // Node's error
};

const files = sourceFiles();
const wordsOf = (paths: Iterable<string>): Saying[] => [...paths].flatMap((file) => [...sayingsOf(file)]);
const canSay = sayer(wordsOf(files));

const examples = RULES.flatMap((rule) => {
  const found = examplesOf(read(`docs/rules/${rule.id}.md`));
  return found.map(({ block, example }, i) => ({ title: `${rule.id}, example ${i + 1}`, rule, block, example }));
});

/** The files that the rule's words may stand in: its own, and what it imports of the rules. */
function sourcesOf(id: RuleId): Set<string> {
  const own = files.filter(
    (file) =>
      file.startsWith("rules/") &&
      file !== "rules/index.ts" &&
      readFileSync(join(ROOT, "src", file), "utf8").includes(`id: "${id}"`),
  );
  expect([id, own]).toEqual([id, [expect.any(String)]]);
  return withImports(own[0]!);
}

/** Whether the rule, or the fact that it passes on, can say this. */
function says(id: RuleId, message: string): boolean {
  const folders = SPOKEN_IN[id];
  if (folders === undefined) return canSay(message, wordsOf(sourcesOf(id)));
  const words = wordsOf(folders.flatMap((folder) => sourceFiles(folder)));
  return [message, message.replace(ABOUT, "")].some((text) => canSay(text, words));
}

const textOf = (paths: Iterable<string>): string =>
  [...paths].map((file) => readFileSync(join(ROOT, "src", file), "utf8")).join("\n");

test("every rule's page has an example", () => {
  const shown = new Set(examples.map(({ rule }) => rule.id));
  expect(RULES.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
});

test("the exceptions are rules", () => {
  const ids = new Set(RULES.map(({ id }) => id));
  expect([...Object.keys(SPOKEN_IN), ...Object.keys(NOT_OURS)].filter((id) => !ids.has(id as RuleId))).toEqual([]);
});

describe.each(examples)("$title", ({ rule, block, example }) => {
  const { id } = rule;

  test("looks as the text report shows it", () => {
    expect({ id: example.rule, name: example.name }).toEqual({ id, name: rule.name });
    expect(rendered(example)).toBe(block);
  });

  test("is of a severity that the rule gives", () => {
    const given = [...textOf(sourcesOf(id)).matchAll(/"(critical|high|medium|low|info)"/g)].map(([, each]) => each);
    expect([rule.severity, ...given]).toContain(example.severity);
  });

  test("says what the source can say", () => {
    const foreign = NOT_OURS[id];
    const message = foreign === undefined ? example.message : example.message.replace(foreign, "X");
    expect(message === example.message).toBe(foreign === undefined);
    expect({ message, said: message === "X" || says(id, message) }).toEqual({ message, said: true });
    const { remedy } = example;
    expect({ remedy, said: remedy === rule.remedy || canSay(remedy, wordsOf(sourcesOf(id))) }).toEqual({
      remedy,
      said: true,
    });
  });

  test("shows code only where the rule gives some", () => {
    if (example.evidence !== undefined) expect(textOf(sourcesOf(id))).toMatch(/\bevidence\b/);
  });
});

test.each<[RuleId, string]>([
  ["MA-DEP-011", "this workflow publishes, and an action in it is not pinned to a commit"],
  ["MA-DEP-010", "certificates of this host are not looked at"],
  ["MA-ARC-004", "member archive/notes.txt: the local header says archive/data.pkl"],
  ["MA-FMT-041", "run (Lambda), function: calls subprocess.Popen, which starts a program"],
  ["MA-PKL-008", "readers of pickle disagree about this stream: the number 0x10 is read by int(x, 0) only"],
  ["MA-FMT-012", "1,337 bytes follow the final tensor"],
])("%s: words that drifted are found", (id, message) => expect(says(id, message)).toBe(false));
