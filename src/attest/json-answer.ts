/** Careful steps into JSON that a service answered: nothing is believed to be there. */

/** The value of a JSON text, or undefined where it is none. */
export function parsed(bytes: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The value below `names`; undefined where a step is missing or inherited. */
export function at(value: unknown, ...names: readonly (string | number)[]): unknown {
  let here = value;
  for (const name of names) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string | number, unknown>)[name];
  }
  return here;
}

export function textAt(value: unknown, ...names: readonly (string | number)[]): string | undefined {
  const found = at(value, ...names);
  return typeof found === "string" ? found : undefined;
}

/** Whole numbers as JSON of protobuf writes them: a number, or decimal digits in a string. */
export function integerAt(value: unknown, ...names: readonly (string | number)[]): bigint | undefined {
  const found = at(value, ...names);
  if (typeof found === "number" && Number.isSafeInteger(found) && found >= 0) return BigInt(found);
  return typeof found === "string" && /^\d{1,19}$/.test(found) ? BigInt(found) : undefined;
}

/** Bytes of standard base64; undefined where it is not exactly that. */
export function base64At(value: unknown, ...names: readonly (string | number)[]): Buffer | undefined {
  const found = textAt(value, ...names);
  if (found === undefined) return undefined;
  const bytes = Buffer.from(found, "base64");
  return bytes.toString("base64") === found ? bytes : undefined;
}

/** Bytes of lower-case hex. */
export function hexAt(value: unknown, ...names: readonly (string | number)[]): Buffer | undefined {
  const found = textAt(value, ...names);
  return found !== undefined && found.length % 2 === 0 && /^[0-9a-f]*$/.test(found)
    ? Buffer.from(found, "hex")
    : undefined;
}
