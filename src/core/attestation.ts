/**
 * What is signed and what a signature tells: the words that `attest/` and `verify/` share. Statements are in-toto's
 * (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md), bundles Sigstore's, version 0.3.
 */

export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
/** What `cosign attest-blob` still writes (seen of 3.1.3): the same members. Read, never written. */
export const STATEMENT_TYPE_OLD = "https://in-toto.io/Statement/v0.1";
export const DSSE_PAYLOAD_TYPE = "application/vnd.in-toto+json";

/** Predicate types that this tool writes or reads (CONTRACTS, "Predicate types and files"). */
export const PREDICATES = {
  bom: "https://cyclonedx.org/bom",
  provenance: "https://slsa.dev/provenance/v1",
  modelSignature: "https://model_signing/signature/v1.0",
  /** The gate's verdict, and a promotion's decision: in-toto's Simple Verification Result. */
  verdict: "https://in-toto.io/attestation/svr/v0.2",
  /** A document by its digest, where it is too large for a transparency log (spec/predicates/reference.md). */
  reference: "https://in-toto.io/attestation/reference/v0.1",
} as const;

export interface StatementSubject {
  /** For files: the path as in `Location.path`, or the name of a model directory. */
  readonly name: string;
  /** Lower-case hex by algorithm: `sha256`. */
  readonly digest: Readonly<Record<string, string>>;
}

export interface Statement {
  readonly _type: typeof STATEMENT_TYPE | typeof STATEMENT_TYPE_OLD;
  readonly subject: readonly StatementSubject[];
  readonly predicateType: string;
  readonly predicate: unknown;
}

/** Subjects that one statement may have: GitHub's API and `gh` take no more. */
export const MAX_SUBJECTS = 1024;

/** A file of a model, with what makes it that file. */
export interface ModelFile {
  /** Relative to the model's directory, `/` between parts. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Signs a payload and brings a bundle: a certificate or key, and what proves when it was signed. */
export interface Signer {
  /** `payload`: the exact bytes. Throws `SigningError`. */
  sign(payload: Uint8Array, payloadType: string): Promise<SignedBundle>;
}

export interface SignedBundle {
  /** The bundle as JSON, one line: `application/vnd.dev.sigstore.bundle.v0.3+json`. */
  readonly json: string;
  /** Index in a transparency log; absent where none took it. */
  readonly logIndex?: string;
}

/** Why nothing was signed, in words for people. Never holds a token. */
export class SigningError extends Error {
  override readonly name = "SigningError";
  constructor(
    /** `outage`: the service did not answer, or answered with a failure that may pass. `refused`: it said no. */
    readonly kind: "outage" | "refused" | "configuration",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Who signed, as the certificate says it: Fulcio's extensions 1.3.6.1.4.1.57264.1.*
 * (https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md). Absent: the certificate does not say it.
 */
export interface SignerClaims {
  /** Subject alternative name: the address of a workflow, or an e-mail address. */
  readonly identity: string;
  /** 8, else 1: the OIDC issuer. */
  readonly issuer?: string;
  /** 9: `https://github.com/owner/repo/.github/workflows/file.yml@ref` of the workflow that signed, a reusable one where one was called. */
  readonly buildSignerUri?: string;
  /** 10. */
  readonly buildSignerDigest?: string;
  /** 11: `github-hosted` or `self-hosted`. */
  readonly runnerEnvironment?: string;
  /** 12: `https://github.com/owner/repo`. */
  readonly sourceRepositoryUri?: string;
  /** 13: the commit. */
  readonly sourceRepositoryDigest?: string;
  /** 14: `refs/heads/main`. */
  readonly sourceRepositoryRef?: string;
  /** 15: immutable number of the repository, where names may be taken over. */
  readonly sourceRepositoryId?: string;
  /** 16. */
  readonly sourceRepositoryOwnerUri?: string;
  /** 17. */
  readonly sourceRepositoryOwnerId?: string;
  /** 18: the workflow that was triggered, which may have called the one that signed. */
  readonly buildConfigUri?: string;
  /** 19. */
  readonly buildConfigDigest?: string;
  /** 20: the event: `push`, `workflow_dispatch`. */
  readonly buildTrigger?: string;
  /** 21: `https://github.com/owner/repo/actions/runs/1/attempts/1`. */
  readonly runInvocationUri?: string;
  /** 22: `public` or `private`. */
  readonly sourceRepositoryVisibility?: string;
}

/** A bundle whose signature, certificate or key, times and log entries hold. Whether its signer is wanted is another question. */
export interface VerifiedBundle {
  /** The certificate's, or that a key made it: SHA-256 of its SubjectPublicKeyInfo, lower-case hex. */
  readonly signer:
    | { readonly kind: "certificate"; readonly claims: SignerClaims }
    | { readonly kind: "key"; readonly fingerprint: string };
  /** What is signed: a DSSE payload with its type, or the SHA-256 of a file (lower-case hex). */
  readonly content:
    | { readonly kind: "payload"; readonly type: string; readonly payload: Uint8Array }
    | { readonly kind: "digest"; readonly sha256: string };
  /** When it was signed, by each authority that says so; RFC 3339, UTC. Empty for a key without a time. */
  readonly times: readonly string[];
  /** Entries of transparency logs that hold it. */
  readonly logEntries: number;
}

/** What can be wrong with a signature or with what it says. Each has its own words. */
export type RefusalKind =
  | "malformed"
  | "untrusted-certificate"
  | "expired-certificate"
  | "wrong-signature"
  | "wrong-timestamp"
  | "wrong-log-entry"
  | "no-log-entry"
  | "no-timestamp"
  | "wrong-identity"
  | "wrong-issuer"
  | "wrong-claim"
  | "wrong-key"
  | "wrong-subject"
  | "wrong-predicate"
  | "false-claim"
  | "file-missing"
  | "file-extra"
  | "file-changed"
  | "ignored-path"
  | "trusted-root"
  | "not-found"
  | "unavailable";

/** A signature, or what is signed, is not what was asked for. */
export class Refused extends Error {
  override readonly name = "Refused";
  constructor(
    readonly kind: RefusalKind,
    message: string,
  ) {
    super(message);
  }
}
