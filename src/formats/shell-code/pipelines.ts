import type { CodeOrigin, PipelineUse, ShellWord } from "../../core/code-facts";
import { shorten } from "../../core/text";
import { parseShell, type Command, type Pipeline, type Word } from "../../syntax/shell";

/** Characters of source that a fact carries. */
const MAX_SOURCE = 160;
/** Scripts inside scripts: `bash -c "bash -c …"`. CWE-674. */
const MAX_DEPTH = 4;
/** Words of one command, and characters of one word, that a fact carries. CWE-770. */
const MAX_WORDS = 200;
const MAX_WORD = 2000;
/** Variables of one script whose values are kept. CWE-770. */
const MAX_VARIABLES = 10_000;

export interface PlacedPipeline {
  readonly pipeline: PipelineUse;
  /** Characters from the start of the text, of the outermost script. */
  readonly from: number;
  readonly to: number;
}

/** The pipelines of a script: those in substitutions, and in texts that it hands to another shell, behind their own. */
export function* pipelinesOf(text: string): Generator<PlacedPipeline> {
  yield* new Script(text).all(parseShell(text), 0, undefined);
}

class Script {
  /** Files that a command before has downloaded, by the name it gave them. */
  private readonly files = new Map<string, CodeOrigin>();
  /** What variables were set to. */
  private readonly variables = new Map<string, Word>();

  constructor(private readonly text: string) {}

  *all(pipelines: readonly Pipeline[], depth: number, place: Pipeline | undefined): Generator<PlacedPipeline> {
    for (const raw of pipelines) {
      const each = this.known(raw);
      const { from, to } = place ?? each;
      const source = shorten(
        this.text
          .slice(from, Math.min(to, from + MAX_SOURCE * 4))
          .trim()
          .replace(/\s+/g, " "),
        MAX_SOURCE,
      );
      const commands = each.commands.map(({ words }) => words.slice(0, MAX_WORDS).map((word) => this.word(word)));
      yield { pipeline: { kind: "pipeline", commands, source }, from, to };
      for (const command of each.commands) this.note(command);
      if (depth >= MAX_DEPTH) continue;
      for (const command of each.commands) {
        for (const { runs } of [...command.words, ...command.writes])
          for (const run of runs) yield* this.all(run, depth + 1, { commands: [], from, to });
        for (const inner of givenToShell(command, each))
          yield* this.all(parseShell(inner), depth + 1, { commands: [], from, to });
      }
    }
  }

  /** With variables replaced by what they were set to, and what is read from files as the last word. */
  private known({ commands, from, to }: Pipeline): Pipeline {
    return {
      commands: commands.map(({ words, reads, ...rest }) => {
        this.set(words);
        const inputs = words.length === 1 || words.every(({ text }) => !/^[^-]/.test(text)) ? reads : [];
        return { ...rest, reads, words: [...words, ...inputs].map((word) => this.replaced(word)) };
      }),
      from,
      to,
    };
  }

  private replaced(word: Word): Word {
    return (word.variable === undefined ? undefined : this.variables.get(word.variable)) ?? word;
  }

  /** `X=value`, and the same behind `export`, `local` and the like. */
  private set(words: readonly Word[]): void {
    const start = /^(export|local|readonly|declare|typeset)$/.test(words[0]?.text ?? "") ? 1 : 0;
    for (const { text, runs } of words.slice(start, MAX_WORDS)) {
      const [, name, value] = /^([A-Za-z_]\w{0,100})=([^]*)$/.exec(text) ?? [];
      if (name === undefined) return;
      if (this.variables.size < MAX_VARIABLES) this.variables.set(name, { text: value!, runs });
    }
  }

  private word({ text, runs }: Word): ShellWord {
    const origin = this.files.get(bare(text));
    return {
      text: shorten(text, MAX_WORD),
      runs: runs.map((run) =>
        run.map(({ commands }) => commands.flatMap(({ words }) => words.slice(0, MAX_WORDS).map(plain))),
      ),
      ...(origin === undefined ? {} : { origin }),
    };
  }

  /** `curl -o f URL`, `curl -O URL`, `wget URL`, `wget -O f URL`, `curl URL > f`. */
  private note({ words, writes }: Command): void {
    for (const [name, origin] of downloadsOf(words, writes)) this.files.set(bare(name), origin);
  }
}

/** The files that a command downloads, by the names that it gives them. */
export function downloadsOf(
  words: readonly { readonly text: string }[],
  writes: readonly { readonly text: string }[] = [],
): [string, CodeOrigin][] {
  const texts = words.map(({ text }) => text).filter((text, i) => !(i === 0 && text === "sudo"));
  if (texts[0] === "busybox") texts.shift();
  const tool = texts[0]?.replace(/^.*\//, "");
  if (tool !== "curl" && tool !== "wget" && tool !== "aria2c") return [];
  const url =
    texts.find((text) => /^(https?|ftp):\/\//.test(text)) ?? texts.slice(1).find((text) => /^[^-{]/.test(text));
  const from = url === undefined ? {} : { from: shorten(url, 200) };
  const origin: CodeOrigin = { kind: "downloaded", by: tool, ...from };
  return [...namedOutputs(tool, texts, url), ...writes.map(({ text }) => text)]
    .filter((name) => name !== "" && name !== "-" && name !== "{}")
    .map((name) => [name, origin]);
}

function namedOutputs(tool: string, texts: readonly string[], url: string | undefined): string[] {
  const letter = tool === "wget" ? "O" : "o";
  const long = { wget: "--output-document", curl: "--output", aria2c: "--out" }[tool]!;
  const given = valueOf(texts, letter, long);
  if (given !== undefined) return [given];
  const keepsName = tool !== "curl" || texts.some((text) => /^(-[a-zA-Z]*O[a-zA-Z]*|--remote-name)$/.test(text));
  if (!keepsName || url === undefined) return [];
  const name = url.replace(/[?#].*$/, "").replace(/^.*\//, "");
  const folder =
    tool === "curl" ? valueOf(texts, "", "--output-dir") : valueOf(texts, tool === "wget" ? "P" : "d", "--dir");
  return folder === undefined ? [name] : [name, `${folder.replace(/\/$/, "")}/${name}`];
}

/** `-o x`, `-fsSLo x`, `-ox`, `--output x`, `--output=x`. */
function valueOf(texts: readonly string[], letter: string, long: string): string | undefined {
  for (const [i, text] of texts.entries()) {
    if (text === long || (letter !== "" && text.startsWith("-") && !text.startsWith("--") && text.endsWith(letter)))
      return texts[i + 1];
    if (text.startsWith(`${long}=`)) return text.slice(long.length + 1);
    if (letter !== "" && text.startsWith(`-${letter}`)) return text.slice(2);
  }
  return undefined;
}

/** `./x`, `x` and `"$PWD"/x` are one file, mostly. */
function bare(text: string): string {
  return text.replace(/^\.\//, "");
}

function plain({ text }: Word): ShellWord {
  return { text: shorten(text, MAX_WORD), runs: [] };
}

/** Texts that a command gives to another shell: `bash -c "…"`, `eval "…"`, `bash <<END`. */
function givenToShell({ words, documents }: Command, { commands }: Pipeline): string[] {
  const at = words.findIndex(({ text }) => !/^(sudo|env|exec|command|nohup|-[A-Za-z]+|\w+=.*)$/.test(text));
  const name = words[at]?.text.replace(/^.*\//, "") ?? "";
  if (name === "eval")
    return [
      words
        .slice(at + 1)
        .map(({ text }) => text)
        .join(" "),
    ];
  if (!/^(ba|da|z|k|a)?sh$/.test(name)) return [];
  const flag = words.findIndex(({ text }, i) => i > at && /^-[a-z]*c$/.test(text));
  if (flag > 0 && words[flag + 1] !== undefined) return [words[flag + 1]!.text];
  // `cat <<END | sh`
  const before = commands[0]?.words[0]?.text === "cat" ? commands[0].documents : [];
  return [...documents, ...before].slice(0, 10);
}
