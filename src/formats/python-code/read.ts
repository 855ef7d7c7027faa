import type { CallUse, RequiredVersion } from "../../core/code-facts";
import type { OpenContext } from "../../core/format";
import type { Location } from "../../core/location";
import type { Neighbours } from "../../core/neighbours";
import type { Artifact, Subject } from "../../core/subject";
import { latin1 } from "../../core/text";
import { Lines } from "../../syntax/lines";
import { Program } from "../../syntax/python/program";
import { downloadsOf } from "../shell-code/pipelines";
import { commandsOf } from "./commands";
import { PythonFacts, type PythonUse } from "./facts";
import { Origins } from "./origins";
import { torchVersion } from "./torch-version";
import { mayTell } from "./words";

/** Places where the parser could not go on, for each so many lines, from which on a file counts as not read. */
const LINES_PER_ERROR = 10;
const MIN_ERRORS = 8;
/** A large file is searched for words in windows of this size, which overlap. Bytes. */
const WINDOW = 1024 ** 2;
const OVERLAP = 256;
/** Bytes of a large file that are searched for words. CWE-400. */
const MAX_SEARCHED = 256 * 1024 ** 2;

export interface PythonInput {
  /** Lines end with `\n`. */
  readonly text: string;
  readonly at: Location;
  readonly context: OpenContext;
  readonly neighbours: Neighbours;
  /** The file's line of a line of the text, both from 1. */
  lineOf(line: number): number;
}

/** What a module does, as code facts. A text that no rule could say anything about is not even parsed. */
export function* readPython({ text, at, context, neighbours, lineOf }: PythonInput): Generator<Subject> {
  if (!mayTell(text)) return;
  context.budget.spend("held", text.length);
  try {
    const program = new Program(text);
    const lines = new Lines(text);
    let torch: RequiredVersion | undefined | null = null;
    const required = () => (torch === null ? (torch = torchVersion(neighbours)) : torch);
    const origins = new Origins(program);
    for (const { node, use } of usesOf(program, origins)) {
      context.budget.spend("facts", 1);
      const [first, last] = [program.tree.from(node), program.tree.to(node)].map((place) =>
        lineOf(lines.lineOf(place)),
      );
      const place = { ...at, line: first! };
      const told = use.kind === "call" ? withTorch(use, required) : use;
      yield { kind: "code", at: place, code: { language: "python", endLine: last!, use: told } };
      if (use.kind !== "call") continue;
      for (const command of commandsOf(use)) {
        for (const words of command.commands)
          for (const [name, origin] of downloadsOf(words)) origins.fetched(name, origin);
        yield { kind: "code", at: place, code: { language: "shell", endLine: last!, use: command } };
      }
    }
    yield* tellErrors(program, text, at);
    if (text.slice(program.tree.end).trim() !== "")
      yield notRead(at, `Python code behind line ${lines.lineOf(program.tree.end)}`);
  } finally {
    context.budget.release("held", text.length);
  }
}

/** Every call and assignment of a module, inner calls before those around them. */
function* usesOf(program: Program, origins: Origins): Generator<PythonUse> {
  const { tree } = program;
  const facts = new PythonFacts(program, origins);
  for (let node = 0; node < tree.size; node++) {
    const type = tree.type(node);
    if (type === "AssignStatement") yield* facts.ofAssignment(node);
    if (type === "UpdateStatement") yield* facts.ofUpdate(node);
    if (type !== "CallExpression") continue;
    const value = program.valueOf(node);
    const call = value.kind === "call" && value.call.node === node ? value.call : program.callAt(node);
    yield* facts.ofCall(call);
    origins.meet(call);
  }
}

function withTorch(use: CallUse, required: () => RequiredVersion | undefined): CallUse {
  if (!use.names.some((name) => name === "torch.load" || name === "torch.serialization.load")) return use;
  const torch = required();
  return torch === undefined ? use : { ...use, torch };
}

function* tellErrors(program: Program, text: string, at: Location): Generator<Subject> {
  const { errors } = program.tree;
  let count = 1;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) count++;
  if (errors < MIN_ERRORS || errors * LINES_PER_ERROR < count) return;
  const detail = `Python code with ${errors} places in ${count} lines that are no Python; what lies between was looked at`;
  yield notRead(at, detail);
}

function notRead(at: Location, detail: string): Subject {
  return { kind: "unreadable", at, reason: "unsupported", detail };
}

/** What is beyond the limit is not looked at; that is said where the file has words that matter. */
export function* tellLarge({ at, bytes }: Artifact, limit: number, tells = mayTell): Generator<Subject> {
  if (bytes.size <= limit) return;
  const end = Math.min(bytes.size, MAX_SEARCHED);
  for (let start = 0; start < end; start += WINDOW - OVERLAP)
    if (tells(latin1(bytes.window(start, WINDOW)))) {
      yield notRead(at, `code of ${bytes.size} bytes; only the first ${limit} are looked at`);
      return;
    }
}
