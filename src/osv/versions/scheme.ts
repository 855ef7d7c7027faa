/** A version as its ecosystem reads it. */
export interface Version {
  /** The same for two versions of a scheme that are the same version (`1.0` and `1.0.0`), and for no others. */
  readonly key: string;
  /** Made before a release: not to be advised to who has a release. */
  readonly pre: boolean;
}

/** How an ecosystem reads and orders versions. */
export interface VersionScheme<V extends Version = Version> {
  /** `undefined` where the text is no version of this ecosystem; at most `MAX_VERSION_LENGTH` characters are looked at. */
  parse(text: string): V | undefined;
  /** Below 0 where `a` is older, 0 exactly where the keys are the same. */
  compare(a: V, b: V): number;
  /** Whether `version` stands for several, of which `other` may be one: then only what is below all of them is certain. */
  spans?(version: V, other: V): boolean;
  /** How texts of records that are no version are read nevertheless, where that is known. */
  readonly lenient?: LenientReading<V>;
}

/** For events of records whose text is no version of the ecosystem. */
export interface LenientReading<V extends Version = Version> {
  /** What was meant, where that is certain. */
  mend(text: string): string | undefined;
  /** A version close to what was meant, where its order to all but the versions `near` it is certain. */
  anchor(text: string): V | undefined;
  near(version: V, anchor: V): boolean;
}

/** Characters. Real versions have up to 60; longer ones are no versions, and would make comparing slow (CWE-1333). */
export const MAX_VERSION_LENGTH = 256;

/** A run of digits without zeros in front, so that `compareDigits` can order it. */
export function plainDigits(digits: string): string {
  let start = 0;
  while (start < digits.length - 1 && digits[start] === "0") start++;
  return start === 0 ? digits : digits.slice(start);
}

/** Numbers of any length, as `plainDigits` gives them: versions may hold more than 53 bits (dates, hashes). */
export function compareDigits(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

/** By UTF-16 code units: for the ASCII that versions are made of, as `strcmp` would. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
