/**
 * What a pickle does when it is loaded, as facts. Who judges them lives in `rules/pickle/`.
 * Python names are exact; text and bytes are shortened for people and not escaped.
 */

/** A value as the machine knows it without running anything. */
export type Value =
  | {
      readonly kind: "literal";
      readonly type: LiteralType;
      /** Python source of it, shortened. */ readonly text: string;
    }
  | { readonly kind: "global"; readonly global: GlobalName }
  | { readonly kind: "call"; readonly call: CallText }
  | {
      readonly kind: "container";
      readonly type: ContainerType;
      readonly items: readonly Value[];
      /** Items not kept. */ readonly more: number;
    }
  | { readonly kind: "persistent" }
  | { readonly kind: "unknown"; readonly why: string };

export type LiteralType = "none" | "bool" | "int" | "float" | "str" | "bytes" | "bytearray" | "buffer";
export type ContainerType = "tuple" | "list" | "dict" | "set" | "frozenset";

/** A callable as it is imported: `module` and `name` after Python 2 names are mapped, `name` may be dotted. */
export interface GlobalName {
  readonly module: string;
  readonly name: string;
}

/** The result of a call, named by what was called. */
export interface CallText {
  readonly callee: GlobalName | undefined;
  readonly how: CallHow;
  /** What it was called with, for the few callables whose result is told by that (`getattr`, `_reconstructor`). */
  readonly args?: readonly Value[];
}

export type ImportHow = "GLOBAL" | "INST" | "STACK_GLOBAL" | "EXT";
export type CallHow = "REDUCE" | "OBJ" | "INST" | "NEWOBJ" | "NEWOBJ_EX";
export type MutationHow = "BUILD" | "SETITEM" | "SETITEMS" | "APPEND" | "APPENDS" | "ADDITEMS";

/** An import. `written` is the name as the stream has it, where `fix_imports` changed it. */
export interface GlobalFact extends GlobalName {
  readonly how: ImportHow;
  readonly offset: number;
  readonly count: number;
  readonly written?: GlobalName;
  /** It was put into a container, a state or arguments, where something other than the pickle's own opcodes may call it. */
  readonly handedOn?: boolean;
  /** The first call of it in the stream, as a line of Python, if it was called at all. */
  readonly evidence?: string;
}

/** An import whose name is not in the stream as text: computed, of a wrong type, or an extension code. */
export interface ComputedImport {
  readonly how: ImportHow;
  readonly offset: number;
  readonly detail: string;
}

/** A call; calls that differ only in literal arguments are one fact with a count. */
export interface CallFact {
  readonly how: CallHow;
  /** What is called: a global normally; a call's result, a container or anything else is suspicious. */
  readonly callee: Value;
  readonly args: readonly Value[];
  /** Arguments by name, of NEWOBJ_EX only. */
  readonly kwargs?: Value;
  readonly offset: number;
  readonly count: number;
  /** The call as a line of Python, shortened: `os.system('curl ...')`. */
  readonly evidence: string;
}

/** State given to, or items put into, something that the pickle imported or a call returned. */
export interface MutationFact {
  readonly how: MutationHow;
  readonly target: Value;
  readonly offset: number;
  readonly count: number;
  readonly evidence: string;
  /** What BUILD gave, as far as it is more than data. */
  readonly state?: StateFact;
}

/** State of an instance. Its data is of no interest; keys that loading itself or a class acts on are. */
export interface StateFact {
  /** A dict that the stream spells out, a pair of such dicts (the second for slots), a call's result, or data of a class's own. */
  readonly shape: "dict" | "pair" | "computed" | "other";
  readonly told: readonly ToldKey[];
  /** A key is neither text nor any other constant. */
  readonly computedKeys: boolean;
  /** All of it, where it is computed, and for the few classes whose instances are told by it (`functools.partial`). */
  readonly value?: Value;
}

/** A key whose value runs, or decides what runs. */
export interface ToldKey {
  readonly key: string;
  readonly value: Value;
  /** The whole text, where the value is a text constant that is not too long. */
  readonly text?: string;
  /** In the second dict of a pair, where keys are set as attributes. */
  readonly slot: boolean;
}

/** A place where readers of pickle disagree; the most permissive reading was followed. */
export interface ParserSplit {
  readonly offset: number;
  readonly detail: string;
}

export type PickleEnd =
  | { readonly how: "stop"; readonly offset: number }
  /** The stream cannot be read on. What ran before this point has run. */
  | { readonly how: "broken"; readonly offset: number; readonly detail: string };

export interface PickleFacts {
  /** Highest PROTO of the stream; 0 where there is none. */
  readonly protocol: number;
  readonly globals: readonly GlobalFact[];
  readonly computedImports: readonly ComputedImport[];
  readonly calls: readonly CallFact[];
  readonly mutations: readonly MutationFact[];
  readonly persistentIds: number;
  readonly splits: readonly ParserSplit[];
  readonly opcodes: number;
  readonly end: PickleEnd;
  /** Who reads this stream, where the container tells: `torch` streams can be loaded with `weights_only`. */
  readonly reader?: "torch";
}
