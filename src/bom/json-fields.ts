/** An object of a JSON text, of which nothing is known. Only its own members are read: `__proto__` is a name like others. */
export type Fields = Readonly<Record<string, unknown>>;

/** The member, where it is a text. */
export function textAt(fields: Fields | undefined, name: string): string | undefined {
  const value = member(fields, name);
  return typeof value === "string" ? value : undefined;
}

/** The member, where it is an object. */
export function objectAt(fields: Fields | undefined, name: string): Fields | undefined {
  const value = member(fields, name);
  return isObject(value) ? value : undefined;
}

/** The objects of a member that is a list; others of its entries are left out. */
export function listAt(fields: Fields | undefined, name: string): readonly Fields[] {
  const value = member(fields, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function member(fields: Fields | undefined, name: string): unknown {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
