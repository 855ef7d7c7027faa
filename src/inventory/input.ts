import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import type { InventorySubject, ModelOrigin } from "../core/inventory";
import type { LockedPackage } from "../core/package-facts";

/** One file of the tree, as the host and the scan know it. */
export interface TreeFile {
  /** As in `Location.path`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex; absent where the content is not here. */
  readonly sha256?: string;
  /** Id of the format that claims it. */
  readonly format?: string;
  readonly digestFrom?: "git-lfs";
  /** What its header says; absent where nothing of it could be read. */
  readonly card?: readonly CardFact[];
  /** The content, where `wantsText` asks for it and it is not too large. */
  readonly text?: string;
}

/** An entry of `models.lock.yaml`. */
export interface OriginEntry extends ModelOrigin {
  /** The model's directory. */
  readonly path: string;
  /** Paths from the model's directory; the line of each, from 1. */
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly sha256: string;
    readonly line?: number;
  }[];
  /** Line of the entry, from 1. */
  readonly line: number;
}

export interface InventoryInput {
  readonly subject: InventorySubject;
  /** The whole tree. */
  readonly files: readonly TreeFile[];
  readonly packages: readonly LockedPackage[];
  readonly origins: readonly OriginEntry[];
  /** Files whose content is not here, with the reason. */
  readonly missing: readonly { readonly path: string; readonly detail: string }[];
  /**
   * Whether a file that is not among `files` is left out of them on purpose: the policy or git ignores it, or a sparse checkout
   * does not have it. Such a file is a gap where `models.lock.yaml` records it, and no drift.
   */
  readonly leftOut?: (path: string) => boolean;
  /** For tests; all that exist otherwise. */
  readonly readers?: readonly CardReader[];
}
