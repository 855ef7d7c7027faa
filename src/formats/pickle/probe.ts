import { Budget } from "../../core/budget";
import { OutOfBounds, type ByteSource } from "../../core/bytes";
import { runPickle } from "../../pickle/run";
import { OPCODE_OF } from "../../pickle/opcodes";

/** Opcodes that a probe follows: enough to meet an import and a call, or to be sure that chance is no explanation. */
const PROBE_OPCODES = 3000;
/** Opcodes after which bytes that still make sense are a pickle, where a PROTO stood first. */
const CONVINCING = 200;

/** How sure it is that a stream starts at an offset. */
export interface Probe {
  /** Starts like a pickle of protocol 2 or later. */
  readonly proto: boolean;
  readonly stopped: boolean;
  /** An import with a plausible name was called: that is code, whatever comes later. */
  readonly calls: boolean;
  readonly imports: boolean;
  /** Ran for long without a mistake. */
  readonly long: boolean;
  readonly opcodes: number;
  /** Where the stream ended, if it did. */
  readonly next: number;
}

/** Opcodes that can stand first: anything else takes from an empty stack, or ends at once. */
const CAN_START: Uint8Array = (() => {
  const table = new Uint8Array(256);
  for (const opcode of OPCODE_OF) if (opcode?.literal !== undefined) table[opcode.code] = 1;
  for (const name of [
    "PROTO",
    "MARK",
    "GLOBAL",
    "EMPTY_LIST",
    "EMPTY_TUPLE",
    "EMPTY_DICT",
    "EMPTY_SET",
    "PERSID",
    "FRAME",
    "EXT1",
    "EXT2",
    "EXT4",
  ])
    table[OPCODE_OF.find((opcode) => opcode?.name === name)!.code] = 1;
  return table;
})();

/** Tries the bytes at `start` as a pickle, without leaving facts, and briefly unless told else. `undefined`: surely none. */
export function probePickle(source: ByteSource, start: number, atMost = PROBE_OPCODES): Probe | undefined {
  const head = source.window(start, 4);
  if (head.length < 2 || CAN_START[head[0]!] === 0 || isZip(head)) return undefined;
  const proto = head[0] === 0x80 && head[1]! <= 5;
  if (head[0] === 0x80 && !proto) return undefined;
  try {
    const run = runPickle(source, new Budget(), { start, atMost });
    const { globals, calls, opcodes } = run.facts;
    const imports = globals.some((global) => isPlausible(global.module) && isPlausible(global.name));
    const stopped = run.machine.stopped !== undefined;
    return {
      proto,
      stopped,
      calls: imports && calls.length > 0,
      imports,
      long: run.cut || opcodes >= CONVINCING,
      opcodes,
      next: run.next,
    };
  } catch (error) {
    if (error instanceof OutOfBounds) return undefined;
    throw error;
  }
}

/**
 * Tries the start of a file. Without a PROTO nothing but an import or the end tells a pickle from chance, and
 * both may stand behind any number of opcodes that do nothing, so bytes that keep making sense are followed.
 */
export function probeFile(source: ByteSource): Probe | undefined {
  const probe = probePickle(source, 0);
  const isOpen =
    probe !== undefined && !probe.proto && !probe.stopped && !probe.calls && probe.opcodes >= PROBE_OPCODES;
  return isOpen ? probePickle(source, 0, Infinity) : probe;
}

/** `PK\x03\x04` reads as a persistent id; a pickle stored in the zip would then seem to follow it. */
function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** Dotted identifiers: what Python can import. */
export function isPlausible(name: string): boolean {
  return name.length <= 512 && /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_<][\p{L}\p{N}_>]*)*$/u.test(name);
}

/**
 * Whether a stream surely starts here, without a name that promises one: it reaches STOP and began with
 * PROTO or used up the bytes, or it calls an import, or it makes sense for hundreds of opcodes.
 * English text is not a protocol-0 pickle.
 */
export function isSurely(probe: Probe | undefined, source: ByteSource): boolean {
  if (probe === undefined) return false;
  if (probe.calls) return true;
  if (probe.stopped) return (probe.proto && probe.opcodes > 2) || source.window(probe.next, 1).length === 0;
  return probe.proto && probe.long;
}
