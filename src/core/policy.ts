import type { ApprovedSigner } from "./approved-signer";
import type { FailOn, Severity } from "./severity";
import type { RuleId } from "./finding";
import type { WantedEvidence } from "./inventory";

export interface AllowedGlobal {
  /** Dotted: `mylib.nets.Net`. */
  readonly name: string;
  readonly reason: string;
  readonly until?: string;
  /** Stands in the organisation's policy, not in the repository's file. */
  readonly organisation?: true;
}

/** Lets one finding pass until a day; bound to the artifact's content, so a changed file is judged anew. */
export interface Waiver {
  readonly rule: RuleId;
  readonly path: string;
  readonly sha256?: string;
  /** A finding's id, where one of several alike is meant. */
  readonly finding?: string;
  readonly reason: string;
  readonly until: string;
  readonly approvedBy?: string;
  /** Line in the policy file, from 1. */
  readonly line: number;
  readonly organisation?: true;
}

/** Lets one advisory of one package pass until a day. */
export interface DependencyIgnore {
  readonly id: string;
  readonly package: string;
  readonly reason: string;
  readonly until: string;
  readonly organisation?: true;
}

/** What may come in, as lists that all have to hold: an organisation's and the repository's. Empty: everything may. */
export type AllowLists = readonly (readonly string[])[];

/** Days after a flaw became public in which it does not count yet, by its severity. Absent: none. */
export type GraceDays = Readonly<Partial<Record<Exclude<Severity, "info">, number>>>;

/** A person who approves by signing: the signature is held against `signer`, the approval counts as `person`'s. */
export interface ApprovingSigner {
  readonly person: string;
  readonly signer: ApprovedSigner;
}

/** What has to be said yes to before a model is promoted. Two roles need two different people. */
export interface RequiredApproval {
  /** `security`, `platform`. */
  readonly role: string;
  /** How many different people; 1 unless said. */
  readonly count: number;
  /** Logins. */
  readonly people: readonly string[];
  /** `org/team`. Who is in them is asked with a token that may read it. */
  readonly teams: readonly string[];
  /** Deployment environments whose reviewers count for this role. */
  readonly environments: readonly string[];
  readonly signers: readonly ApprovingSigner[];
}

/** Evidence that a promotion may want beside the manifest, bill of materials and provenance, which it always wants. */
export const PROMOTION_EVIDENCE = ["data", "verdict", "signed-commit"] as const;
export type PromotionEvidence = (typeof PROMOTION_EVIDENCE)[number];

export interface PromotionPolicy {
  /** Who may have built what is promoted; the policy's `signers` where absent. */
  readonly builders?: readonly ApprovedSigner[];
  /** Whose decision is believed when a model is deployed; the policy's `signers` where absent. */
  readonly deciders?: readonly ApprovedSigner[];
  readonly require: readonly PromotionEvidence[];
  /** The lowest severity of a flaw or a finding that stops a promotion. */
  readonly failOn: FailOn;
  /** Absent: nobody has said who approves, so nothing is approved. Empty: no approval is needed. */
  readonly approvals?: readonly RequiredApproval[];
}

/** What is not to be used any more, whatever was signed. */
export type Revocation =
  /** A file or a model's root digest, lower-case hex. */
  | { readonly kind: "digest"; readonly sha256: string; readonly reason: string }
  /** What this signer signed at `since` or later (RFC 3339, UTC); all of it where absent. */
  | { readonly kind: "signer"; readonly signer: ApprovedSigner; readonly since?: string; readonly reason: string };

/** What a repository may loosen of its organisation's policy; only these, and only so far. */
export interface Delegation {
  readonly what: Delegable;
  /** Of waivers: globs of rule ids. Of allowances: globs of dotted names. Of ignored flaws: globs of packages. Absent: all. */
  readonly only?: readonly string[];
  /** Days that an entry may last from today; without it, as long as the repository says. */
  readonly maxDays?: number;
}

/** The keys of `.model-assay.yml` that can make a policy looser. */
export const DELEGABLE = [
  "fail-on",
  "on-incomplete",
  "ignore",
  "pickle.allow",
  "dependencies.ignore",
  "dependencies.grace",
  "dependencies.fail-on",
  "dependencies.unknown-severity",
  "waivers",
  "signers",
  "promotion",
] as const;
export type Delegable = (typeof DELEGABLE)[number];

/** The policy in force: the built-in defaults under `.model-assay.yml` under inputs, and an organisation's above all. */
export interface Policy {
  readonly failOn: FailOn;
  readonly onIncomplete: "fail" | "warn";
  readonly ignore: readonly string[];
  readonly pickle: { readonly allow: readonly AllowedGlobal[] };
  readonly formats: {
    readonly deny: readonly string[];
    /** Ids of formats that artifacts may have. */
    readonly allow: AllowLists;
  };
  readonly dependencies: {
    readonly ignore: readonly DependencyIgnore[];
    /** What a flaw counts as whose severity nobody says. */
    readonly unknownSeverity: Severity;
    readonly grace: GraceDays;
    /** The lowest severity of a flaw that fails; absent: as for everything else. */
    readonly failOn?: FailOn;
  };
  /** Globs of where models and their bases may come from: `huggingface.co/acme/*`, `github.com/acme/models`. */
  readonly sources: { readonly allow: AllowLists };
  /** SPDX ids, or the names that documents use, of the licences that models may have; and those that none may have. */
  readonly licenses: { readonly allow: AllowLists; readonly deny: readonly string[] };
  /** Whether models have to be signed by one of `signers`, and what their signatures are held against. */
  readonly signatures: {
    readonly require: boolean;
    /** Path of a trusted root in the repository; Sigstore's public one, by TUF, where absent. */
    readonly trustedRoot?: string;
    readonly log?: "required" | "optional";
  };
  /** Folder of Rego rules, from the root of the repository that the policy is of. */
  readonly rego?: string;
  readonly promotion: PromotionPolicy;
  readonly revoked: readonly Revocation[];
  /** Of an organisation's policy. */
  readonly delegates: readonly Delegation[];
  /** What has to be known of every model, each once. */
  readonly bom: { readonly require: readonly WantedEvidence[] };
  /** Who may have signed what is verified here. */
  readonly signers: readonly ApprovedSigner[];
  readonly waivers: readonly Waiver[];
}
