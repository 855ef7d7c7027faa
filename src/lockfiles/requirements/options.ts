/** A line of a requirements file in its parts. */
export interface OptionLine {
  /** What stands before the first option: a requirement, or nothing. */
  readonly requirement: string;
  readonly options: readonly LineOption[];
  /** Why pip refuses the line; what was read before counts. */
  readonly problem?: string;
}

export interface LineOption {
  /** The long name: `--requirement`. */
  readonly name: string;
  /** Empty for those that take none. */
  readonly value: string;
}

/** What pip takes in a file, and whether a value follows (https://pip.pypa.io/en/stable/reference/requirements-file-format/). */
const OPTIONS: ReadonlyMap<string, boolean> = new Map([
  ["--index-url", true],
  ["--pypi-url", true],
  ["--extra-index-url", true],
  ["--no-index", false],
  ["--constraint", true],
  ["--requirement", true],
  ["--editable", true],
  ["--find-links", true],
  ["--no-binary", true],
  ["--only-binary", true],
  ["--prefer-binary", false],
  ["--require-hashes", false],
  ["--no-require-hashes", false],
  ["--pre", false],
  ["--all-releases", true],
  ["--only-final", true],
  ["--trusted-host", true],
  ["--use-feature", true],
  ["--hash", true],
  ["--config-settings", true],
  ["--config-setting", true],
  // Of earlier versions.
  ["--global-option", true],
  ["--install-option", true],
  ["--process-dependency-links", false],
  ["--always-unzip", false],
]);

const SHORT: ReadonlyMap<string, string> = new Map([
  ["-i", "--index-url"],
  ["-c", "--constraint"],
  ["-r", "--requirement"],
  ["-e", "--editable"],
  ["-f", "--find-links"],
  ["-C", "--config-settings"],
]);

/** Options of one line; each hash of a requirement is one. Real ones have some hundred. CWE-770. */
const MAX_OPTIONS = 5000;

/** Reads a line as pip does: words up to the first that begins with `-`, then options in a shell's quotes. */
export function readOptions(line: string): OptionLine {
  const start = line.startsWith("-") ? 0 : line.indexOf(" -") + 1;
  if (start === 0 && !line.startsWith("-")) return { requirement: line, options: [] };
  const requirement = line.slice(0, start).trim();
  const { words, problem } = shellWords(line.slice(start));
  if (problem !== undefined) return { requirement, options: [], problem };
  return { requirement, ...readWords(words) };
}

/** As Python's `optparse`: `--opt=value`, `--opt value`, `-ovalue`, and any beginning of a name that only one option has. */
function readWords(words: readonly string[]): { options: LineOption[]; problem?: string } {
  const options: LineOption[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === "--") break;
    if (!word.startsWith("-") || word === "-") continue;
    if (options.length === MAX_OPTIONS) return { options, problem: `it has more than ${MAX_OPTIONS} options` };
    const long = word.startsWith("--");
    const equals = long ? word.indexOf("=") : -1;
    const name = long ? longName(equals < 0 ? word : word.slice(0, equals)) : SHORT.get(word.slice(0, 2));
    if (name === undefined) return { options, problem: "it has an option that pip does not know" };
    const takes = OPTIONS.get(name)!;
    const attached = equals >= 0 ? word.slice(equals + 1) : long || word.length === 2 ? undefined : word.slice(2);
    if (!takes && attached !== undefined) return { options, problem: `${name} takes no value` };
    const value = takes ? (attached ?? words[++index]) : "";
    if (value === undefined) return { options, problem: `${name} lacks its value` };
    options.push({ name: name === "--pypi-url" ? "--index-url" : name, value });
  }
  return { options };
}

function longName(given: string): string | undefined {
  if (OPTIONS.has(given)) return given;
  const meant = [...OPTIONS.keys()].filter((name) => given.length > 2 && name.startsWith(given));
  return meant.length === 1 ? meant[0] : undefined;
}

/** Python's `shlex.split`: quotes, and a backslash before any character outside of single ones. */
function shellWords(text: string): { words: string[]; problem?: string } {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    const next = text[index + 1];
    if (char === "\\" && quote !== "'") {
      if (next === undefined) return { words, problem: "it ends in a backslash" };
      const kept = quote === undefined || next === quote || next === "\\" ? next : char + next;
      word = (word ?? "") + kept;
      index++;
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (" \t\r\n".includes(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + char;
  }
  if (quote !== undefined) return { words, problem: "a quote is not closed" };
  if (word !== undefined) words.push(word);
  return { words };
}
