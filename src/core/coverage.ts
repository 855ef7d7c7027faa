export type CoverageState = "present" | "absent" | "not-applicable";

/** One line of the table that says what a bill of materials has. */
export interface CoverageLine {
  readonly group: "ntia" | "model" | "data" | "lineage";
  readonly element: string;
  readonly state: CoverageState;
}
