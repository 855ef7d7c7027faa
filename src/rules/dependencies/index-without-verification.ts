import { practiceRule } from "./practice-rule";

/**
 * Why: without a certificate that is looked at, anyone on the way can answer for the index.
 */
export const indexWithoutVerification = practiceRule({
  id: "MA-DEP-010",
  name: "index-without-verification",
  practice: "no-verification",
  summary: "Packages are fetched without looking at who answers",
  remedy:
    "Use https and take away --trusted-host; give pip your own authority's certificate with --cert where there is one.",
});
