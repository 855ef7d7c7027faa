import type { ApprovedSigner } from "./approved-signer";
import type { FailOn, Severity } from "./severity";
import type { RuleId } from "./finding";
import type { WantedEvidence } from "./inventory";

export interface AllowedGlobal {
  /** Dotted: `mylib.nets.Net`. */
  readonly name: string;
  readonly reason: string;
  readonly until?: string;
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
}

/** Lets one advisory of one package pass until a day. */
export interface DependencyIgnore {
  readonly id: string;
  readonly package: string;
  readonly reason: string;
  readonly until: string;
}

/** The policy in force: the built-in defaults under `.model-assay.yml` under inputs. */
export interface Policy {
  readonly failOn: FailOn;
  readonly onIncomplete: "fail" | "warn";
  readonly ignore: readonly string[];
  readonly pickle: { readonly allow: readonly AllowedGlobal[] };
  readonly formats: { readonly deny: readonly string[] };
  readonly dependencies: {
    readonly ignore: readonly DependencyIgnore[];
    /** What a flaw counts as whose severity nobody says. */
    readonly unknownSeverity: Severity;
  };
  /** What has to be known of every model, each once. */
  readonly bom: { readonly require: readonly WantedEvidence[] };
  /** Who may have signed what is verified here. */
  readonly signers: readonly ApprovedSigner[];
  readonly waivers: readonly Waiver[];
}
