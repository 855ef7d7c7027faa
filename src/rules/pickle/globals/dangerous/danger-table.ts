/** What a dangerous name does, in the word that stands in the report. */
export type DangerFamily =
  | "code execution" // runs text as code, or starts programs
  | "interpreter state" // changes the running Python itself: modules, hooks, threads, memory
  | "name resolution" // finds other names, so that the dangerous one need not stand in the pickle
  | "indirect call" // calls what it is given
  | "file access"
  | "network"
  | "nested load" // loads another model or pickle that nobody has looked at
  | "native code"
  | "library gadget" // looks harmless, ends in one of the above
  | "code by value"; // the function's code stands in the pickle

/**
 * One family of dangerous names. A reason continues the sentence "imports X, which ...". `modules` are
 * whole modules with everything below them; `names` are exact names of a module that is not bad as such.
 * A name that is known to be safe by its exact name is safe in a dangerous module too (`pathlib.PosixPath`),
 * while one that stands in `names` never is.
 */
export interface DangerTable {
  readonly family: DangerFamily;
  readonly modules: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** `names` of a module that share one reason. */
export function each(names: string, reason: string): Record<string, string> {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, reason]),
  );
}
