import { LimitExceeded, type Budget } from "../core/budget";
import { Malformed, OutOfBounds, type ByteSource } from "../core/bytes";
import type { PickleEnd, PickleFacts } from "../core/pickle-facts";
import { takeCensus } from "./census";
import { HANDLERS } from "./handlers";
import { BrokenStream } from "./input";
import { Machine, type StreamHooks } from "./machine";
import type { Sym } from "./values";

/** Opcodes between two looks at the budget. */
const OPCODES_PER_PAYMENT = 4096;

export interface RunOptions {
  readonly start?: number;
  readonly hooks?: StreamHooks;
  /** The bytes at `start` are read as the middle of a stream: what came before is unknown. */
  readonly midway?: boolean;
  /** Stop after this many opcodes; a claim needs only the beginning. */
  readonly atMost?: number;
}

export interface RunResult {
  readonly facts: PickleFacts;
  /** Where the next stream would start. */
  readonly next: number;
  /** What stood on top at STOP. */
  readonly result: Sym | undefined;
  readonly machine: Machine;
  /** The run ended because `atMost` opcodes were done. */
  readonly cut: boolean;
  readonly limit?: LimitExceeded;
}

/** Runs one stream from `start` to its STOP, its break, or a limit. Total: bad input ends up in the facts. */
export function runPickle(source: ByteSource, budget: Budget, options: RunOptions = {}): RunResult {
  const machine = new Machine(source, budget, options.start ?? 0, options.hooks ?? {}, options.midway);
  const atMost = options.atMost ?? Infinity;
  let limit: LimitExceeded | undefined;
  let end: PickleEnd;
  let cut = false;
  try {
    cut = !loop(machine, budget, atMost);
    end = { how: "stop", offset: machine.offset };
    if (machine.straddled !== undefined)
      end = {
        how: "broken",
        offset: machine.offset,
        detail: `${machine.straddled}, so its readers see different streams`,
      };
  } catch (error) {
    end = { how: "broken", offset: machine.offset, detail: wordsFor(error, machine) };
    if (error instanceof LimitExceeded) limit = error;
  }
  const { recorder, opcodes, input } = machine;
  recorder.noteHandedOn();
  const facts: PickleFacts = {
    protocol: machine.highestProtocol,
    globals: recorder.globals,
    computedImports: recorder.computedImports,
    calls: recorder.calls,
    mutations: recorder.mutations,
    persistentIds: recorder.persistentIds,
    splits: recorder.splits,
    opcodes,
    end,
  };
  return {
    facts,
    next: input.offset,
    result: machine.stopped,
    machine,
    cut,
    ...(limit === undefined ? {} : { limit }),
  };
}

/** True when the stream reached STOP, false when `atMost` opcodes were done first. */
function loop(machine: Machine, budget: Budget, atMost: number): boolean {
  const { input } = machine;
  for (;;) {
    const burst = Math.min(OPCODES_PER_PAYMENT, atMost - machine.opcodes);
    if (burst <= 0) return false;
    budget.spend("opcodes", burst);
    if (machine.opcodes >= machine.nextCensus) takeCensus(machine, budget);
    for (let i = 0; i < burst; i++) {
      machine.offset = input.offset;
      if (machine.offset >= machine.frameEnd) machine.leaveFrame("a frame ends inside a value");
      const code = input.next();
      if (code < 0) throw new BrokenStream("the stream ends without a STOP", machine.offset);
      machine.opcodes++;
      const handler = HANDLERS[code];
      if (handler === undefined) throw machine.broken(`is no opcode (0x${code.toString(16)})`);
      handler(machine);
      if (machine.stopped !== undefined) return true;
    }
  }
}

function wordsFor(error: unknown, machine: Machine): string {
  if (error instanceof LimitExceeded || error instanceof Malformed) return error.message;
  if (error instanceof OutOfBounds) return `the stream ${error.message} at 0x${machine.offset.toString(16)}`;
  throw error;
}
