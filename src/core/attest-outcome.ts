/** What a run signed. */
export interface Attested {
  readonly kind: "bom" | "verdict" | "provenance" | "model" | "decision";
  /** The bundle's file. */
  readonly path: string;
  /** What it is about, in words. */
  readonly about: string;
  /** Where it is kept for others. */
  readonly url?: string;
}

export interface AttestOutcome {
  readonly attested: readonly Attested[];
  /** Beside which images it was put, with their digests, and how many bundles. */
  readonly attached?: readonly { readonly image: string; readonly bundles: number }[];
  /** What was not signed, and why. */
  readonly notices: readonly string[];
  /** Why not all of it could be signed or stored: an outage, a permission. */
  readonly problem?: string;
}
