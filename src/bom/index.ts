export { coverageOf } from "./coverage";
export { toCycloneDx, type CycloneDxOptions } from "./cyclonedx";
export type { WorkflowRun } from "./formulation";
export { packageRef } from "./packages";
export { validateBom } from "./validate";
export { toVex, type VexEntry, type VexOptions } from "./vex";
export type { BomTool, SpecVersion } from "./write";
