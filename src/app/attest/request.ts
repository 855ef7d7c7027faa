import type { ImageReference } from "../../core/oci";

export const ATTEST_WISHES = ["auto", "true", "false"] as const;

/** What inputs and options say about signing. */
export interface AttestRequest {
  readonly attest: (typeof ATTEST_WISHES)[number];
  /** Whether this job made the files, so that it may say from what. */
  readonly provenance: boolean;
  /** `auto`, `public`, `github`, or the path of a client trust config. */
  readonly sigstore: string;
  /** Images that the bundles are put beside; absent where there is none. */
  readonly attach?: readonly ImageReference[];
}

/** What the options of `sign` say. */
export interface SignWords {
  /** Path of a private key. */
  readonly key?: string;
  /** Path of certificates, the signer's first. */
  readonly certificates?: string;
  /** `public`, `github`, or the path of a client trust config. */
  readonly sigstore?: string;
}

/** What the options of `approve` say. */
export interface ApproveWords {
  readonly role?: string;
  readonly comment?: string;
}
