/** A small table of known names in the form of `rules/pickle/globals/table.ts`, for tests that bring their own. */
interface Names {
  readonly modules: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export function asTable({ modules, ...special }: Names & Record<string, unknown>): {
  MODULES: string;
  SPECIAL: unknown;
} {
  const lines = Object.entries(modules).map(([module, modes]) =>
    [module, ...Object.entries(modes).map(([mode, names]) => `${mode}=${names.join(",")}`)].join(" "),
  );
  return { MODULES: `\n${lines.join("\n")}\n`, SPECIAL: special };
}
