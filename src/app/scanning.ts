/** What reads models, as a file of its own in the bundle: a run that looks at lockfiles alone does not load all formats. */
export { scanFiles } from "./pool";
export { scanText } from "./scan-file";
