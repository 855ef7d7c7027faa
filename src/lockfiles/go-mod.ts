import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { LockedPackage } from "../core/package-facts";
import { goSumsBeside, summed, type GoSum } from "./go-sum";
import { goDirectives, type GoDirective } from "./go-directives";
import { bareGoVersion, isGoVersion, upgradeGo } from "./go-version";
import { purl, purlOf } from "./purl";

const VERBS = new Set("module go toolchain require replace exclude retract godebug tool ignore".split(" "));
/** Replacements of one file; each is looked up by name. CWE-770. */
const MAX_REPLACES = 100_000;

/**
 * The modules of a Go project, as `go mod tidy` writes them (https://go.dev/ref/mod#go-mod-file): since Go 1.17 all that are
 * built from, indirect ones included. A replaced module is audited as what replaces it. The `go` and `toolchain` lines
 * say a minimum, not what builds the program, and are not taken for a version of the standard library.
 */
export const goMod: LockfileSyntax = {
  id: "go-mod",
  title: "Go modules (go.mod)",
  claims: (path) => /(?:^|\/)go\.(?:mod|work)$/.test(path),
  parse: (text, context) => (context.path.endsWith(".work") ? parseGoWork(text, context) : parseGoMod(text, context)),
  upgrade: upgradeGo,
};

/** A module that is asked for, or that replaces one. */
interface Wanted {
  readonly name: string;
  /** As written: `v1.2.3`, a pseudo-version, a branch. */
  readonly version: string;
}

function* parseGoMod(text: string, context: LockContext): Iterable<LockEntry> {
  const replaces = new Map<string, GoDirective>();
  let namesAll = false;
  let unknown: GoDirective | undefined;
  // Twice through the text: replacements stand behind what they replace, and a list of all lines would be large.
  const broken = attempt(() => {
    for (const each of goDirectives(text))
      if (!VERBS.has(each.verb)) unknown ??= each;
      else if (each.verb === "go") namesAll = namesAllModules(each);
      else if (each.verb === "replace") {
        if (replaces.size >= MAX_REPLACES)
          throw new Malformed(`it has more than ${MAX_REPLACES} replacements`, each.place);
        const { old } = replacement(each);
        replaces.set(keyOf(old.name, old.version), each);
      }
  });
  if (unknown !== undefined) {
    const at = { path: context.path, inside: [], line: unknown.line };
    const detail = `line ${unknown.line} is no line of a go.mod that is known`;
    yield { kind: "unreadable", at, reason: "unsupported", detail };
  }
  const beside = goSumsBeside(context);
  const hashes = new Map(beside.map(({ name, version, hash }) => [keyOf(name, version), [hash]] as const));
  const required = new Set<string>();
  for (const each of goDirectives(text))
    if (each.verb === "require") {
      const pkg = packageOf(each, replaces, hashes, context.path);
      required.add(keyOf(pkg.name, pkg.version ?? ""));
      yield { kind: "package", pkg };
    }
  if (broken !== undefined) throw broken;
  if (namesAll) return;
  const path = context.path.replace(/go\.mod$/, "go.sum");
  for (const sum of beside)
    if (!isAmong(required, sum)) yield { kind: "package", pkg: { ...summed(sum, path), direct: false } };
}

/** A workspace (https://go.dev/ref/mod#workspaces): what it replaces goes before what the modules in it ask for and replace. */
function* parseGoWork(text: string, { path }: LockContext): Iterable<LockEntry> {
  const around = { path, direct: true, hashes: new Map<string, readonly string[]>() };
  for (const each of goDirectives(text)) {
    if (each.verb !== "replace") continue;
    const { by } = replacement(each);
    const { line } = each;
    if (by.version !== "") yield { kind: "package", pkg: moduleOf(by, { ...around, line }) };
  }
}

/** Since Go 1.17 a go.mod names what is built from, indirect modules included; before, and without a `go` line, it does not. */
function namesAllModules({ words }: GoDirective): boolean {
  const [, major, minor] = /^(\d{1,9})\.(\d{1,9})/.exec(words[0] ?? "") ?? [];
  return Number(major) > 1 || Number(minor) >= 17;
}

/** What it threw, to be thrown again when all that can be read was. */
function attempt(work: () => void): Malformed | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}

function isAmong(required: ReadonlySet<string>, { name, version }: GoSum): boolean {
  return required.has(keyOf(name, bareGoVersion(version)));
}

/** Name and version as one key; a replacement without a version is for all of them. */
function keyOf(name: string, version: string): string {
  return `${name}\0${version}`;
}

function packageOf(
  { words, comment, line, place }: GoDirective,
  replaces: ReadonlyMap<string, GoDirective>,
  hashes: Hashes,
  path: string,
): LockedPackage {
  const [name, version] = words;
  if (name === undefined || version === undefined || words.length > 2)
    throw new Malformed(`it is no go.mod: line ${line} asks for no module with a version`, place);
  const direct = !/^indirect(?:;|$)/.test(comment);
  // The exact version goes before the line for all versions, as the go command has it.
  const replaced = replaces.get(keyOf(name, version)) ?? replaces.get(keyOf(name, ""));
  if (replaced === undefined) return moduleOf({ name, version }, { path, line, direct, hashes });
  const { by } = replacement(replaced);
  if (by.version !== "") return moduleOf(by, { path, line: replaced.line, direct, hashes });
  return {
    name,
    purl: purl("golang", undefined, name),
    at: { path, inside: [], line: replaced.line },
    direct,
    source: { kind: "local", where: by.name },
    wanted: version,
  };
}

/** Hashes by `keyOf`. */
type Hashes = ReadonlyMap<string, readonly string[]>;

interface Around {
  readonly path: string;
  readonly line: number;
  readonly direct: boolean;
  readonly hashes: Hashes;
}

function moduleOf({ name, version }: Wanted, { path, line, direct, hashes }: Around): LockedPackage {
  const exact = isGoVersion(version) ? bareGoVersion(version) : undefined;
  const known = hashes.get(keyOf(name, version));
  return {
    name,
    ...(exact === undefined ? { unlocked: version } : { version: exact }),
    ecosystem: "Go",
    purl: purlOf("Go", name, exact),
    at: { path, inside: [], line },
    direct,
    ...(known === undefined ? {} : { hashes: known }),
  };
}

/** `old [version] => new [version]`; without a version, `new` is a directory. */
function replacement({ words, line, place }: GoDirective): { old: Wanted; by: Wanted } {
  const arrow = words.indexOf("=>");
  const [from, to] = [words.slice(0, Math.max(0, arrow)), words.slice(arrow + 1)];
  if (arrow < 0 || from.length < 1 || from.length > 2 || to.length < 1 || to.length > 2)
    throw new Malformed(`it is no go.mod: line ${line} does not say what replaces what`, place);
  return { old: { name: from[0]!, version: from[1] ?? "" }, by: { name: to[0]!, version: to[1] ?? "" } };
}
