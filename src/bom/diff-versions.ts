/** Characters that are compared. Real versions have some thirty. CWE-400. */
const MAX_LENGTH = 200;
/** Words behind a number that make it later than the number alone; others (`rc`, `beta`, `dev`) make it earlier. */
const LATER = new Set(["post", "p", "pl", "patch", "r", "rev", "sp", "final", "ga", "release"]);

/** Which of two versions is higher; `undefined` where that cannot be told. Below 0: `a` is lower. */
export type CompareVersions = (purlType: string, a: string, b: string) => number | undefined;

/**
 * The order that most ecosystems share: numbers by value, words before the release but those of patches. A difference in the
 * build (`+cu121`) alone is not called higher or lower, nor is what begins with no number (a commit, a branch).
 */
export const compareLoosely: CompareVersions = (_type, a, b) => {
  const [left, right] = [parts(a), parts(b)];
  if (left === undefined || right === undefined) return undefined;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = comparePart(left[i], right[i]);
    if (order !== 0) return order;
  }
  return undefined;
};

function parts(version: string): string[] | undefined {
  const bare = version
    .slice(0, MAX_LENGTH)
    .replace(/^v(?=\d)/, "")
    .split("+", 1)[0]!;
  if (!/^\d/.test(bare) || /^[0-9a-f]{40}$/.test(bare)) return undefined;
  return bare.toLowerCase().match(/\d+|[a-z]+/g) ?? undefined;
}

/** A part that is not there counts as 0 beside a number. */
function comparePart(a: string | undefined, b: string | undefined): number {
  const [x, y] = [rank(a), rank(b)];
  if (x !== y) return x - y;
  if (x !== NUMBER) return (a ?? "") < (b ?? "") ? -1 : a === b ? 0 : 1;
  const [left, right] = [BigInt(a ?? 0), BigInt(b ?? 0)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const NUMBER = 1;
/** Words of earlier ones, numbers and nothing, words of later ones. */
function rank(part: string | undefined): number {
  if (part === undefined || /^\d/.test(part)) return NUMBER;
  return LATER.has(part) ? 2 : 0;
}
