/**
 * Ecosystems as OSV spells them; case counts (https://ossf.github.io/osv-schema/#defined-ecosystems). Others are known
 * here only by their purl, and have no database.
 */
export type Ecosystem =
  | "PyPI"
  | "npm"
  | "Go"
  | "crates.io"
  | "RubyGems"
  | "Packagist"
  | "Maven"
  | "GitHub Actions"
  | "CRAN"
  | "NuGet"
  | "Pub"
  | "Hex";
