/**
 * What tells calls, results and states apart beside names and shapes. Without it a hundred thousand calls that
 * differ only in constants are one fact; for these few callables and keys it is the constant that decides.
 */
export interface Telling {
  /** The argument whose text decides: an attribute's name, an encoding, a type's name. */
  readonly text?: number;
  /** The result is told by the arguments: a class's instance, an attribute, a function to be called later. */
  readonly result?: true;
  /** The result is told by the state it is given too. */
  readonly state?: true;
}

const TELLING: ReadonlyMap<string, Telling> = new Map<string, Telling>([
  ["_codecs.encode", { text: 1 }],
  ["builtins.getattr", { text: 1, result: true }],
  ["dill._dill._load_type", { text: 0, result: true }],
  ["dill.dill._load_type", { text: 0, result: true }],
  ["copyreg._reconstructor", { result: true }],
  ["copyreg.__newobj__", { result: true }],
  ["copyreg.__newobj_ex__", { result: true }],
  ["functools.partial", { result: true, state: true }],
]);

export function tellingOf(module: string, name: string): Telling | undefined {
  return TELLING.get(`${module}.${name}`);
}

/**
 * Keys of a state that something acts on. Opcodes look the first four up on an instance, where its state may have
 * put them; the next two change what it is, when they are set as attributes; the rest are read by `__setstate__`
 * of a class that runs what they hold (`guards` in the table of known names; a test keeps the two in step).
 */
export const TOLD_KEYS: readonly string[] = [
  "__setstate__",
  "append",
  "extend",
  "add",
  "__class__",
  "__dict__",
  "_parse_arg_template",
  "restore_design_info",
  "restore_model_spec",
];

/** Told keys of one dict; one with more has keys that nobody can tell. CWE-770. */
export const MAX_TOLD = 8;
/** Places of the stream where such a key is written; picklers write each once. CWE-770. */
export const MAX_TOLD_PLACES = 2_000_000;
/** Bytes of a text that tells; no attribute's name, and no text of a class that is known, is longer. */
export const MAX_TELLING = 4096;

const KEYS = new Set(TOLD_KEYS);
const LENGTHS = Uint8Array.from({ length: 256 }, (_, length) => (TOLD_KEYS.some((k) => k.length === length) ? 1 : 0));
const FIRST = Uint8Array.from({ length: 256 }, (_, byte) =>
  TOLD_KEYS.some((key) => key.charCodeAt(0) === byte) ? 1 : 0,
);
const BACKSLASH = 0x5c;

/** Whether text of this length and first byte can be such a key: asked for every string, so it must be cheap. */
export function mayBeTold(length: number, first: number): boolean {
  return length < 256 && LENGTHS[length] === 1 && FIRST[first] === 1;
}

/** The same for a text line, which may have escapes. */
export function mayBeToldLine(first: number): boolean {
  return FIRST[first] === 1 || first === BACKSLASH;
}

export function isTold(text: string | undefined): text is string {
  return text !== undefined && KEYS.has(text);
}
