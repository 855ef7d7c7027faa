/** How many letters may differ, of a word of this length: more, and it was meant as something else. */
function tolerance(length: number): number {
  return length < 4 ? 1 : length < 9 ? 2 : 3;
}

/** Characters of a word that is looked for; a longer one is no slip of the fingers. */
const MAX_LENGTH = 40;

/** The known word that a mistyped one is nearest to, or undefined where none is near. The first of several. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const ranked = known
    .map((each) => ({ each, away: each.startsWith(word) && word.length > 2 ? 0.5 : distance(word, each) }))
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best !== undefined && best.away <= tolerance(word.length) ? best.each : undefined;
}

/** Letters that were left out, added, changed, or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
