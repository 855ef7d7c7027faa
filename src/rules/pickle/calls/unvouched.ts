import type { Severity } from "../../../core/severity";

/** Why nobody vouches for a call or a state. The words continue a sentence. */
export interface Unvouched {
  readonly problem: string;
  readonly severity?: Severity;
}
