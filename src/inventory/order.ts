import { byCodePoint } from "../core/order";
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
