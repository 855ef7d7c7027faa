import type { LockEntry, LockfileSyntax } from "../core/lockfile";
import { hasLockBeside } from "./locks-beside";
import { parseRequirement } from "./pep508";
import { packageOf } from "./python-package";

/** Lines of one file, and characters of one. CWE-400. */
const MAX_LINES = 100_000;
const MAX_LINE = 10_000;
/** Dependencies that cannot be read, and are told. CWE-770. */
const MAX_PROBLEMS = 20;

/** The keys of `[options]` that hold dependencies, and for what. */
const KEYS: ReadonlyMap<string, string | undefined> = new Map([
  ["install_requires", undefined],
  ["setup_requires", "build"],
  ["tests_require", "test"],
]);

/**
 * What a project of setuptools asks for (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html), where no
 * lock beside it says what it gets.
 */
export const setupCfg: LockfileSyntax = {
  id: "setup-cfg",
  title: "setup.cfg",
  claims: (path) => path.slice(path.lastIndexOf("/") + 1) === "setup.cfg",
  *parse(text, context): Generator<LockEntry> {
    if (hasLockBeside(context)) return;
    let problems = 0;
    for (const { value, group, line, alone } of valuesOf(text)) {
      const at = { path: context.path, inside: [], line };
      // Files that hold the list are lockfiles of their own.
      if (alone && /^(?:file|attr):/.test(value)) continue;
      for (const part of alone ? value.split(";") : [value]) {
        const said = part.trim();
        if (said === "" || said.startsWith("#")) continue;
        const read = parseRequirement(said);
        const around = { direct: true, ...(group === undefined ? {} : { group }) };
        if (read !== undefined) yield { kind: "package", pkg: packageOf(read, at, around) };
        else if (++problems <= MAX_PROBLEMS)
          yield {
            kind: "unreadable",
            at,
            reason: "malformed",
            detail: "a dependency is none that Python's tools read",
          };
      }
    }
  },
  upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};

interface Value {
  readonly value: string;
  readonly group: string | undefined;
  readonly line: number;
  /** It stands behind its key, where setuptools splits it at semicolons. */
  readonly alone: boolean;
}

/** Lines of the keys that hold dependencies, as Python's `configparser` reads them: what is indented goes on. */
function* valuesOf(text: string): Generator<Value> {
  let section = "";
  let open: { group: string | undefined } | undefined;
  let [line, start] = [0, 0];
  for (; start < text.length && line < MAX_LINES; start++) {
    line++;
    const end = text.indexOf("\n", start);
    const said = text.slice(start, end < 0 ? undefined : Math.min(end, start + MAX_LINE)).trimEnd();
    start = end < 0 ? text.length : end;
    if (said.trim() === "" || /^\s*[#;]/.test(said)) continue;
    if (/^\s/.test(said)) {
      if (open !== undefined) yield { value: said.trim(), group: open.group, line, alone: false };
      continue;
    }
    open = undefined;
    const header = /^\[([^\]]+)\]/.exec(said)?.[1];
    if (header !== undefined) section = header.trim();
    const mark = header === undefined ? said.search(/[=:]/) : -1;
    const key = said.slice(0, Math.max(0, mark)).trim();
    const value = mark < 0 ? "" : said.slice(mark + 1).trim();
    open = holder(section, key.toLowerCase().replaceAll("-", "_"), key);
    if (open !== undefined && value !== "") yield { value, group: open.group, line, alone: true };
  }
}

function holder(section: string, key: string, name: string): { group: string | undefined } | undefined {
  if (name === "") return undefined;
  if (section === "options.extras_require") return { group: name };
  return section === "options" && KEYS.has(key) ? { group: KEYS.get(key) } : undefined;
}
