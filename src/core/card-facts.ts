/** Where something was read. `line` from 1; absent for binary files. */
export interface Source {
  /** As in `Location.path`. */
  readonly path: string;
  readonly line?: number;
}

/** A value, and where it was read: nothing of a bill of materials is without its source. */
export interface Said<T> {
  readonly value: T;
  readonly at: Source;
}

/** How a model came from another one (Hugging Face's `base_model_relation`; `unknown` where nobody says it). */
export type BaseRelation = "finetune" | "adapter" | "quantized" | "merge" | "converted" | "unknown";

/** A model, dataset or space on a hub or elsewhere, as a document names it. */
export interface Reference {
  /** As written: `org/name`, an address, a path. */
  readonly name: string;
  /** The full commit, tag or branch that is named. */
  readonly revision?: string;
  /** The address, where one is written. */
  readonly url?: string;
}

/** A measured value of a card. */
export interface Metric {
  readonly type: string;
  readonly value: string;
  readonly name?: string;
  readonly task?: string;
  readonly dataset?: Reference;
  readonly split?: string;
  readonly config?: string;
  /** What the dataset was loaded with, and the metric computed with: `language=en, date=20220301`. */
  readonly datasetArgs?: string;
  readonly args?: string;
  /** Who measured it, or the address where that is shown; not checked. */
  readonly source?: string;
  /** Signed by the evaluator's token on the hub; nobody else has checked it. */
  readonly verified?: boolean;
}

/** What a model takes or gives. */
export interface Port {
  readonly name?: string;
  /** `float32 [batch, 3, 224, 224]`, `text`, `image`. */
  readonly format: string;
}

/** What a document or a header says of a model, one fact at a time. Readers never guess and never resolve. */
export type CardFact = { readonly at: Source } & (
  | {
      readonly kind: "name" | "description" | "version" | "task" | "library" | "language" | "tag";
      readonly value: string;
    }
  | { readonly kind: "author" | "supplier" | "homepage" | "paper" | "repository"; readonly value: string }
  /** An SPDX id, or as written; `url` where the licence has an address. */
  | { readonly kind: "license"; readonly value: string; readonly url?: string }
  /** `llama`; `LlamaForCausalLM`; `supervised`. */
  | { readonly kind: "family" | "architecture" | "approach"; readonly value: string }
  | { readonly kind: "dtype" | "quantization"; readonly value: string }
  | { readonly kind: "parameters"; readonly value: number; readonly dtype?: string }
  | { readonly kind: "input" | "output"; readonly port: Port }
  | { readonly kind: "base"; readonly reference: Reference; readonly relation: BaseRelation }
  | { readonly kind: "dataset"; readonly reference: Reference; readonly split?: string }
  | { readonly kind: "metric"; readonly metric: Metric }
  /** Sentences of a card's sections, as plain text. */
  | {
      readonly kind: "use" | "out-of-scope" | "user" | "limitation" | "tradeoff" | "bias" | "training";
      readonly value: string;
    }
  | { readonly kind: "emission"; readonly name: string; readonly value: string }
  /** An MLflow run, a DVC stage: what produced it. */
  | { readonly kind: "run"; readonly system: string; readonly id: string }
  /** A declared digest of a file beside it, in lower-case hex. */
  | {
      readonly kind: "digest";
      readonly path: string;
      readonly algorithm: "sha256" | "md5" | "sha1";
      readonly value: string;
    }
  /** Anything else that is worth keeping: `name` without prefix, such as `context-length`. */
  | { readonly kind: "property"; readonly name: string; readonly value: string }
);
