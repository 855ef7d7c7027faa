import type { CountedNames } from "./package-facts";

/** What a model is, apart from its files: what a card, a header or `models.lock.yaml` (`origin`) says of it. Values are sorted. */
export type ComparedField =
  "version" | "origin" | "base" | "dataset" | "license" | "dtype" | "parameters" | "architecture";

/** One thing that two bills of materials say differently. Text is as the input has it: reporters escape. */
export type BomChange =
  | { readonly kind: "model-added" | "model-removed"; readonly path: string; readonly name: string }
  /** The same weights under another path. */
  | { readonly kind: "model-moved"; readonly path: string; readonly from: string; readonly name: string }
  /**
   * Files of a model that have other content, came or went. `version`: what both say, where both say the same;
   * `sameVersion` holds too where neither says any, because then no version tells people of it.
   */
  | {
      readonly kind: "files-changed";
      readonly path: string;
      /** `weights`, or everything else but the card, whose facts are compared by themselves. */
      readonly of: "weights" | "other";
      readonly changed: CountedNames;
      readonly added: CountedNames;
      readonly removed: CountedNames;
      readonly sameVersion: boolean;
      readonly version?: string;
    }
  | {
      readonly kind: "field-changed";
      readonly path: string;
      readonly field: ComparedField;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }
  /** Weights in a format that can run code when loaded, where the base's could not. */
  | {
      readonly kind: "less-safe-format";
      readonly path: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }
  /** Code that comes with a model: `.py` files, or classes that `auto_map` names. */
  | { readonly kind: "remote-code"; readonly path: string; readonly what: CountedNames }
  /** A file whose digest one side does not know, so that nobody can say whether it changed. */
  | { readonly kind: "not-comparable"; readonly path: string; readonly files: CountedNames }
  | { readonly kind: "dataset-added" | "dataset-removed"; readonly name: string }
  | {
      readonly kind: "dataset-revision-changed";
      readonly name: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }
  | { readonly kind: "container-added" | "container-removed"; readonly name: string; readonly image: string }
  /** `sameTag`: the tag stayed and the digest did not. */
  | {
      readonly kind: "container-changed";
      readonly name: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly sameTag: boolean;
    }
  | {
      readonly kind: "packages";
      /** `changed`: other versions, of which nobody can say which is higher. */
      readonly change: "added" | "removed" | "upgraded" | "downgraded" | "changed";
      readonly packages: CountedNames;
    };
