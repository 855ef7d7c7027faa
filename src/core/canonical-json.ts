import { byCodePoint } from "./order";

/** Values inside each other. A bill of materials has some ten. CWE-674. */
const MAX_DEPTH = 200;

/**
 * JSON that is the same bytes for the same value: names in the order of code points, no spaces, one line, members that
 * are `undefined` left out. Throws `RangeError` for what JSON cannot say (a number that is not finite, a function) and
 * for more than 200 values inside each other.
 */
export function canonicalJson(value: unknown): string {
  const out: string[] = [];
  write(value, out, 0);
  return out.join("");
}

function write(value: unknown, out: string[], depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError(`more than ${MAX_DEPTH} values inside each other`);
  if (Array.isArray(value)) {
    out.push("[");
    value.forEach((item, index) => {
      if (index > 0) out.push(",");
      write(item, out, depth + 1);
    });
    out.push("]");
  } else if (typeof value === "object" && value !== null) writeObject(value, out, depth);
  else if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("a number that is not finite");
  else if (value === null || ["string", "number", "boolean"].includes(typeof value)) out.push(JSON.stringify(value));
  else throw new RangeError(`a ${typeof value}, which JSON does not have`);
}

function writeObject(value: object, out: string[], depth: number): void {
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  out.push("{");
  members
    .sort(([a], [b]) => byCodePoint(a, b))
    .forEach(([key, each], index) => {
      out.push(`${index > 0 ? "," : ""}${JSON.stringify(key)}:`);
      write(each, out, depth + 1);
    });
  out.push("}");
}
