import { oddityRule } from "../oddity-rule";

/**
 * Why: bytes that belong to no member can be another file, which starts to count when the file is read another way.
 */
export const dataAroundArchive = oddityRule({
  id: "MA-ARC-006",
  name: "data-around-archive",
  oddity: "data-around",
  severity: "medium",
  // Office documents and installers carry zips inside; such bytes are searched for models in any case.
  plain: "info",
  confidence: "medium",
  since: "0.1.0",
  summary: "Bytes before, between or behind the members of an archive belong to none of them",
  remedy: "Build the archive again with a standard tool.",
});
