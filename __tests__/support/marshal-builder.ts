import { u32 } from "./zip-builder";

/** Pythons by how they lay a code object out. */
export type Layout = "2.7" | "3.7" | "3.8" | "3.11";

export interface CodeParts {
  readonly name?: string;
  readonly file?: string;
  readonly line?: number;
  readonly names?: readonly string[];
  /** Marshalled constants. */
  readonly constants?: readonly Uint8Array[];
}

const INTEGERS: Record<Layout, number> = { "2.7": 4, "3.7": 5, "3.8": 6, "3.11": 5 };

/** A code object as that Python's `marshal.dumps` lays it out. */
export function marshalCode(layout: Layout, parts: CodeParts = {}): Uint8Array {
  const { name = "<lambda>", file = "<stdin>", line = 1, names = [], constants = [none()] } = parts;
  const text = (value: string) => (layout === "2.7" ? bytesOf(value) : short(value));
  const empty = tuple();
  const head = [bytesOf("\x64\0\x53"), tuple(...constants), tuple(...names.map(text))];
  const isNew = layout === "3.11";
  const variables = isNew ? [tuple(text("x")), bytesOf("\x20")] : [tuple(text("x")), empty, empty];
  const named = isNew ? [text(file), text(name), text(name)] : [text(file), text(name)];
  const tables = isNew ? [bytesOf(""), bytesOf("")] : [bytesOf("")];
  return join(
    "c",
    Uint8Array.from(Array.from({ length: INTEGERS[layout] }, () => u32(1)).flat()),
    ...[...head, ...variables, ...named],
    Uint8Array.from(u32(line)),
    ...tables,
  );
}

export function short(text: string): Uint8Array {
  return join("z", Uint8Array.of(text.length), text);
}

export function bytesOf(text: string): Uint8Array {
  return join("s", Uint8Array.from(u32(text.length)), text);
}

export function none(): Uint8Array {
  return join("N");
}

export function tuple(...items: readonly Uint8Array[]): Uint8Array {
  return join("(", Uint8Array.from(u32(items.length)), ...items);
}

export function join(...pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes = pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece, "latin1") : piece));
  return Uint8Array.from(Buffer.concat(bytes));
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
