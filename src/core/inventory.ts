import type { BaseRelation, CardFact, Metric, Port, Reference, Said, Source } from "./card-facts";
import type { LockedPackage } from "./package-facts";

/** What the bill of materials is of: the repository at its commit, or a directory. */
export interface InventorySubject {
  readonly name: string;
  /** `https://github.com/owner/repo`, credentials removed; absent outside of one. */
  readonly url?: string;
  /** Full commit of what was looked at; absent where it is not known, or the tree has other content. */
  readonly commit?: string;
  /** Whether files differ from that commit. */
  readonly dirty: boolean;
  /** RFC 3339, UTC: of `SOURCE_DATE_EPOCH`, else of the commit, else absent. */
  readonly time?: string;
}

export type FileRole = "weights" | "tokenizer" | "config" | "card" | "code" | "data" | "index" | "other";

/** One file of a model or dataset. */
export interface InventoryFile {
  readonly path: string;
  readonly role: FileRole;
  /** Id of the format that claims it. */
  readonly format?: string;
  /** IANA media type. */
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex; absent where the content is not here. */
  readonly sha256?: string;
  /** Where the digest is not of content that was read: `git-lfs` (the pointer says it). */
  readonly digestFrom?: "git-lfs";
  /** Lower-case hex, of the same reading of the content; only where it was asked for. */
  readonly sha512?: string;
  /** MD5 that DVC says, beside our own digest. */
  readonly md5?: string;
}

/** A model: a directory, or weights by themselves. */
export interface InventoryModel {
  /** The directory or the file; unique. `.` is the repository's root. */
  readonly path: string;
  readonly kind: "model" | "adapter" | "tokenizer";
  /** From the card, else the last part of the path. */
  readonly name: string;
  /** Only where a document says one. */
  readonly version?: Said<string>;
  readonly files: readonly InventoryFile[];
  /** Everything that was read of it, in a stable order: by path, line, kind. */
  readonly facts: readonly CardFact[];
  /** How many parameters all of it has, from headers: shards added up. Absent where headers do not say it of all. */
  readonly parameters?: number;
  readonly bases: readonly Said<{ readonly reference: Reference; readonly relation: BaseRelation }>[];
  readonly datasets: readonly Said<Reference>[];
  readonly metrics: readonly Said<Metric>[];
  readonly inputs: readonly Said<Port>[];
  readonly outputs: readonly Said<Port>[];
  /** What `models.lock.yaml` says of where it came from. */
  readonly origin?: Said<ModelOrigin>;
  /** What is not known, in words: shards that are missing, files that were not fetched. */
  readonly gaps: readonly string[];
}

/** An entry of `models.lock.yaml`. */
export interface ModelOrigin {
  readonly source: string;
  /** Full commit, or what the source has instead (an ETag). */
  readonly revision?: string;
  /** RFC 3339. */
  readonly fetched: string;
}

export interface InventoryDataset {
  /** Unique: `hub:org/name`, or a path. */
  readonly id: string;
  readonly name: string;
  readonly reference?: Reference;
  readonly files: readonly InventoryFile[];
  readonly facts: readonly CardFact[];
  readonly at: Source;
}

/** An image that a file of the repository names. */
export interface InventoryContainer {
  /** `registry/name:tag@sha256:…` as written. */
  readonly image: string;
  readonly name: string;
  readonly tag?: string;
  /** `sha256:<hex>`, where it is pinned. */
  readonly digest?: string;
  readonly at: Source;
  /** `base` of a Dockerfile, `deployed` by a manifest. */
  readonly use: "base" | "deployed" | "action";
}

/** An inventory (SBOM) that was given beside the repository; its packages are among those of the repository. */
export interface SuppliedInventory {
  /** Its file, as in `LockedPackage.at`: relative to the root where it is inside, else its name alone. */
  readonly path: string;
  /** Of the file, lower-case hex. */
  readonly sha256?: string;
  /** What of it could not be read, in words. */
  readonly gaps: readonly string[];
}

/** A stage of a pipeline (`dvc.yaml` with `dvc.lock`): what made what, by digest. */
export interface PipelineStage {
  readonly name: string;
  readonly command?: string;
  readonly inputs: readonly PipelineData[];
  readonly outputs: readonly PipelineData[];
  readonly parameters: readonly (readonly [string, string])[];
  readonly at: Source;
}

export interface PipelineData {
  readonly path: string;
  readonly md5?: string;
  readonly size?: number;
}

/** Two sources that say different things of one model. */
export interface Contradiction {
  readonly about: "base" | "license" | "index" | "digest" | "architecture" | "dtype" | "parameters" | "card";
  /** The model. */
  readonly path: string;
  readonly detail: string;
  readonly at: Source;
  readonly other?: Source;
}

/** A file that is not what `models.lock.yaml` says. */
export interface Drift {
  /** The file; the model, where it is of several. */
  readonly path: string;
  /** The recorded model: its directory. */
  readonly model: string;
  /** What is written: `sha256:<hex>`, or `<n> bytes` where that alone differs. Absent where a model's file is not recorded. */
  readonly declared?: string;
  /** The files that are recorded and not there, where there are many or where all of a model are gone. */
  readonly files?: readonly string[];
  /** What is here, in the same words. Absent where the file is not there. */
  readonly found?: string;
  /** Where it is recorded; for a file that is not, the entry of its model. */
  readonly at: Source;
}

/** Everything that a bill of materials is made of. In a stable order. */
export interface Inventory {
  readonly subject: InventorySubject;
  readonly models: readonly InventoryModel[];
  readonly datasets: readonly InventoryDataset[];
  readonly containers: readonly InventoryContainer[];
  /** Models that a manifest serves by address (KServe's `storageUri`), credentials removed. */
  readonly served?: readonly Said<Reference>[];
  /** Those of an image say it: `source.kind` is `image`, `source.where` its name and digest. */
  readonly packages: readonly LockedPackage[];
  readonly supplied?: readonly SuppliedInventory[];
  readonly stages: readonly PipelineStage[];
  readonly contradictions: readonly Contradiction[];
  /** Where the tree is not what `models.lock.yaml` records. By path. */
  readonly drifts: readonly Drift[];
  /** Selected or tracked files whose content is not here, with the reason. */
  readonly missing: readonly { readonly path: string; readonly detail: string }[];
}

/** What a policy may want to be known of every model (`bom: { require: [...] }`). */
export const WANTED_EVIDENCE = ["card", "license", "base-revision", "dataset"] as const;
export type WantedEvidence = (typeof WANTED_EVIDENCE)[number];

/** What rules judge of an inventory, one fact at a time. */
export type InventoryFact =
  | { readonly kind: "contradiction"; readonly contradiction: Contradiction }
  /** The policy wants it and the model does not have it. `path`: the model. */
  | { readonly kind: "missing"; readonly what: WantedEvidence; readonly path: string }
  | ({ readonly kind: "drift" } & Drift)
  /**
   * The policy does not approve of where it is from. `path`: the model, or the manifest that serves one; `from`: a place as `core/model-place.ts`
   * has them, or as written where it is none, absent where nobody says it; `content`: the weights, of an origin.
   */
  | {
      readonly kind: "source";
      readonly role: "origin" | "base" | "served";
      readonly path: string;
      readonly from?: string;
      readonly content: string;
    }
  /** The policy does not let its licence in. `license` as the document says it, absent where none does. */
  | {
      readonly kind: "license";
      readonly path: string;
      readonly why: "unsaid" | "not-allowed" | "denied";
      readonly license?: string;
    }
  /** A model that `models.lock.yaml` (`manifest`) does not name, although there is one. */
  | { readonly kind: "unlisted-origin"; readonly path: string; readonly manifest: string };
