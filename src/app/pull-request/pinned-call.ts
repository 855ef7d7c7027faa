import { Malformed, OutOfBounds, Unsupported } from "../../core/bytes";
import { Budget, LimitExceeded } from "../../core/budget";
import type { CallUse } from "../../core/code-facts";
import { NO_NEIGHBOURS } from "../../core/neighbours";
import type { Subject } from "../../core/subject";
import { readPython } from "../../formats/python-code/read";
import { plainCall } from "../../report/suggested-call";
import { repositoryOf } from "../../rules/loader/hub";
import { pythonText } from "../../syntax/python/source";

/** Functions that take `revision` as the commit of the model that they name, and nothing else; each with the places before its keywords. */
const LOADERS: readonly (readonly [names: RegExp, places: number])[] = [
  [/^(transformers|diffusers)\.(\w+\.)+from_pretrained$/, 1],
  [/^huggingface_hub\.snapshot_download$/, 1],
  [/^huggingface_hub\.hf_hub_download$/, 2],
];

/** Keywords that name another revision, another repository or another place to ask; a configuration may be another model's. */
const ELSEWHERE = /revision|repo_type|endpoint|mirror|custom_pipeline|adapter|local_files_only|proxies|^config$/;

/** Where the loaders are told the model: as their first argument, or by one of these. */
const MODEL = { place: 0, keywords: ["pretrained_model_name_or_path", "repo_id"] };

/**
 * A line of a Python file with the commit of the model that its call loads. Undefined where the line is not one plain call, or the parser
 * sees anything there that the line's text does not say. `text`: the whole file; `line`: from 1; `commits`: by `org/name`.
 */
export function pinnedCall(text: string, line: number, commits: ReadonlyMap<string, string>): string | undefined {
  // Lines of Python end where those of the diff do.
  if (/\r(?!\n)/.test(text)) return undefined;
  const plain = plainCall(text.split(/\r?\n/)[line - 1] ?? "");
  const call = plain === undefined ? undefined : onlyCallAt(text, line);
  if (plain === undefined || call === undefined) return undefined;
  const loader = LOADERS.find(([names]) => call.names.every((name) => names.test(name)));
  if (loader === undefined || !call.names.every((name) => `.${name}`.endsWith(`.${plain.callee}`))) return undefined;
  const { positional, keywords } = call;
  if (positional.length > loader[1] || positional.length + keywords.size !== plain.count) return undefined;
  if ([...keywords.keys()].some((keyword) => ELSEWHERE.test(keyword))) return undefined;
  const repository = repositoryOf(call);
  const commit = repository === undefined || !plain.has(repository, MODEL) ? undefined : commits.get(repository);
  return commit === undefined ? undefined : plain.with("revision", commit);
}

/** The call of a line, where it is the only one that stands there or goes over it. */
function onlyCallAt(text: string, line: number): CallUse | undefined {
  const there = subjectsOf(text)?.flatMap((subject) =>
    subject.kind === "code" && (subject.at.line ?? 0) <= line && subject.code.endLine >= line ? [subject] : [],
  );
  const [only, ...more] = there ?? [];
  if (only === undefined || more.length > 0 || only.code.use.kind !== "call") return undefined;
  return only.at.line === line && only.code.endLine === line ? only.code.use : undefined;
}

/** What the file does; undefined where any of it could not be read. */
function subjectsOf(text: string): readonly Subject[] | undefined {
  const context = {
    budget: new Budget(),
    spill: () => {
      throw new Unsupported("Python code has no scratch file");
    },
    neighbours: () => NO_NEIGHBOURS,
  };
  try {
    const python = pythonText(Buffer.from(text));
    const at = { path: "", inside: [] };
    const read = [...readPython({ text: python, at, context, neighbours: NO_NEIGHBOURS, lineOf: (each) => each })];
    return read.some(({ kind }) => kind === "unreadable") ? undefined : read;
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBounds) return undefined;
    if (error instanceof Unsupported || error instanceof LimitExceeded) return undefined;
    throw error;
  }
}
