import { Refused } from "../core/attestation";
import { Malformed } from "../core/bytes";
import { shorten } from "../core/text";
import { duplicates, objectsOf, parseJson } from "../syntax/json";

/** Values of one text: a manifest of 100,000 files has some 400,000. CWE-770. */
const MAX_VALUES = 2_000_000;

/**
 * JSON that every reader reads alike: UTF-8, no member twice in one object, nothing but what the standard knows. `where`:
 * what it is, in words, at the beginning of a message. Throws `Refused("malformed")`.
 */
export function strictJson(bytes: Uint8Array, where: string): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    for (const { node } of objectsOf(parseJson(text, MAX_VALUES))) {
      const [twice] = duplicates(node);
      if (twice !== undefined)
        throw new Refused("malformed", `${where} has the member ${shorten(twice.key, 60)} twice in one object.`);
    }
    // The reader above also takes what Python takes (NaN); this one takes JSON only.
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const why = error instanceof Malformed ? `: ${error.message}` : "";
    throw new Refused("malformed", `${where} is no JSON in UTF-8${why}.`);
  }
}
