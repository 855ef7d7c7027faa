import { compileEvidence } from "./compile-evidence";

/** The check of `schemas/evidence.schema.json`. The build puts the text of what is made here in place of this module. */
export const validator = compileEvidence();
