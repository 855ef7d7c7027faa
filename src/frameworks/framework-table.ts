// Pure data: the build makes it one file of JSON beside the entries, which `tools/docs/frameworks.mjs` reads too.
import { FRAMEWORKS } from "./catalogue";
import { CHECKS } from "./checks";
import { MODEL_RULES } from "./model-rules";
import { OTHER_RULES } from "./other-rules";

export { CHECKS, FRAMEWORKS };
export const GROUPS = [...MODEL_RULES, ...OTHER_RULES];
