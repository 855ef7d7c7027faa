import type { Ecosystem } from "../../core/ecosystem";
import { action } from "./action";
import { composer } from "./composer";
import { cran } from "./cran";
import { go } from "./go";
import { maven } from "./maven";
import { pep440 } from "./pep440";
import { ruby } from "./ruby";
import type { VersionScheme } from "./scheme";
import { semverScheme } from "./semver";

const semver = semverScheme();

/**
 * How each ecosystem orders its versions. Ranges of the type `SEMVER` are read by it too: the ecosystems that use them
 * (npm, Go, crates.io) order so.
 */
export const SCHEMES: Readonly<Record<Ecosystem, VersionScheme>> = {
  PyPI: pep440,
  npm: semverScheme({ loose: true }),
  Go: go,
  "crates.io": semver,
  RubyGems: ruby,
  Packagist: composer,
  Maven: maven,
  "GitHub Actions": action,
  CRAN: cran,
  NuGet: semverScheme({ ignoreCase: true }),
  Pub: semverScheme({ build: true }),
  Hex: semver,
};
