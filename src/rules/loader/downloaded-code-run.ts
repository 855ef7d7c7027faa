import type { CallUse, PipelineUse, ShellWord } from "../../core/code-facts";
import { defineRule, type Report } from "../../core/rule";
import { argument, nameIn, ofCall, shown, whence } from "./calls";

/** Functions that run what they are given, by the number and keyword of the argument. */
const RUNNERS: ReadonlyMap<string, readonly [number, ...string[]]> = new Map([
  ["builtins.exec", [0]],
  ["builtins.eval", [0]],
  ["builtins.compile", [0, "source"]],
  ["runpy.run_path", [0, "path_name"]],
  ["importlib.util.spec_from_file_location", [1, "location"]],
  ["importlib.machinery.SourceFileLoader", [1, "path"]],
  ["imp.load_source", [1]],
  ["ctypes.CDLL", [0, "name"]],
  ["ctypes.cdll.LoadLibrary", [0]],
  ["tensorflow.load_op_library", [0]],
  ["tensorflow.load_library", [0]],
  ["torch.ops.load_library", [0]],
  ["torch.classes.load_library", [0]],
  ["subprocess.run", [0, "args"]],
  ["subprocess.call", [0, "args"]],
  ["subprocess.check_call", [0, "args"]],
  ["subprocess.check_output", [0, "args"]],
  ["subprocess.Popen", [0, "args"]],
  ["os.system", [0]],
  ["os.popen", [0]],
] as [string, [number, ...string[]]][]);

/**
 * Why: what comes over the network and is run at once, nobody has looked at. Whoever holds the server, or the line to
 * it, runs code here.
 */
export const downloadedCodeRun = defineRule({
  id: "MA-LDR-007",
  name: "downloaded-code-run",
  on: "code",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "Code is downloaded and run at once",
  remedy:
    "Keep the script in this repository, or download it to a file, compare its SHA-256 with one that is written down, and run it then.",
  *check({ code: { use } }) {
    if (use.kind === "call") yield* judgeCall(use);
    if (use.kind === "pipeline") yield* judgePipeline(use);
  },
});

function* judgeCall(call: CallUse): Iterable<Report> {
  const name = nameIn(call, RUNNERS);
  if (name === undefined) return;
  const [at, ...keywords] = RUNNERS.get(name)!;
  const given = argument(call, at, ...keywords);
  const input = call.keywords.get("input");
  if (input?.origin?.kind === "downloaded" && isInterpreter(lastPath(given?.items?.[0]?.literal ?? given?.literal))) {
    yield ofCall(call, {
      message: `${shown(name)} gives ${input.source} to a program that runs it${whence(input.origin)}`,
      key: [name, input.source],
    });
    return;
  }
  const origin = given?.items === undefined ? given?.origin : given.items[0]?.origin;
  if (origin?.kind !== "downloaded") return;
  yield ofCall(call, {
    message: `${shown(name)} runs ${given!.source}${whence(origin)}`,
    key: [name, given!.source],
  });
}

function* judgePipeline({ commands, source }: PipelineUse): Iterable<Report> {
  const names = commands.map(programOf);
  const from = commands.findIndex(
    (words, i) =>
      isDownloader(names[i]!) || (i === 0 && SAYS.test(names[i]!) && words.some(({ runs }) => fetches(runs))),
  );
  const to = from < 0 ? -1 : commands.findIndex((words, i) => i > from && readsProgram(words));
  if (to > 0) {
    const url = urlIn(commands[from]!);
    yield {
      message: `what ${names[from]} downloads${url === undefined ? "" : ` from ${url}`} goes into ${names[to]}, which runs it`,
      key: ["pipe", url ?? "", names[to]!],
      evidence: source,
    };
    return;
  }
  for (const words of commands) yield* judgeCommand(words, source);
  const file = names[0] === "cat" ? commands[0]!.find(({ origin }) => origin?.kind === "downloaded") : undefined;
  if (file !== undefined && commands.some((words, i) => i > 0 && readsProgram(words))) yield ofFile(file, source);
}

/** Programs that put out what they are given. */
const SAYS = /^(cat|echo|printf)$/;

function ofFile({ text, origin }: ShellWord, source: string): Report {
  return {
    message: `${text} is run${whence(origin)}, unchecked`,
    severity: "medium",
    key: ["file", origin?.from ?? "", text],
    evidence: source,
  };
}

function* judgeCommand(words: readonly ShellWord[], source: string): Iterable<Report> {
  const at = startOf(words);
  const program = programOf(words);
  const fetched = words.find(({ runs }) => fetches(runs));
  if (fetched !== undefined && runsWord(program, words, at, fetched)) {
    const url = fetched.runs.flat(2).find(isUrl)?.text;
    yield {
      message: `${program} runs what is downloaded${url === undefined ? "" : ` from ${url}`}`,
      key: ["substitution", url ?? "", program],
      evidence: source,
    };
    return;
  }
  const file = isInterpreter(program) || program === "source" || program === "." ? firstArgument(words, at) : words[at];
  if (file?.origin?.kind === "downloaded") yield ofFile(file, source);
}

/** Whether a program runs a word that a substitution made: `eval "$(…)"`, `bash -c "$(…)"`, `bash <(…)`, `$(…)` itself. */
function runsWord(program: string, words: readonly ShellWord[], at: number, word: ShellWord): boolean {
  if (words[at] === word) return word.text === "{}";
  if (program === "eval" || program === "source" || program === ".") return true;
  if (!isInterpreter(program)) return false;
  const place = words.indexOf(word);
  return /^-[a-z]*[ce]$/.test(words[place - 1]?.text ?? "") || firstArgument(words, at) === word;
}

const WRAPPERS =
  /^(.*\/)?(sudo|doas|env|exec|command|nohup|time|timeout|stdbuf|nice|ionice|xargs|busybox|RUN|then|do)$|^(-[A-Za-z]|-[a-zA-Z-]+(=.*)?|[A-Za-z_]\w*=[^]*)$/;
/** Options of these that take the next word, and what `timeout` waits. */
const TAKES = /^-[ugpCTUnIPLksc]$/;
const DURATION = /^\d+(\.\d+)?[smhd]?$/;

/** Behind `sudo -E`, `timeout 60`, `env X=y` and the like. */
function startOf(words: readonly ShellWord[]): number {
  const at = words.findIndex(({ text }, i) => {
    if (WRAPPERS.test(text) || (i > 0 && DURATION.test(text))) return false;
    return i < 2 || !TAKES.test(words[i - 1]!.text);
  });
  return at < 0 ? 0 : at;
}

function programOf(words: readonly ShellWord[]): string {
  return (words[startOf(words)]?.text ?? "").replace(/^.*\//, "");
}

function lastPath(text: unknown): string {
  return typeof text === "string" ? text.trim().replace(/^.*\//, "") : "";
}

function isDownloader(program: string): boolean {
  return /^(curl|wget|fetch|http|https|aria2c|lynx|w3m)$/.test(program);
}

function isInterpreter(program: string): boolean {
  return /^((ba|da|z|k|a|c|fi)?sh|python[0-9.]*|perl|ruby|node|php|Rscript)$/.test(program);
}

/** An interpreter that reads its program from its input: no script, no `-c`, no `-m`. */
function readsProgram(words: readonly ShellWord[]): boolean {
  const program = programOf(words);
  if (!isInterpreter(program)) return false;
  const rest = words.slice(startOf(words) + 1).map(({ text }) => text);
  // What xargs hands on stands behind the -c.
  if (words[0]?.text === "xargs" && /^-[a-z]*c$/.test(rest.at(-1) ?? "")) return true;
  if (rest.some((text) => text === "-" || text === "/dev/stdin" || /^-[a-z]*s$/.test(text))) return true;
  return rest.every((text) => /^-/.test(text) && !/^-[a-z]*[cemnp]$/.test(text));
}

function firstArgument(words: readonly ShellWord[], at: number): ShellWord | undefined {
  return words.slice(at + 1).find(({ text }) => !text.startsWith("-"));
}

function fetches(runs: ShellWord["runs"]): boolean {
  return runs.some((run) => run.some((words) => isDownloader(programOf(words))));
}

function isUrl({ text }: ShellWord): boolean {
  return /^(https?|ftp):\/\//.test(text);
}

function urlIn(words: readonly ShellWord[]): string | undefined {
  return words.find(isUrl)?.text;
}
