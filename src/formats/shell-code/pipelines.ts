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

  constructor(private readonly text: string) {}

  *all(pipelines: readonly Pipeline[], depth: number, place: Pipeline | undefined): Generator<PlacedPipeline> {
    for (const each of pipelines) {
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
        for (const inner of givenToShell(command))
          yield* this.all(parseShell(inner), depth + 1, { commands: [], from, to });
      }
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
  const tool = texts[0]?.replace(/^.*\//, "");
  if (tool !== "curl" && tool !== "wget") return [];
  const url =
    texts.find((text) => /^(https?|ftp):\/\//.test(text)) ?? texts.slice(1).find((text) => /^[^-{]/.test(text));
  const from = url === undefined ? {} : { from: shorten(url, 200) };
  const origin: CodeOrigin = { kind: "downloaded", by: tool, ...from };
  return [...namedOutputs(tool, texts, url), ...writes.map(({ text }) => text)]
    .filter((name) => name !== "" && name !== "-" && name !== "{}")
    .map((name) => [name, origin]);
}

function namedOutputs(tool: string, texts: readonly string[], url: string | undefined): string[] {
  const flag = tool === "curl" ? /^(-[a-zA-Z]*o|--output)$/ : /^(-[a-zA-Z]*O|--output-document)$/;
  const at = texts.findIndex((text) => flag.test(text));
  if (at > 0 && texts[at + 1] !== undefined) return [texts[at + 1]!];
  const keepsName = tool === "wget" || texts.some((text) => /^(-[a-zA-Z]*O[a-zA-Z]*|--remote-name)$/.test(text));
  return keepsName && url !== undefined ? [url.replace(/[?#].*$/, "").replace(/^.*\//, "")] : [];
}

/** `./x`, `x` and `"$PWD"/x` are one file, mostly. */
function bare(text: string): string {
  return text.replace(/^\.\//, "");
}

function plain({ text }: Word): ShellWord {
  return { text: shorten(text, MAX_WORD), runs: [] };
}

/** Texts that a command gives to another shell: `bash -c "…"`, `eval "…"`, `bash <<END`. */
function givenToShell({ words, documents }: Command): string[] {
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
  return flag > 0 && words[flag + 1] !== undefined ? [words[flag + 1]!.text] : documents.slice(0, 10);
}
