import type { ByteSource } from "./bytes";

/** What stands at a place beside the scanned file. */
export type Neighbour =
  | { readonly kind: "file"; readonly size: number }
  | { readonly kind: "directory" }
  /** A Git LFS or DVC pointer whose content is not here. */
  | { readonly kind: "pointer" }
  /** The path leaves the workspace, by its words or over a link. */
  | { readonly kind: "outside"; readonly detail: string }
  /** Neither a regular file nor a directory. */
  | { readonly kind: "special" }
  | { readonly kind: "absent" }
  /** Nobody can tell: the artifact is a member of a container, or came from standard input. */
  | { readonly kind: "unknown" };

/**
 * The files around a scanned file, as far as the workspace goes: a sharded index has shards, an ONNX
 * graph has external data. Paths are relative to the directory of the scanned file, with `/`.
 */
export interface Neighbours {
  look(path: string): Neighbour;
  /** Calls `use` with the content of a regular file of the workspace; `undefined` where there is none to read. */
  read<T>(path: string, use: (bytes: ByteSource) => T): T | undefined;
  /** Names in the directory of the scanned file, sorted, at most `MAX_NAMES`. */
  names(): readonly string[];
}

/** Names of a directory that are looked at; a directory of more is no model's. CWE-400. */
export const MAX_NAMES = 10_000;

/** For bytes that stand in no directory. */
export const NO_NEIGHBOURS: Neighbours = {
  look: () => ({ kind: "unknown" }),
  read: () => undefined,
  names: () => [],
};
