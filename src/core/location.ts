/**
 * Where something was seen. `path` is relative to the repository root (or to the directory given),
 * always with `/`, and bytes that are not UTF-8 stand in it as `\xNN`. `inside` names the members of
 * containers on the way down, outermost first; `offset` counts bytes from the start of the innermost
 * one, `line` counts text lines from 1.
 */
export interface Location {
  readonly path: string;
  readonly inside: readonly string[];
  readonly offset?: number;
  readonly line?: number;
}

/** `models/a.pt > archive/data.pkl @ 0x41`. Not escaped: that is the reporter's work. */
export function formatLocation(at: Location): string {
  const where = [at.path, ...at.inside].join(" > ");
  if (at.line !== undefined) return `${where}:${at.line}`;
  return at.offset === undefined ? where : `${where} @ 0x${at.offset.toString(16)}`;
}

/** The same place one container deeper; the offset starts anew there. */
export function within(at: Location, member: string): Location {
  return { path: at.path, inside: [...at.inside, member] };
}
