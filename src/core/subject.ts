import type { ArchiveFacts } from "./archive-facts";
import type { ByteSource } from "./bytes";
import type { CodeFacts } from "./code-facts";
import type { EnvironmentFacts } from "./environment-facts";
import type { ExecutableFacts } from "./executable-facts";
import type { ExternalFacts } from "./external-facts";
import type { GraphFacts } from "./graph-facts";
import type { KerasFacts } from "./keras-facts";
import type { Hdf5Facts } from "./hdf5-facts";
import type { InventoryFact } from "./inventory";
import type { LayoutFacts } from "./layout-facts";
import type { LinkFacts } from "./link-facts";
import type { Location } from "./location";
import type { OwnRulesFacts } from "./own-rules-facts";
import type { LockfileFacts, PackageFacts } from "./package-facts";
import type { PickleFacts } from "./pickle-facts";
import type { ReferenceFacts } from "./reference-facts";
import type { SecretFacts } from "./secret-facts";
import type { ServedCodeFacts } from "./served-code-facts";
import type { SignatureFacts } from "./signature-facts";
import type { Severity } from "./severity";
import type { SkopsFacts } from "./skops-facts";
import type { TemplateFacts } from "./template-facts";
import type { WeightsFacts } from "./weights-facts";

/** Bytes with a place: a file, or a member of a container. */
export interface Artifact {
  readonly at: Location;
  readonly bytes: ByteSource;
  /** The bytes came out of a literal or padding: only what is surely a model format counts. */
  readonly nested?: boolean;
  /** How deep in containers, 0 for a file. */
  readonly depth: number;
  /** Member names of the container this came from tell who loads it (`torch`). */
  readonly reader?: "torch";
  /** Its format puts raw bytes between the pickles of this member, so they are no surprise. */
  readonly interleaved?: boolean;
}

export type UnreadableReason =
  | "malformed"
  | "limit"
  | "encrypted"
  | "unsupported" // a model format, or a feature of one, that is not read yet
  | "not-fetched" // an LFS pointer, a DVC output, a missing shard
  | "crashed"; // our own failure: still a finding, never silence

/** What formats see. Facts only; being unreadable is one, so that the gate fails closed. */
export type Subject =
  | { readonly kind: "member"; readonly at: Location; readonly artifact: Artifact }
  | {
      readonly kind: "file";
      readonly at: Location;
      readonly claimedBy: readonly string[];
      readonly head: Uint8Array;
      /** The format that the name's extension promises, where it is one that nothing but models use. */
      readonly promised?: string;
      /** For pickled weights: the safetensors files of the same weights that stand beside them. */
      readonly beside?: readonly string[];
    }
  | { readonly kind: "archive"; readonly at: Location; readonly archive: ArchiveFacts }
  | { readonly kind: "pickle"; readonly at: Location; readonly pickle: PickleFacts }
  | { readonly kind: "array"; readonly at: Location; readonly array: ArrayFacts }
  | { readonly kind: "weights"; readonly at: Location; readonly weights: WeightsFacts }
  | { readonly kind: "graph"; readonly at: Location; readonly graph: GraphFacts }
  | { readonly kind: "keras"; readonly at: Location; readonly keras: KerasFacts }
  | { readonly kind: "hdf5"; readonly at: Location; readonly hdf5: Hdf5Facts }
  | { readonly kind: "layout"; readonly at: Location; readonly layout: LayoutFacts }
  | { readonly kind: "link"; readonly at: Location; readonly link: LinkFacts }
  | { readonly kind: "external"; readonly at: Location; readonly external: ExternalFacts }
  | { readonly kind: "secret"; readonly at: Location; readonly secret: SecretFacts }
  | { readonly kind: "executable"; readonly at: Location; readonly executable: ExecutableFacts }
  | { readonly kind: "template"; readonly at: Location; readonly template: TemplateFacts }
  | { readonly kind: "code"; readonly at: Location; readonly code: CodeFacts }
  | { readonly kind: "skops"; readonly at: Location; readonly skops: SkopsFacts }
  | { readonly kind: "served-code"; readonly at: Location; readonly served: ServedCodeFacts }
  | { readonly kind: "reference"; readonly at: Location; readonly reference: ReferenceFacts }
  | { readonly kind: "environment"; readonly at: Location; readonly environment: EnvironmentFacts }
  | { readonly kind: "package"; readonly at: Location; readonly package: PackageFacts }
  | { readonly kind: "lockfile"; readonly at: Location; readonly lockfile: LockfileFacts }
  | { readonly kind: "inventory"; readonly at: Location; readonly fact: InventoryFact }
  | { readonly kind: "signature"; readonly at: Location; readonly signature: SignatureFacts }
  | { readonly kind: "trailing"; readonly at: Location; readonly bytes: number; readonly after: string }
  | { readonly kind: "unreadable"; readonly at: Location; readonly reason: UnreadableReason; readonly detail: string }
  | { readonly kind: "own-rules"; readonly at: Location; readonly facts: OwnRulesFacts }
  | { readonly kind: "repository"; readonly at: Location; readonly event: RepositoryEvent };

/** A numpy array header. */
export interface ArrayFacts {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Elements are Python objects, so the array's data is a pickle. */
  readonly hasObjects: boolean;
  /** What is wrong with the header, where something is. */
  readonly problem?: string;
}

/** Something about the change itself rather than a model in it. */
export interface RepositoryEvent {
  readonly kind:
    | "guard-changed"
    | "policy-changed"
    | "waiver-expired"
    | "waiver-unused"
    | "waiver-too-broad"
    | "not-delegated"
    | "revoked";
  readonly detail: string;
  /** Line of the policy file, from 1. */
  readonly line?: number;
  /** The file that it is about, where that is not the policy. */
  readonly path?: string;
  /** Where it is not that of the rule. */
  readonly severity?: Severity;
}

export type SubjectKind = Subject["kind"];
export type SubjectOf<K extends SubjectKind> = Extract<Subject, { kind: K }>;
