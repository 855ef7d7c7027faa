import { parse as parsePep440 } from "@renovatebot/pep440";
import { compareText, MAX_VERSION_LENGTH, type Version, type VersionScheme } from "./scheme";

/** A public version of PEP 440; its local part is not kept. */
interface Pep440 extends Version {
  readonly epoch: number;
  /** Without zeros at the end. */
  readonly release: readonly number[];
  /** How many numbers the release is written with. */
  readonly width: number;
  /** `a`, `b`, `rc`; `!` where only a `.devN` stands before the release, `~` for none. */
  readonly phase: string;
  readonly phaseNumber: number;
  readonly post: number;
  readonly dev: number;
}

/** What the library really gives: its types speak of another function. */
interface Parts {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: readonly [string, number] | null;
  readonly post: readonly [string, number] | null;
  readonly dev: readonly [string, number] | null;
}

/** Most versions by far; read without the library, five times as fast. */
const PLAIN = /^\d{1,9}(?:\.\d{1,9}){0,9}$/;

/**
 * Local versions, as people write them who take `-` for `+`, and the `NA` that a conversion from CPE left where the
 * CPE names no update (https://nvlpubs.nist.gov/nistpubs/Legacy/IR/nistir7695.pdf, 5.3.1: `-` is "not applicable").
 */
const NOT_APPLICABLE = /^([^-]+)-NA$/;
const LOCAL = /^([^-+]+)-((?:cu\d{2,4}|cpu|rocm[\d.]{1,9}|xpu))$/i;
/** A release and then something. One number alone would do for dates, whose order is not that of releases. */
const ANCHOR = /^v?((?:\d{1,9}!)?\d{1,9}(?:\.\d{1,9}){1,9})(?=[-_.+\\a-z])/i;

/**
 * Versions of PyPI (https://peps.python.org/pep-0440/). Local versions are read and left out, as in specifiers that
 * name none: `2.1.0+cu121` is 2.1.0 with other machine code. What PEP 440 does not allow is no version (`===`).
 */
export const pep440: VersionScheme<Pep440> = {
  parse(text) {
    if (PLAIN.test(text)) return made({ epoch: 0, release: text.split(".").map(Number), ...NO_PHASES });
    if (text.length > MAX_VERSION_LENGTH) return undefined;
    const parts = parsePep440(text.trim()) as unknown as Parts | null;
    return parts === null ? undefined : made(parts);
  },
  compare(a, b) {
    return (
      a.epoch - b.epoch ||
      compareReleases(a.release, b.release) ||
      compareText(a.phase, b.phase) ||
      a.phaseNumber - b.phaseNumber ||
      a.post - b.post ||
      compareNumber(a.dev, b.dev)
    );
  },
  lenient: {
    mend(text) {
      if (text.length > MAX_VERSION_LENGTH) return undefined;
      const local = LOCAL.exec(text);
      return NOT_APPLICABLE.exec(text)?.[1] ?? (local === null ? undefined : `${local[1]}+${local[2]}`);
    },
    anchor(text) {
      const release = text.length > MAX_VERSION_LENGTH ? undefined : ANCHOR.exec(text)?.[1];
      return release === undefined ? undefined : pep440.parse(release);
    },
    near(version, { epoch, release, width }) {
      const written = Array.from({ length: width }, (_, index) => release[index] ?? 0);
      return version.epoch === epoch && written.every((part, index) => part === (version.release[index] ?? 0));
    },
  },
};

const NO_PHASES = { pre: null, post: null, dev: null } as const;

function made({ epoch, release, pre, post, dev }: Parts): Pep440 {
  let end = release.length;
  while (end > 0 && release[end - 1] === 0) end--;
  const version = {
    epoch,
    release: release.slice(0, end),
    width: release.length,
    phase: pre?.[0] ?? (dev !== null && post === null ? "!" : "~"),
    phaseNumber: pre?.[1] ?? 0,
    post: post?.[1] ?? -1,
    dev: dev?.[1] ?? Infinity,
  };
  const { phase, phaseNumber } = version;
  const key = `${epoch}!${version.release.join(".")} ${phase}${phaseNumber} ${version.post} ${version.dev}`;
  return { ...version, key, pre: pre !== null || dev !== null };
}

function compareReleases(a: readonly number[], b: readonly number[]): number {
  const common = Math.min(a.length, b.length);
  for (let index = 0; index < common; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}

/** `Infinity - Infinity` is no number. */
function compareNumber(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
