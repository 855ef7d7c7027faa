/** One thing that is legal and does nothing, or everything, at its place in the document. */
export interface Notice {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** An entry that is past its last day. */
export function ended(until: string | undefined, today: string, path: Notice["path"], what: string): Notice[] {
  if (until === undefined || until >= today) return [];
  return [{ path: [...path, "until"], message: `${what} ended on ${until}: remove it, or decide again` }];
}

/** Entries that say again what another one before them says. */
export function twice<T>(
  entries: readonly T[],
  section: Notice["path"],
  keyOf: (entry: T) => readonly (string | undefined)[],
): Notice[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, at) => {
    const key = JSON.stringify(keyOf(entry).map((part) => part ?? null));
    const before = first.get(key);
    if (before === undefined) first.set(key, at);
    return before === undefined
      ? []
      : [
          {
            path: [...section, at],
            message: `this is what entry ${before + 1} of ${section.filter((part) => typeof part === "string").join(".")} is for already`,
          },
        ];
  });
}
