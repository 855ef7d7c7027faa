import type { CallUse, CodeValue, PipelineUse, ShellWord } from "../../core/code-facts";
import { pipelinesOf } from "../shell-code/pipelines";

/** Calls that give a text to a shell. */
const SHELLS =
  /^(os\.(system|popen|popen2|popen3|popen4)|subprocess\.(getoutput|getstatusoutput)|commands\.(getoutput|getstatusoutput)|asyncio\.create_subprocess_shell|IPython\.get_ipython\(\)\.system|.*\bget_ipython\(\)\.(system|getoutput))$/;
/** Calls that run a program, by words or, with `shell=True`, by a text. */
const PROGRAMS = /^(subprocess\.(run|call|check_call|check_output|Popen)|asyncio\.create_subprocess_exec|pty\.spawn)$/;
/** The same, with the program before the words, and the words in a list or one by one. */
const NAMED_PROGRAMS = /^os\.(exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)$/;

/** The commands that a call runs, as far as they are written in the program. */
export function* commandsOf(use: CallUse): Generator<PipelineUse> {
  const text = use.positional[0] ?? use.keywords.get("args") ?? use.keywords.get("cmd");
  if (text === undefined) return;
  const isShell = use.names.some((name) => SHELLS.test(name));
  const named = use.names.find((name) => NAMED_PROGRAMS.test(name));
  if (named !== undefined) {
    const given = use.positional.slice(/^os\.spawn/.test(named) ? 2 : 1);
    const words = given[0]?.items ?? given;
    if (words.length > 0) yield* programOf(words, use.source);
    return;
  }
  if (!isShell && !use.names.some((name) => PROGRAMS.test(name))) return;
  const written = textOf(text);
  if (written !== undefined) {
    if (isShell || use.keywords.get("shell")?.truths?.includes(true) === true || !/[|;&$`]/.test(written))
      for (const { pipeline } of pipelinesOf(written)) yield { ...pipeline, source: use.source };
    return;
  }
  const items = text.items;
  if (items !== undefined && items.length > 0) yield* programOf(items, use.source);
}

function* programOf(items: readonly CodeValue[], source: string): Generator<PipelineUse> {
  const words = items.map((item): ShellWord => ({
    text: item.names?.includes("sys.executable") === true ? "python" : (textOf(item) ?? "{}"),
    runs: [],
    ...(item.origin?.kind === "downloaded" ? { origin: item.origin } : {}),
  }));
  yield { kind: "pipeline", commands: [words], source };
  const at = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  if (/(^|\/)(ba|da|z|k)?sh$/.test(words[0]!.text) && at > 0 && words[at + 1] !== undefined)
    for (const { pipeline } of pipelinesOf(words[at + 1]!.text)) yield { ...pipeline, source };
}

function textOf({ literal, template }: CodeValue): string | undefined {
  return typeof literal === "string" ? literal : template;
}
