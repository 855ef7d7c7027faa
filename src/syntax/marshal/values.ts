/** What `marshal` can hold, as far as anyone here needs it: text, code, and what keeps them. */
export type MarshalValue =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly kind: "items"; readonly items: readonly MarshalValue[] }
  | MarshalCode
  /** A number, a constant, a hole in a damaged stream. */
  | { readonly kind: "plain" };

/** A code object: what `compile` makes of a function. */
export interface MarshalCode {
  readonly kind: "code";
  readonly name: string;
  readonly file: string;
  readonly firstLine: number;
  /** Length of the bytecode, bytes. */
  readonly length: number;
  /** Global names and attributes that it uses: as values, for many code objects may refer to the same ones. */
  readonly names: MarshalValue;
  readonly constants: MarshalValue;
}

export const PLAIN: MarshalValue = { kind: "plain" };

/** Every code object in a value, the outermost first, each once: references may make a value stand in many places. */
export function codesIn(root: MarshalValue): MarshalCode[] {
  return reach([root]).filter((value) => value.kind === "code");
}

/** Global names and attributes that these code objects use. */
export function namesOf(codes: readonly MarshalCode[]): string[] {
  return [...new Set(codes.map(({ names }) => names))].flatMap(itemsOf).map(textOf);
}

/** Text and bytes constants of a code object and the functions inside it, each value once. */
export function constantsOf(code: MarshalCode): string[] {
  return reach([code.constants])
    .filter(({ kind }) => kind === "text" || kind === "bytes")
    .map(textOf);
}

/** Text as it is, bytes as Latin-1 (Python 2 keeps names as bytes), anything else as a question mark. */
export function textOf(value: MarshalValue): string {
  if (value.kind === "text") return value.value;
  return value.kind === "bytes" ? Buffer.from(value.value).toString("latin1") : "?";
}

function itemsOf(value: MarshalValue): readonly MarshalValue[] {
  return value.kind === "items" ? value.items : [];
}

function reach(roots: readonly MarshalValue[]): MarshalValue[] {
  const seen = new Set<MarshalValue>(roots);
  for (const value of seen) {
    const children = value.kind === "code" ? [value.constants] : itemsOf(value);
    for (const child of children) seen.add(child);
  }
  return [...seen];
}
