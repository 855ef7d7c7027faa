/** What a run signed. */
export interface Attested {
  readonly kind: "bom" | "verdict" | "provenance" | "model";
  /** The bundle's file. */
  readonly path: string;
  /** What it is about, in words. */
  readonly about: string;
  /** Where it is kept for others. */
  readonly url?: string;
}

export interface AttestOutcome {
  readonly attested: readonly Attested[];
  /** What was not signed, and why. */
  readonly notices: readonly string[];
  /** Why not all of it could be signed or stored: an outage, a permission. */
  readonly problem?: string;
}
