import { posix } from "node:path";
import type { LockContext, LockEntry } from "../../core/lockfile";
import type { Location } from "../../core/location";
import type { LockedPackage, LockProblem, PackageSource } from "../../core/package-facts";
import { Lines } from "../../syntax/lines";
import { pypiName } from "../../core/package-name";
import { schemeOf } from "../python-address";
import { indexSource, OtherIndexes } from "../python-locked";
import { readDependency } from "./dependency";
import { indexPractices } from "./indexes";
import { otherCoding } from "./coding";
import { logicalLines, type LogicalLine } from "./logical-lines";
import { readOptions, type LineOption } from "./options";
import { ViaComments } from "./via";

/** Characters of one line with its continuations. Those with the most hashes have 20,000. CWE-400. */
const MAX_LINE = 1024 ** 2;
/** Lines of a file and all it includes. The largest real ones have some thousand. CWE-770. */
const MAX_LINES = 200_000;
/** Characters of a file and all it includes. CWE-400. */
const MAX_TEXT = 64 * 1024 ** 2;
/** Files, and files inside each other. CWE-674. */
const MAX_FILES = 200;
const MAX_DEPTH = 20;
/** Paths that are looked up; a file may be spelled in any number of ways. CWE-400. */
const MAX_NAMED = 2000;
/** Findings about lines of one file that cannot be read; the rest is counted. CWE-770. */
const MAX_PROBLEMS = 20;
/** Characters of a path. CWE-400. */
const MAX_PATH = 1024;

/** A requirement, in the order of the files. */
export interface Asked {
  readonly kind: "asked";
  readonly pkg: LockedPackage;
  readonly via: ViaComments;
  /** Of the file that is read, not of one that it includes. */
  readonly own: boolean;
}

export type Item = Asked | { readonly kind: "entry"; readonly entry: LockEntry };

/** One file of those that are read together. */
interface OpenFile {
  readonly text: string;
  /** As in `Location.path`. */
  readonly path: string;
  /** Relative to the folder of the first file. */
  readonly relative: string;
  readonly constraint: boolean;
  readonly depth: number;
}

/** Reads a requirements file and what it includes, in pip's order, into lists that hold all it says. */
export class Reading {
  readonly items: Item[] = [];
  /** What constraint files allow of a package, by its name as PyPI compares it. */
  readonly constraints = new Map<string, LockedPackage[]>();
  /** Names of those that are constrained wherever the file is installed: without a marker. */
  readonly constrained = new Set<string>();
  /** The last one counts, for all files together, as in pip. */
  index: PackageSource | undefined;
  /** A line has a hash, or asks for hashes: then pip wants them of all. */
  checksHashes = false;
  /** Lines that could be read, and those that could not. */
  readable = 0;
  unreadable = 0;
  private readonly opened = new Set<string>();
  /** Paths that were looked up, as they are spelled: a million lines may name one file. */
  private readonly named = new Set<string>();
  private readonly indexes = new OtherIndexes();
  private lines = 0;
  private characters = 0;

  constructor(private readonly context: LockContext) {}

  read(text: string, constraint: boolean): void {
    const { path } = this.context;
    this.file({ text, path, relative: posix.basename(path), constraint, depth: 0 });
  }

  /** A list of lines that stand in another file, as in a conda environment; includes are beside that one. */
  readLines(lines: readonly { readonly text: string; readonly at: Location }[]): void {
    const { path } = this.context;
    const file = { text: "", path, relative: posix.basename(path), constraint: false, depth: 0 };
    for (const { text, at } of lines)
      for (const line of logicalLines(text))
        if (line.text !== "" && ++this.lines <= MAX_LINES) this.line(line, file, at, new ViaComments());
  }

  private file(file: OpenFile): void {
    this.opened.add(keyOf(file.path, file.constraint));
    this.characters += file.text.length;
    const lines = new Lines(file.text);
    const before = this.unreadable;
    let via = new ViaComments();
    const coding = otherCoding(file.text);
    if (coding !== undefined)
      this.problem(
        { path: file.path, inside: [], line: 1 },
        "unsupported",
        `it says that it is written in ${coding}, and pip reads it so: other lines than these may be in it`,
      );
    for (const line of logicalLines(file.text)) {
      const at = { path: file.path, inside: [], line: lines.lineOf(line.at) };
      if (line.text !== "") {
        if (++this.lines > MAX_LINES) {
          this.problem(at, "limit", `it and what it includes have more than ${MAX_LINES} lines`);
          return;
        }
        via = new ViaComments();
        this.line(line, file, at, via);
      }
      if (line.comment !== undefined) via.add(line.comment);
    }
    const unread = this.unreadable - before;
    if (unread > MAX_PROBLEMS)
      this.problem({ path: file.path, inside: [] }, "malformed", `${unread} lines are no requirements that pip reads`);
  }

  private line({ text }: LogicalLine, file: OpenFile, at: Location, via: ViaComments): void {
    if (text.length > MAX_LINE) return this.unread(at, "limit", `a line has more than ${MAX_LINE} characters`);
    const { requirement, options, problem } = readOptions(text);
    if (problem !== undefined) this.unread(at, "malformed", `pip refuses this line: ${problem}`);
    const hashes = options.filter(({ name }) => name === "--hash").map(({ value }) => value.toLowerCase());
    const bad = hashes.find((each) => !/^sha(?:256|384|512):\S+$/.test(each));
    if (bad !== undefined) this.unread(at, "malformed", "pip refuses this line: a hash has no algorithm that it takes");
    if (hashes.length > 0) this.checksHashes = true;
    const around = hashes.length === 0 ? {} : { hashes };
    const editable = options.find(({ name }) => name === "--editable");
    const asked = requirement !== "" ? requirement : editable?.value;
    if (asked === undefined) return this.options(options, file, at);
    const pkg = readDependency(asked, requirement === "", at, around);
    if (pkg === undefined) return this.unread(at, "malformed", "the line is no requirement, option, address or path");
    this.readable++;
    if (!file.constraint) this.items.push({ kind: "asked", pkg, via, own: file.depth === 0 });
    else if (pkg.version !== undefined) this.constrain(pkg, !asked.includes(";"));
  }

  private constrain(pkg: LockedPackage, always: boolean): void {
    const name = pypiName(pkg.name);
    if (always) this.constrained.add(name);
    const allowed = this.constraints.get(name) ?? [];
    if (allowed.every(({ version }) => version !== pkg.version)) allowed.push(pkg);
    this.constraints.set(name, allowed);
  }

  private options(options: readonly LineOption[], file: OpenFile, at: Location): void {
    if (options.length > 0) this.readable++;
    const value = (name: string) => options.find((option) => option.name === name)?.value;
    const [requirements, constraints] = [value("--requirement"), value("--constraint")];
    if (requirements !== undefined) return this.include(requirements, false, file, at);
    if (constraints !== undefined) return this.include(constraints, true, file, at);
    for (const { name, value } of options) {
      if (name === "--index-url") this.index = indexSource(value);
      if (name === "--index-url")
        for (const entry of this.indexes.note(this.index, at)) this.items.push({ kind: "entry", entry });
      if (name === "--require-hashes") this.checksHashes = true;
      for (const practice of indexPractices(name, value))
        this.items.push({ kind: "entry", entry: { kind: "practice", at, practice } });
    }
  }

  private include(target: string, constraint: boolean, from: OpenFile, at: Location): void {
    const what = constraint ? "the constraints" : "the requirements";
    if (target.length > MAX_PATH)
      return this.problem(at, "limit", `${what} have a path of ${target.length} characters`);
    if (schemeOf(target) !== undefined)
      return this.problem(at, "unsupported", `${what} are at an address, and nothing is fetched`);
    if (/\$\{[A-Z0-9_]+\}/.test(target))
      return this.problem(at, "unsupported", `${what} are where an environment variable says`);
    // Not tidied: what stands before `..` may be a link, and pip goes through it.
    const folder = posix.dirname(from.relative);
    const relative = folder === "." ? target : `${folder}/${target}`;
    if (/^[/~\\]|^[A-Za-z]:/.test(target))
      return this.problem(at, "unsupported", `${what} in ${target} are outside of the repository`);
    if (from.depth === MAX_DEPTH || this.opened.size >= MAX_FILES)
      return this.problem(at, "limit", `${what} in ${target} are one file too many, or too deep`);
    if (this.named.has(keyOf(relative, constraint))) return;
    if (this.named.size >= MAX_NAMED)
      return this.problem(at, "limit", `${what} in ${target} are named behind ${MAX_NAMED} other paths`);
    this.named.add(keyOf(relative, constraint));
    const included = this.context.include(relative);
    if ("missing" in included) {
      const { reason, words } = MISSING[included.missing];
      return this.problem(at, reason, `${what} in ${target} ${words}`);
    }
    const { text, path } = included;
    if (this.opened.has(keyOf(path, constraint))) return;
    if (this.characters + text.length > MAX_TEXT)
      return this.problem(at, "limit", `${what} in ${target} make it more than ${MAX_TEXT} characters`);
    this.file({ text, path, relative, constraint, depth: from.depth + 1 });
  }

  private unread(at: Location, reason: LockProblem, detail: string): void {
    if (++this.unreadable <= MAX_PROBLEMS) this.problem(at, reason, detail);
  }

  private problem(at: Location, reason: LockProblem, detail: string): void {
    this.items.push({ kind: "entry", entry: { kind: "unreadable", at, reason, detail } });
  }
}

const MISSING = {
  absent: { reason: "not-fetched", words: "are not there" },
  outside: { reason: "unsupported", words: "are outside of the repository" },
  "too-large": { reason: "limit", words: "are too large" },
  "not-text": { reason: "malformed", words: "are no text" },
} as const;

function keyOf(path: string, constraint: boolean): string {
  return `${constraint ? "c" : "r"} ${path}`;
}
