import { latin1 } from "../core/text";
import type { Handler, Machine } from "./machine";
import { parseMemoIndex } from "./numbers";

/** The highest protocol there is (PEP 574); PROTO with a higher one stops every reader. */
const HIGHEST_PROTOCOL = 5;

/** Longest memo index that is read, in bytes: zeros before the digits count, no stack needs more. */
const MAX_INDEX_LINE = 8192;

function get(machine: Machine, index: number | string): void {
  machine.push(machine.memo.get(index) ?? machine.fromBefore(`takes memo entry ${index}, which was never set`));
}

function memoLine(machine: Machine): number | string {
  const start = machine.input.offset;
  const length = machine.input.skipLine("a memo index");
  const index = parseMemoIndex(latin1(machine.input.peek(start, Math.min(length, MAX_INDEX_LINE))));
  if (index === undefined) throw machine.broken("has no memo index");
  return index;
}

function pop(machine: Machine): void {
  const { stack, marks } = machine;
  if (stack.length > machine.floor()) stack.pop();
  else if (marks.length > 0) marks.pop();
  else machine.fromBefore("takes from an empty stack");
}

function stop(machine: Machine): void {
  machine.stopped = machine.pop();
  if (machine.frameEnd !== Infinity && machine.frameEnd > machine.input.offset)
    machine.recorder.split(machine.offset, "the last frame claims more bytes than the stream has");
}

function frame(machine: Machine): void {
  const outer = machine.frameEnd;
  if (outer !== Infinity) machine.recorder.split(machine.offset, "a frame begins before the last one ended");
  const length = machine.input.unsigned(8, "a frame");
  const end = machine.input.offset + length;
  if (outer !== Infinity && (outer < machine.input.offset || (outer > machine.input.offset && outer < end)))
    machine.leaveFrame("a frame ends inside another one");
  machine.frameEnd = outer !== Infinity && end < outer ? outer : end;
}

function proto(machine: Machine): void {
  const protocol = machine.input.u8("the protocol");
  if (protocol > HIGHEST_PROTOCOL) throw machine.broken(`asks for protocol ${protocol}, which no reader knows`);
  machine.protocol = protocol;
  machine.highestProtocol = Math.max(machine.highestProtocol, protocol);
}

export const STACK_HANDLERS: Readonly<Record<string, Handler>> = {
  PROTO: proto,
  FRAME: frame,
  STOP: stop,
  MARK: (machine) => machine.mark(),
  POP: pop,
  POP_MARK: (machine) => void machine.popMark(),
  DUP: (machine) => machine.push(machine.top()),
  GET: (machine) => get(machine, memoLine(machine)),
  BINGET: (machine) => get(machine, machine.input.u8("a memo index")),
  LONG_BINGET: (machine) => get(machine, machine.input.unsigned(4, "a memo index")),
  PUT: (machine) => machine.memo.put(memoLine(machine), machine.top()),
  BINPUT: (machine) => machine.memo.put(machine.input.u8("a memo index"), machine.top()),
  LONG_BINPUT: (machine) => machine.memo.put(machine.input.unsigned(4, "a memo index"), machine.top()),
  MEMOIZE: (machine) => machine.memo.put(machine.memo.size, machine.top()),
};
