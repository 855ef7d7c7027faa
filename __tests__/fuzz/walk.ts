import { FORMATS } from "../../src/formats";
import { RULES } from "../../src/rules";
import { scanBytes } from "../support/scan";
import { damagedCase, fileCase, FILES, type Sample } from "./samples";

/** One sample through the whole walk. */
export interface WalkOutcome {
  readonly seed: number;
  readonly name: string;
  readonly bytes: number;
  readonly findings: number;
  readonly milliseconds: number;
  /** Why this sample is a bug of ours: the walk threw, or a rule says that the scanner failed. */
  readonly failure?: string;
}

/** The rule that reports our own failures. */
const SCANNER_FAILURE = "MA-SYS-006";

export function walk(seed: number, { name, bytes }: Sample = fileCase(seed)): WalkOutcome {
  const started = performance.now();
  const outcome = (findings: number, failure?: string): WalkOutcome => {
    const measured = { seed, name, bytes: bytes.length, findings, milliseconds: performance.now() - started };
    return failure === undefined ? measured : { ...measured, failure };
  };
  try {
    const { findings } = scanBytes(bytes, name);
    return outcome(findings.length, findings.find(({ rule }) => rule === SCANNER_FAILURE)?.message);
  } catch (error) {
    return outcome(0, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** The samples of each format, by what the undamaged ones are taken for; source code counts by its name. */
export function samplesByFormat(): ReadonlyMap<string, readonly Sample[]> {
  const found = new Map<string, Sample[]>();
  for (const sample of FILES) {
    const format = scanBytes(sample.bytes, sample.name).format ?? `code (${sample.name})`;
    found.set(format, [...(found.get(format) ?? []), sample]);
  }
  return found;
}

/** One damaged sample of a format. */
export function walkFormat(samples: readonly Sample[], seed: number): WalkOutcome {
  return walk(seed, damagedCase(samples, seed));
}

/** What the walk consists of, so that a run says what it was about. */
export const WALKED = { formats: FORMATS.length, rules: RULES.length };
