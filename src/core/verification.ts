import type { RefusalKind, SignerClaims } from "./attestation";

/** What one bundle turned out to be. */
export interface VerifiedStatement {
  /** The file it came from, or where it was fetched. */
  readonly bundle: string;
  readonly signer:
    | { readonly kind: "certificate"; readonly claims: SignerClaims }
    | { readonly kind: "key"; readonly fingerprint: string };
  /** RFC 3339, UTC. */
  readonly times: readonly string[];
  readonly logEntries: number;
  /** The predicate's type; absent for a bare signature of a file. */
  readonly predicateType?: string;
  /** Files that it vouches for, of those that were looked at. */
  readonly files: number;
  /** What it says, in words, where it is a kind that is read: the commit of a provenance, the verdict of a gate. */
  readonly says: readonly string[];
}

export interface RefusedStatement {
  readonly bundle: string;
  readonly kind: RefusalKind;
  readonly message: string;
}

/** The answer of `verify`. It only grows within a major version. */
export interface Verification {
  readonly schemaVersion: "1.0";
  /** What was verified: a path or an image, as it was given. */
  readonly subject: string;
  readonly verified: boolean;
  /** Whose signers were approved, where it was not the options that said it. */
  readonly policy?: { readonly source: string; readonly sha256: string };
  /** Files that were hashed. */
  readonly files: number;
  readonly accepted: readonly VerifiedStatement[];
  readonly refused: readonly RefusedStatement[];
}
