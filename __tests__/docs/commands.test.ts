import { readArguments } from "../../src/app/arguments";
import { commandNamed } from "../../src/app/command-names";
import { blocksOf, filesBelow, markdown, read } from "./pages";

/** Words of a line of shell up to where another command begins; what a shell would fill in stands as it is. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [, double, single, bare] of line.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|(<\([^)]*\)|[^\s"']+)/g)) {
    if (bare !== undefined && /^(#|\||\|\||&&|;|>|>>|<|2>|then|\))/.test(bare) && !bare.startsWith("<(")) break;
    const ends = bare?.endsWith(";") === true;
    words.push(double ?? single ?? bare!.replace(/;$/, ""));
    if (ends) break;
  }
  return words;
}

/** What starts the command line, in any of the ways that the pages write it. */
const STARTS = /(?:^|[\s$(;&"`|-])(?:model-assay|node (?:"?[\w$/.{}-]*\/)?dist\/cli\.js"?) +(?=[^\s|])/g;

/** Command lines of shell: lines that end in a backslash go on. */
function commandsOf(text: string): string[][] {
  const lines = text.replace(/\\\n\s*/g, " ").split("\n");
  return lines.flatMap((whole) => {
    if (/^\s*(#|\/\/)/.test(whole) || /^model-assay: /.test(whole)) return [];
    const line = whole.replace(/\s#\s.*$/, "");
    return [...line.matchAll(STARTS)].map((match) => wordsOf(line.slice(match.index + match[0].length)));
  });
}

/** Words that stand for something: `...` for options that were left out. */
const told = (words: readonly string[]): string[] => words.filter((word) => !/^(\.\.\.|…|"\$@"|\$@)$/.test(word));

function wrong(place: string, words: readonly string[]): string[] {
  const given = told(words).map((word) => word.replace(/…/g, "x"));
  // `--policy` wants a commit, for which pages write what stands for one.
  const argv = given.map((word) => (/^[\w.-]+\/[\w.-]+\/.+@(<|[A-Z])/.test(word) ? `a/b/c@${"0".repeat(40)}` : word));
  try {
    const { command, help, version } = readArguments(argv);
    if (help || version || (command !== undefined && commandNamed(command) !== undefined)) return [];
    return [`${place}: ${words.join(" ")}: no such command`];
  } catch (error) {
    return [`${place}: ${words.join(" ")}: ${(error as Error).message}`];
  }
}

test("every command line of the pages is one that the command line takes", () => {
  const problems: string[] = [];
  let count = 0;
  for (const path of markdown().filter((each) => each !== "CHANGELOG.md"))
    for (const { language, text, line } of blocksOf(read(path))) {
      if (!["", "sh", "console", "yaml", "dockerfile", "bash"].includes(language)) continue;
      for (const words of commandsOf(text)) {
        count++;
        problems.push(...wrong(`${path}:${line}`, words));
      }
    }
  for (const path of markdown().filter((each) => each !== "CHANGELOG.md"))
    for (const [, text] of read(path).matchAll(/(?<!`)`(model-assay [^`\n]+)`(?!`)/g)) {
      if (/[[\]|]| --[a-z-]+$/.test(text!)) continue; // How a command is written, or which of its options is meant.
      for (const words of commandsOf(text!)) {
        count++;
        problems.push(...wrong(path, words));
      }
    }
  expect(problems).toEqual([]);
  expect(count).toBeGreaterThan(100);
});

test("every command line of the examples is, too", () => {
  const files = filesBelow("examples", (name) => /\.(ya?ml|sh)$|^(Dockerfile|Jenkinsfile)$/.test(name));
  const found = files.flatMap((path) => commandsOf(read(path)).map((words) => ({ path, words })));
  expect(found.length).toBeGreaterThan(8);
  expect(found.flatMap(({ path, words }) => wrong(path, words))).toEqual([]);
});

test("a command line that is none is told", () => {
  expect(commandsOf("$ model-assay scan --fial-on high x | tail; model-assay nothing").flatMap((w) => wrong("p", w))).toEqual([
    expect.stringContaining("--fial-on"),
    expect.stringContaining("no such command"),
  ]);
});
