/** By code points, whatever the locale: UTF-16 units, as `<` compares them, put surrogates before U+E000. */
export function byCodePoint(a: string, b: string): number {
  const atMost = Math.min(a.length, b.length);
  for (let at = 0; at < atMost; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

type Key = string | number;

/** A sorted copy; what has the same keys keeps its order. Each key is asked for once. */
export function sortedBy<T>(values: Iterable<T>, ...keys: readonly ((value: T) => Key)[]): T[] {
  const rows = Array.from(values, (value) => ({ value, keys: keys.map((key) => key(value)) }));
  // Where no text has surrogates or what lies above them, code units are in the order of code points, and `<` is native.
  const plain = rows.every((row) => row.keys.every((key) => typeof key === "number" || !ABOVE.test(key)));
  rows.sort((a, b) => {
    for (let i = 0; i < keys.length; i++) {
      const [left, right] = [a.keys[i]!, b.keys[i]!];
      if (left === right) continue;
      if (plain || typeof left === "number" || typeof right === "number") return left < right ? -1 : 1;
      return byCodePoint(left, right);
    }
    return 0;
  });
  return rows.map(({ value }) => value);
}

const ABOVE = /[\ud800-\uffff]/;
