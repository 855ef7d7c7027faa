import { compileValidator } from "./compile-validator";

/** The check of a document of CycloneDX 1.6. The build puts the text of what is made here in place of this module. */
export const validator = compileValidator("1.6");
