import { compareDigits, compareText, MAX_VERSION_LENGTH, plainDigits } from "./scheme";
import type { Version, VersionScheme } from "./scheme";

export interface Semver extends Version {
  /** Without zeros at the end: `1.2`, `1.2.0` and NuGet's `1.2.0.0` are one. */
  readonly numbers: readonly string[];
  readonly phases: readonly string[];
  readonly build: string;
}

export interface SemverOptions {
  /** npm reads `1.2.3beta` as `1.2.3-beta`. */
  readonly loose?: boolean;
  /** NuGet compares `Beta` and `beta` as one. */
  readonly ignoreCase?: boolean;
  /** Pub orders `1.0.0+1` behind `1.0.0`; elsewhere build metadata says nothing. */
  readonly build?: boolean;
}

const PATTERN = /^[v=]?\s?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+)|([A-Za-z][0-9A-Za-z.-]*))?(?:\+([0-9A-Za-z.-]*))?$/;
const NUMBER = /^\d+$/;

/**
 * Precedence of Semantic Versioning (https://semver.org/#spec-item-11), tolerant in what it reads, because records and
 * registries are: any count of numbers, of any size, a `v` before them. The library `semver` reads exactly three of at
 * most 53 bits; where it reads both versions, the order is the same (tested).
 */
export function semverScheme(options: SemverOptions = {}): VersionScheme<Semver> {
  return {
    parse: (text) => read(text, options),
    compare: (a, b) => compareNumbers(a.numbers, b.numbers) || comparePhases(a, b) || compareText(a.build, b.build),
  };
}

function read(text: string, { ignoreCase, build, loose }: SemverOptions): Semver | undefined {
  if (text.length > MAX_VERSION_LENGTH) return undefined;
  const found = PATTERN.exec(text.trim());
  if (found === null || (found[3] !== undefined && !loose)) return undefined;
  const numbers = found[1]!.split(".").map(plainDigits);
  while (numbers.at(-1) === "0") numbers.pop();
  const spelled = found[2] ?? found[3] ?? "";
  const phases = spelled === "" ? [] : (ignoreCase ? spelled.toLowerCase() : spelled).split(".");
  if (phases.includes("")) return undefined;
  const plain = phases.map((phase) => (NUMBER.test(phase) ? plainDigits(phase) : phase));
  const counted = build ? (found[4] ?? "") : "";
  const key = `${numbers.join(".")}-${plain.join(".")}+${counted}`;
  return { numbers, phases: plain, build: counted, key, pre: plain.length > 0 };
}

function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const common = Math.min(a.length, b.length);
  for (let index = 0; index < common; index++) {
    const order = compareDigits(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function comparePhases(a: Semver, b: Semver): number {
  if (a.pre !== b.pre) return a.pre ? -1 : 1;
  const common = Math.min(a.phases.length, b.phases.length);
  for (let index = 0; index < common; index++) {
    const order = comparePhase(a.phases[index]!, b.phases[index]!);
    if (order !== 0) return order;
  }
  return a.phases.length - b.phases.length;
}

function comparePhase(a: string, b: string): number {
  const number = NUMBER.test(a);
  if (number !== NUMBER.test(b)) return number ? -1 : 1;
  return number ? compareDigits(a, b) : compareText(a, b);
}
