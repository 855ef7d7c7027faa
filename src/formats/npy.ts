import { Malformed, OutOfBounds } from "../core/bytes";
import type { Format, OpenContext } from "../core/format";
import { within } from "../core/location";
import type { Artifact, Subject } from "../core/subject";
import { TailSource } from "../bytes/sources";
import { beginsArray, readNpyHeader } from "./npy/header";

/**
 * A numpy array, or several behind each other, as `numpy.save` into one open file leaves them. Arrays of
 * Python objects are pickles behind the header, and `numpy.load(allow_pickle=True)` runs them.
 */
export const npy: Format = {
  id: "npy",
  title: "NumPy array",
  extensions: [".npy"],
  claims({ bytes }) {
    try {
      return beginsArray(bytes, 0);
    } catch (error) {
      if (error instanceof Malformed || error instanceof OutOfBounds) return false;
      throw error;
    }
  },
  *open(artifact, context) {
    for (let at: number | undefined = 0, nth = 1; at !== undefined; nth++)
      at = yield* openArray(artifact, at, nth, context);
  },
};

/** Yields what one array is, and returns where the next begins, if one does. */
function* openArray(
  artifact: Artifact,
  start: number,
  nth: number,
  { budget }: OpenContext,
): Generator<Subject, number | undefined> {
  const { at, bytes } = artifact;
  budget.spend("facts", 1);
  const { array, data, length } = readNpyHeader(bytes, start);
  yield { kind: "array", at: start === 0 ? at : { ...at, offset: start }, array };
  const from = start + data;
  if (length === undefined) {
    yield rest(artifact, from, nth === 1 ? "data" : `data ${nth}`, array.problem !== undefined);
    return undefined;
  }
  const end = BigInt(from) + length;
  if (end > Number.MAX_SAFE_INTEGER) throw new Malformed(`the array needs ${length} bytes of data`, from);
  bytes.skipTo?.(Number(end));
  return yield* endOf(artifact, Number(end));
}

/** The bytes behind an array's last one: none, another array, or what does not belong there. */
function* endOf(artifact: Artifact, end: number): Generator<Subject, number | undefined> {
  const { at, bytes } = artifact;
  if (bytes.window(end, 1).length === 0) {
    if (bytes.size < end)
      throw new Malformed(`the array's data is truncated: ${end - bytes.size} bytes are missing`, end);
    return undefined;
  }
  if (beginsArray(bytes, end)) return end;
  yield { kind: "trailing", at: { ...at, offset: end }, bytes: bytes.size - end, after: "the array" };
  yield rest(artifact, end, "<after the array>", true);
  return undefined;
}

function rest(artifact: Artifact, from: number, name: string, nested: boolean): Subject {
  const at = within(artifact.at, name);
  const bytes = new TailSource(artifact.bytes, from);
  return { kind: "member", at, artifact: { at, bytes, depth: artifact.depth + 1, ...(nested ? { nested } : {}) } };
}
