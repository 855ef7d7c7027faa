import { latin1 } from "../core/text";
import type { Handler, Machine } from "./machine";
import { integerSplit, isFloat, isInteger } from "./numbers";
import { mayBeTold, mayBeToldLine } from "./telling";

/** Longest line that is checked to be a number; longer ones are taken as they are. */
const MAX_NUMBER = 8192;

/** Pushes the constant that the current opcode starts: its value is its offset. */
function constant(machine: Machine): void {
  machine.push(machine.offset);
}

function fixed(size: number): Handler {
  return (machine) => {
    machine.input.skip(size, "a number");
    constant(machine);
  };
}

/** Moves over a payload, and tells the format when its first bytes could be a model of their own. */
function payload(machine: Machine, length: number, what: string): void {
  const { input, hooks } = machine;
  if (length >= MIN_NESTED && hooks.interestingStart?.[input.firstTwo()] === 1)
    hooks.onLiteral?.(machine, machine.offset, input.offset, length);
  if (mayBeTold(length, input.first())) machine.noteKey();
  input.skip(length, what);
  machine.push(machine.offset);
}

/** Nothing shorter than this is a stream with an import in it: `c` + `a\n` + `b\n` + `.`. */
const MIN_NESTED = 6;

function sized(size: 1 | 4 | 8, what: string): Handler {
  if (size === 1) return (machine) => payload(machine, machine.input.u8(what), what);
  return (machine) => payload(machine, machine.input.unsigned(size, what), what);
}

function signedSized(what: string): Handler {
  return (machine) => {
    const length = machine.input.signed4(what);
    if (length < 0) throw machine.broken(`gives ${what} a negative length`);
    payload(machine, length, what);
  };
}

/** Text lines: numbers are checked, because what no reader takes ends the stream there. */
function numberLine(accepts: (text: string) => boolean): Handler {
  return (machine) => {
    const start = machine.input.offset;
    const length = machine.input.skipLine("a number");
    if (length <= MAX_NUMBER) {
      const text = latin1(machine.input.peek(start, length));
      if (!accepts(text)) throw machine.broken("has no number where one must be");
      const split = integerSplit(text);
      if (split !== undefined) machine.recorder.split(machine.offset, split);
    }
    constant(machine);
  };
}

function quotedLine(machine: Machine): void {
  const start = machine.input.offset;
  const length = machine.input.skipLine("a string");
  const tail = latin1(machine.input.peek(start + Math.max(0, length - 64), Math.min(64, length))).trimEnd();
  const first = machine.input.peek(start, 1)[0];
  const last = tail.charCodeAt(tail.length - 1);
  if (length < 2 || (first !== SINGLE && first !== DOUBLE) || first !== last)
    throw machine.broken("has a string without its quotes");
  lineLiteral(machine, start + 1, length - 2);
}

function textLine(machine: Machine): void {
  const start = machine.input.offset;
  const length = machine.input.skipLine("a string");
  lineLiteral(machine, start, length);
}

/** Text lines may hold escapes, so the format decodes all of the line before it looks. */
function lineLiteral(machine: Machine, start: number, length: number): void {
  if (length >= MIN_NESTED) machine.hooks.onLiteral?.(machine, machine.offset, start, length);
  if (length > 0 && mayBeToldLine(machine.input.peek(start, 1)[0]!)) machine.noteKey();
  constant(machine);
}

const SINGLE = 0x27;
const DOUBLE = 0x22;

export const LITERAL_HANDLERS: Readonly<Record<string, Handler>> = {
  NONE: constant,
  NEWTRUE: constant,
  NEWFALSE: constant,
  NEXT_BUFFER: constant,
  READONLY_BUFFER: (machine) => void machine.top(),
  BININT: fixed(4),
  BININT1: fixed(1),
  BININT2: fixed(2),
  BINFLOAT: fixed(8),
  INT: numberLine(isInteger),
  LONG: numberLine(isInteger),
  FLOAT: numberLine(isFloat),
  STRING: quotedLine,
  UNICODE: textLine,
  LONG1: sized(1, "a long integer"),
  LONG4: signedSized("a long integer"),
  BINSTRING: signedSized("a string"),
  SHORT_BINSTRING: sized(1, "a string"),
  SHORT_BINUNICODE: sized(1, "a string"),
  BINUNICODE: sized(4, "a string"),
  BINUNICODE8: sized(8, "a string"),
  SHORT_BINBYTES: sized(1, "bytes"),
  BINBYTES: sized(4, "bytes"),
  BINBYTES8: sized(8, "bytes"),
  BYTEARRAY8: sized(8, "a byte array"),
};
