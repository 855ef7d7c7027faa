import { textOf, type MarshalCode, type MarshalValue } from "./values";

/** Where the fields come from: a cursor over the stream. */
export interface CodeSource {
  /** The letter of the type byte `ahead` bytes from here. */
  peek(ahead: number): string;
  skip(length: number): void;
  int(): number;
  value(depth: number): MarshalValue;
  bad(what: string): Error;
}

/** Integers before the bytecode: 3.8 to 3.10 have six, 3.6, 3.7 and 3.11 to 3.14 five, 2.7 four. */
const LEADING = [6, 5, 4] as const;

/**
 * The fields of a code object behind its type byte. Nothing says which Python wrote them; the layouts differ in
 * how many integers stand before the bytecode, and in what follows the names (Objects/codeobject.c, Python/marshal.c).
 */
export function readCodeFields(reader: CodeSource, depth: number): MarshalCode {
  const leading = LEADING.find((count) => reader.peek(count * 4) === "s");
  if (leading === undefined) throw reader.bad("a code object has no bytecode");
  reader.skip(leading * 4);
  const next = (): MarshalValue => reader.value(depth);
  const bytecode = next();
  const constants = next();
  const names = next();
  next(); // names of the variables
  const kinds = next();
  const isNew = kinds.kind === "bytes";
  if (!isNew) next(); // names of the cells; those of the free variables came before
  const file = next();
  const name = next();
  if (isNew) next(); // the qualified name
  const firstLine = reader.int();
  next(); // the table of lines
  if (isNew) next(); // the table of exceptions
  return {
    kind: "code",
    name: textOf(name),
    file: textOf(file),
    firstLine,
    length: bytecode.kind === "bytes" ? bytecode.value.length : 0,
    names,
    constants,
  };
}
