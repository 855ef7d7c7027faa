import type { LockContext, LockfileSyntax } from "../core/lockfile";
import { entriesOf, hashPractice } from "./requirements/entries";
import { Reading } from "./requirements/reading";

/** Names that say what the file is. */
const NAMED =
  /(?:^|[^a-z])(?:requirements?|constraints?|reqs)(?![a-z])[^/]*\.(?:txt|in|pip|lock)$|^(?:pip[-_.]?)?freeze\.txt$/i;
/** Folders of requirements, where any name will do. */
const FOLDER = /(?:^|\/)(?:requirements|reqs|constraints)(?:[-_][^/]*)?\/[^/]+\.(?:txt|in|pip)$/i;
const CONSTRAINTS = /(?:^|[^a-z])constraints?(?![a-z])/i;

/** What pip installs from (https://pip.pypa.io/en/stable/reference/requirements-file-format/). */
export const requirements: LockfileSyntax = {
  id: "requirements",
  title: "pip requirements and constraints",
  includes: true,
  claims: (path) => NAMED.test(baseName(path)) || FOLDER.test(path.slice(-300)),
  *parse(text, context) {
    const { path } = context;
    if (isCompiled(context)) return;
    const constraint = CONSTRAINTS.test(baseName(path));
    const reading = new Reading(context);
    reading.read(text, constraint);
    // A text in a folder of requirements need not be one; a file that has the name must be.
    if (!NAMED.test(baseName(path)) && reading.unreadable > reading.readable) return;
    yield* entriesOf(reading);
    if (constraint) for (const pkg of [...reading.constraints.values()].flat()) yield { kind: "package", pkg };
    else if (!path.endsWith(".in")) yield* hashPractice(reading);
  },
  upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).slice(-300);
}

/** An input of pip-compile whose output stands beside it: that one says what is locked. */
function isCompiled({ path, siblings }: LockContext): boolean {
  return path.endsWith(".in") && siblings().includes(baseName(path).replace(/\.in$/, ".txt"));
}
