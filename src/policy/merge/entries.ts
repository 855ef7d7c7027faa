import type { AllowedGlobal, DependencyIgnore, Policy, Waiver } from "../../core/policy";
import type { Merging } from "./merging";

/** What the policy lets pass. The organisation's always does; of the repository's, what is delegated. */
export interface LetPassEntries {
  readonly ignore: readonly string[];
  readonly allow: readonly AllowedGlobal[];
  readonly flaws: readonly DependencyIgnore[];
  readonly waivers: readonly Waiver[];
}

/** The lists with entries that loosen. What the organisation has too is not told. */
export function mergeEntries(merging: Merging, ours: Policy, theirs: Policy): LetPassEntries {
  const ignored = new Set(ours.ignore);
  return {
    ignore: [
      ...ours.ignore,
      ...theirs.ignore.filter(
        (pattern, at) => !ignored.has(pattern) && merging.lets("ignore", {}, `ignore: ${pattern}`, ["ignore", at]),
      ),
    ],
    allow: [
      ...ours.pickle.allow.map(ofOrganisation),
      ...theirs.pickle.allow.filter(({ name, until }, at) =>
        merging.lets("pickle.allow", entry(name, until), `the allowance of ${name}`, ["pickle", "allow", at]),
      ),
    ],
    flaws: [
      ...ours.dependencies.ignore.map(ofOrganisation),
      ...theirs.dependencies.ignore.filter(({ id, package: name, until }, at) =>
        merging.lets("dependencies.ignore", entry(name, until), `that ${id} of ${name} is ignored`, [
          "dependencies",
          "ignore",
          at,
        ]),
      ),
    ],
    waivers: [
      ...ours.waivers.map(ofOrganisation),
      ...theirs.waivers.filter(({ rule, path, until }, at) =>
        merging.lets("waivers", entry(rule, until), `the waiver of ${rule} for ${path}`, ["waivers", at]),
      ),
    ],
  };
}

function entry(name: string, until: string | undefined) {
  return { name, ...(until === undefined ? {} : { until }) };
}

function ofOrganisation<T>(each: T): T & { readonly organisation: true } {
  return { ...each, organisation: true };
}
