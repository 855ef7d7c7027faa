import { LimitExceeded } from "../../core/budget";
import { copyOf, type ByteSource } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import { within, type Location } from "../../core/location";
import type { PickleFacts } from "../../core/pickle-facts";
import type { Artifact, Subject } from "../../core/subject";
import type { Machine, StreamHooks } from "../../pickle/machine";
import { runPickle, type RunResult } from "../../pickle/run";
import type { Sym } from "../../pickle/values";
import { JOBLIB_KEEPS, JoblibArrays } from "./joblib-arrays";
import { NestedLiterals } from "./nested";
import { nestedStarts } from "./nested-start";
import { isPlausible, isSurely, probePickle } from "./probe";
import { MAX_STORAGES, TORCH_MAGIC, TORCH_STREAMS, TorchStorages } from "./torch-storages";

/** Bytes behind a stream that are searched for another one. What is beyond is reported as data, unread. */
const MAX_SEARCHED = 64 * 1024 * 1024;
/** Streams tried in such bytes of one artifact. */
const MAX_TRIES = 2000;
/** Opcodes that array bytes are followed for; numbers stop making sense after a few. */
const MAX_SECOND_READING = 100_000;
/** Bytes that one try may run over; a line without an end is as long as the file. CWE-407. */
const BYTES_PER_TRY = 64 * 1024;
/** Object arrays inside object arrays (joblib). */
const MAX_INNER = 8;

/** A stream that was run, with the constants in it that may be models. */
interface Followed {
  readonly run: RunResult;
  readonly nested: NestedLiterals;
}

/** Follows every stream of one artifact: one behind the other, arrays between, storages behind, pickles inside. */
export class PickleStreams {
  private readonly source: ByteSource;
  private readonly storages = new TorchStorages();
  /** Streams that joblib reads in the middle of another one. */
  private readonly inner: Followed[] = [];
  /** Array bytes that are a program when they are read as opcodes. */
  private readonly secondReadings: RunResult[] = [];
  private innerDepth = 0;
  private tries = 0;

  constructor(
    private readonly artifact: Artifact,
    private readonly context: OpenContext,
    private readonly isTorch: boolean,
  ) {
    this.source = artifact.bytes;
  }

  *open(): Iterable<Subject> {
    let found = true;
    for (let [at, count] = [0, 1]; ; count++) {
      const followed = this.run(at);
      yield* this.tell(followed, found);
      const { run } = followed;
      const broken = run.facts.end.how === "broken";
      at = run.next;
      if (this.isTorch && count === TORCH_STREAMS && !broken) at = yield* this.behindTorch(run, at);
      if (isEnd(this.source, at)) {
        if (this.isTorch && !broken && found && count < TORCH_STREAMS) yield this.endsEarly(at, count);
        return;
      }
      const expected = !broken && this.isTorch && count < TORCH_STREAMS;
      if (!broken && (expected || isSurely(probePickle(this.source, at), this.source))) continue;
      const next = yield* this.search(at, broken);
      if (next === undefined) return;
      at = next;
      found = false;
    }
  }

  private run(start: number): Followed {
    const nested = new NestedLiterals(this.context.budget);
    const arrays = new JoblibArrays();
    const hooks: StreamHooks = {
      keepArguments: JOBLIB_KEEPS,
      interestingStart: nestedStarts(),
      ...(this.isTorch ? { keepItems: MAX_STORAGES } : {}),
      onLiteral: (machine, offset, from, length) => nested.note(machine, offset, from, length),
      onPersistentId: (machine, id) => this.storages.note(machine, id),
      afterBuild: (machine, target, state, offset) => this.afterBuild(arrays, machine, target, state, offset),
    };
    return { run: runPickle(this.source, this.context.budget, { start, hooks }), nested };
  }

  private afterBuild(
    arrays: JoblibArrays,
    machine: Machine,
    target: Sym,
    state: Sym,
    offset: number,
  ): number | undefined {
    const follows = arrays.afterBuild(machine, target, state, offset);
    if (follows === undefined) return undefined;
    if (follows.kind === "untold")
      throw machine.broken("begins a joblib array whose type or length cannot be told, so neither can what follows it");
    if (follows.kind === "raw") {
      this.asPlainPickle(follows);
      this.source.skipTo?.(follows.resume);
      return follows.resume;
    }
    if (this.innerDepth >= MAX_INNER) throw new LimitExceeded("depth", MAX_INNER);
    this.context.budget.spend("nested", 1);
    this.innerDepth++;
    const followed = this.run(follows.start);
    this.innerDepth--;
    this.inner.push(followed);
    if (followed.run.limit !== undefined) throw followed.run.limit;
    return followed.run.next;
  }

  /**
   * The bytes of a joblib array as `pickle.load` would take them: as more opcodes. Random numbers make
   * no call of an import; bytes that do are a second program in the same file.
   */
  private asPlainPickle({ start, resume }: { start: number; resume: number }): void {
    if (start >= resume || this.source.window(start, 1).length === 0) return;
    const options = { start, midway: true, atMost: MAX_SECOND_READING };
    const run = runPickle(this.source, this.context.budget, options);
    const calls = run.facts.calls.some(({ callee }) => callee.kind === "global" && isPlausible(callee.global.module));
    if (calls) this.secondReadings.push(run);
  }

  /**
   * Facts of a stream, of those inside it, and of the constants that may be models. `expected`: the
   * stream stands where a reader looks; one that was found in other bytes may break without a word.
   */
  private *tell(outer: Followed, expected: boolean): Iterable<Subject> {
    const all = [outer, ...this.inner.splice(0)];
    for (const { run } of all) yield* this.tellOne(run, expected);
    for (const run of this.secondReadings.splice(0)) yield* this.tellOne(run, false);
    for (const { run, nested } of all)
      for (const { name, bytes } of nested.open(this.source, run.machine))
        yield this.member(within(this.artifact.at, name), bytes);
    if (outer.run.limit !== undefined) throw outer.run.limit;
  }

  private *tellOne(run: RunResult, expected: boolean): Iterable<Subject> {
    const reader = this.isTorch ? "torch" : this.artifact.reader;
    const pickle: PickleFacts = reader === undefined ? run.facts : { ...run.facts, reader };
    yield { kind: "pickle", at: this.artifact.at, pickle };
    const { end, globals } = run.facts;
    if (end.how !== "broken" || run.limit !== undefined || !expected) return;
    const before =
      globals.length === 1
        ? "The import before it is reported."
        : `The ${globals.length} imports before it are reported.`;
    const detail = `${end.detail}. ${before} Is the file complete?`;
    yield { kind: "unreadable", at: { ...this.artifact.at, offset: end.offset }, reason: "malformed", detail };
  }

  private endsEarly(offset: number, streams: number): Subject {
    const detail = `the file ends after ${streams} of the ${TORCH_STREAMS} pickles that torch reads. Is the file complete?`;
    return { kind: "unreadable", at: { ...this.artifact.at, offset }, reason: "malformed", detail };
  }

  private *behindTorch(run: RunResult, at: number): Generator<Subject, number> {
    const end = this.storages.end(this.source, run.machine, run.result, at);
    if (typeof end === "number") return end;
    yield { kind: "unreadable", at: { ...this.artifact.at, offset: at }, reason: "malformed", detail: end };
    return at;
  }

  /**
   * Bytes that no stream explains: is there another stream in them? What is not is told as data, unless
   * the stream before broke off, which says it already. Returns where the next stream starts.
   */
  private *search(from: number, broken: boolean): Generator<Subject, number | undefined> {
    const size = this.source.size;
    const start = skipPadding(this.source, from);
    if (start >= size) return undefined;
    const found = this.findStream(start, Math.min(size, start + MAX_SEARCHED));
    const at: Location = { ...this.artifact.at, offset: start };
    const allSeen = found !== undefined || (this.tries <= MAX_TRIES && size - start <= MAX_SEARCHED);
    const explained = broken || (this.artifact.interleaved === true && allSeen);
    if (found !== start && !explained)
      yield { kind: "trailing", at, bytes: (found ?? size) - start, after: "the end of the pickle" };
    return found;
  }

  private findStream(from: number, to: number): number | undefined {
    for (let at = from; at < to;) {
      const part = copyOf(this.source.window(at, SEARCH_STEP));
      for (let i = 0; i < part.length - 1; i++) {
        if (!mayStart(part, i)) continue;
        if (++this.tries > MAX_TRIES) return undefined;
        const probe = probePickle(this.source, at + i);
        this.tries += Math.floor(((probe?.next ?? at + i) - at - i) / BYTES_PER_TRY);
        if (probe?.calls || (probe?.proto && probe.stopped && probe.opcodes > 3)) return at + i;
      }
      if (part.length < SEARCH_STEP) return undefined;
      at += SEARCH_STEP - 1;
    }
    return undefined;
  }

  private member(at: Location, bytes: ByteSource): Subject {
    return { kind: "member", at, artifact: { at, bytes, nested: true, depth: this.artifact.depth + 1 } };
  }
}

const SEARCH_STEP = 64 * 1024;

/** PROTO with a protocol that exists, or an import in text. */
function mayStart(bytes: Uint8Array, at: number): boolean {
  const [byte, next] = [bytes[at]!, bytes[at + 1]!];
  if (byte === 0x80) return next <= 5;
  if (byte !== 0x63 && byte !== 0x28) return false;
  const end = bytes.subarray(at + 1, at + 80).indexOf(0x0a);
  return end > 0 && bytes.subarray(at + 1, at + 1 + end).every((b) => b >= 0x28 && b < 0x7f);
}

function isEnd(source: ByteSource, at: number): boolean {
  return source.window(at, 1).length === 0;
}

/** Zeros that align a block, and the line end that an editor or a shell adds. */
function skipPadding(source: ByteSource, from: number): number {
  for (let at = from; ;) {
    const part = source.window(at, SEARCH_STEP);
    const first = part.findIndex((byte) => byte !== 0 && byte !== 0x0a && byte !== 0x0d);
    if (first >= 0) return at + first;
    at += part.length;
    if (part.length < SEARCH_STEP) return at;
  }
}
/** Whether the first stream is the number that marks torch's legacy files. */
export function startsWithTorchMagic(source: ByteSource, context: OpenContext): boolean {
  const head = source.window(0, 2);
  if (head[0] !== 0x80) return false;
  const run = runPickle(source, context.budget, { atMost: 8 });
  return run.result !== undefined && run.machine.integer(run.result) === TORCH_MAGIC;
}
