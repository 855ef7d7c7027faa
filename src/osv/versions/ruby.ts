import { compareDigits, compareText, MAX_VERSION_LENGTH, plainDigits } from "./scheme";
import type { Version, VersionScheme } from "./scheme";

interface GemVersion extends Version {
  /** Numbers and words; zeros before the first word and at the end are gone. */
  readonly segments: readonly string[];
}

const VERSION = /^\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
/** What `Gemfile.lock` writes behind a version where a gem has machine code: no part of the version. */
const PLATFORM =
  /-(?:java|jruby|mswin\d*|(?:x86|x64|x86_64|i\d86|arm|arm64|aarch64|universal|ppc\w*|s390x|riscv64)[-_\w.]*)$/;

/**
 * Versions of RubyGems (https://docs.ruby-lang.org/en/master/Gem/Version.html): numbers and words, and a word makes it a
 * pre-release. Our own: `@renovatebot/ruby-semver` orders words as a language does (`a` before `B`), Ruby by bytes.
 */
export const ruby: VersionScheme<GemVersion> = {
  parse(text) {
    if (text.length > MAX_VERSION_LENGTH) return undefined;
    const plain = text.trim().replace(PLATFORM, "");
    if (!VERSION.test(plain)) return undefined;
    const all = plain.replaceAll("-", ".pre.").match(/\d+|[a-zA-Z]+/g) ?? [];
    const word = all.findIndex((segment) => !isNumber(segment));
    const numbers = withoutZeros(word < 0 ? all : all.slice(0, word));
    const segments = [...numbers, ...(word < 0 ? [] : withoutZeros(all.slice(word)))];
    return { segments, key: segments.join("."), pre: word >= 0 };
  },
  compare(a, b) {
    const length = Math.max(a.segments.length, b.segments.length);
    for (let index = 0; index < length; index++) {
      const order = compareSegments(a.segments[index] ?? "0", b.segments[index] ?? "0");
      if (order !== 0) return order;
    }
    return 0;
  },
};

function isNumber(segment: string): boolean {
  return segment.charCodeAt(0) <= 0x39;
}

function withoutZeros(segments: readonly string[]): string[] {
  const plain = segments.map((segment) => (isNumber(segment) ? plainDigits(segment) : segment));
  while (plain.at(-1) === "0") plain.pop();
  return plain;
}

function compareSegments(a: string, b: string): number {
  const number = isNumber(a);
  if (number !== isNumber(b)) return number ? 1 : -1;
  return number ? compareDigits(a, b) : compareText(a, b);
}
