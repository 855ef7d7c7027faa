import { Malformed, Unsupported } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { LockedPackage, LockProblem } from "../core/package-facts";
import type { SubjectOf } from "../core/subject";
import { Lines } from "../syntax/lines";

/** Packages of one file. The largest monorepos lock some 20,000. CWE-770. */
export const MAX_PACKAGES = 100_000;
/** Other things worth a word, of one file. CWE-770. */
const MAX_SUBJECTS = 1_000;
/**
 * Characters of a name and of a version. Registries take up to 214 of a name and some 60 of a version; both stand in
 * every finding about the package, of which there may be hundreds. CWE-770.
 */
const MAX_NAME = 1024;
const MAX_VERSION = 512;
const LONG = `a name has more than ${MAX_NAME} characters, or a version more than ${MAX_VERSION}`;

export type AuditSubject = SubjectOf<"package"> | SubjectOf<"lockfile">;

/** A lockfile that was selected, and its text or why it is not there. */
export interface Lockfile {
  /** As in `Location.path`. */
  readonly path: string;
  readonly syntax: LockfileSyntax;
  /** A function where it is read when its turn comes. */
  readonly text: LockText | (() => LockText);
  readonly context: LockContext;
}

export type LockText = string | { readonly reason: LockProblem; readonly detail: string };

export interface LockfileContent {
  readonly path: string;
  readonly syntax: LockfileSyntax;
  /** Each package once for a version and source, at its first place. */
  readonly packages: readonly LockedPackage[];
  readonly subjects: readonly AuditSubject[];
}

/** Parses a lockfile. Total: what cannot be read becomes a subject, and what stood before it counts. */
export function readLockfile({ path, syntax, text: given, context }: Lockfile): LockfileContent {
  const text = typeof given === "function" ? given() : given;
  const packages = new Map<string, LockedPackage>();
  const subjects: AuditSubject[] = [];
  const unreadable = (reason: LockProblem, detail: string, line: number): void => {
    subjects.push({
      kind: "lockfile",
      at: { path, inside: [], line },
      lockfile: { kind: "unreadable", reason, detail },
    });
  };
  if (typeof text !== "string") {
    unreadable(text.reason, text.detail, 1);
    return { path, syntax, packages: [], subjects };
  }
  try {
    for (const entry of syntax.parse(text, context)) {
      if (entry.kind !== "package") subjects.push(toSubject(entry));
      else if (!isSized(entry.pkg)) unreadable("limit", LONG, entry.pkg.at.line ?? 1);
      else if (!packages.has(keyOf(entry.pkg))) packages.set(keyOf(entry.pkg), entry.pkg);
      if (packages.size >= MAX_PACKAGES || subjects.length >= MAX_SUBJECTS) {
        const what = packages.size >= MAX_PACKAGES ? `${MAX_PACKAGES} packages` : `${MAX_SUBJECTS} findings`;
        unreadable("limit", `it has more than ${what}, and the rest was not read`, 1);
        break;
      }
    }
  } catch (error) {
    unreadable(...problemOf(error, text));
  }
  return { path, syntax, packages: [...packages.values()], subjects };
}

function isSized({ name, version = "" }: LockedPackage): boolean {
  return name.length <= MAX_NAME && version.length <= MAX_VERSION;
}

function toSubject(entry: Exclude<LockEntry, { kind: "package" }>): AuditSubject {
  const { at } = entry;
  return entry.kind === "practice"
    ? { kind: "lockfile", at, lockfile: { kind: "practice", practice: entry.practice } }
    : { kind: "lockfile", at, lockfile: { kind: "unreadable", reason: entry.reason, detail: entry.detail } };
}

function problemOf(error: unknown, text: string): [LockProblem, string, number] {
  if (error instanceof Unsupported) return ["unsupported", error.message, 1];
  if (error instanceof Malformed) {
    const place = error.character ?? error.offset;
    const line = place === undefined ? 1 : new Lines(text).lineOf(place);
    return ["malformed", error.message, line];
  }
  // Our own failure must not let a lockfile pass.
  return ["malformed", `the reader failed on it (${error instanceof Error ? error.message : String(error)})`, 1];
}

/** npm locks the same version of one package in many places. */
function keyOf({ purl, unlocked, source, at }: LockedPackage): string {
  return [purl, unlocked ?? "", source?.where ?? "", at.path].join("\0");
}
