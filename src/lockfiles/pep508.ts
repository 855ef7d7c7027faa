/**
 * One dependency as Python's metadata and tools write it: PEP 508, as the packaging specifications keep it
 * (https://packaging.python.org/en/latest/specifications/dependency-specifiers/). Linear in the text.
 */
export interface Requirement {
  /** As written. */
  readonly name: string;
  readonly extras: readonly string[];
  /** `>=2,<3`, without spaces; empty where any version will do. */
  readonly specifier: string;
  /** What stands behind `@`. */
  readonly url?: string;
  /** What stands behind `;`, not evaluated: somewhere it holds. */
  readonly marker?: string;
}

/** Characters of a name. The longest on PyPI has some 120. CWE-400. */
const MAX_NAME = 256;
/** Characters of one version. CWE-400. */
const MAX_VERSION = 256;
/** Extras of one line. CWE-770. */
const MAX_EXTRAS = 1000;

/** Characters of one dependency: behind some millions the engine of regular expressions runs out of stack. CWE-400. */
const MAX_REQUIREMENT = 256 * 1024;

const NAME = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?/y;
const EXTRAS = /\[([A-Za-z0-9._,\t -]*)\]/y;
const SPACE = /[ \t]*/y;
/** Letters of versions, and of what stands for one: `2.*`, `${VERSION}`. */
const CLAUSE = /(===|==|~=|!=|<=|>=|<|>)[ \t]*([A-Za-z0-9_.!+*${}-]+)/y;
const URL_TEXT = /[^ \t]+/y;

/** PEP 440, appendix B, as one pattern that never looks back. */
const VERSION =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)(?:[-_.]?\d+)?)?(?:-\d+|[-_.]?(?:post|rev|r)(?:[-_.]?\d+)?)?(?:[-_.]?dev(?:[-_.]?\d+)?)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;

/** Whether PEP 440 allows this version. */
export function isVersion(text: string): boolean {
  return text.length <= MAX_VERSION && VERSION.test(text);
}

/** Undefined where the text is no dependency. The marker is taken as it stands, and not checked. */
export function parseRequirement(text: string): Requirement | undefined {
  if (text.length > MAX_REQUIREMENT) return undefined;
  const scan = new Scanner(text);
  scan.take(SPACE);
  const name = scan.take(NAME)?.[0];
  if (name === undefined || name.length > MAX_NAME) return undefined;
  scan.take(SPACE);
  const extras = list(scan.take(EXTRAS)?.[1] ?? "");
  if (extras.length > MAX_EXTRAS) return undefined;
  scan.take(SPACE);
  if (scan.takes("@")) return direct(scan, name, extras);
  const specifier = clauses(scan);
  if (specifier === undefined) return undefined;
  return ending(scan, { name, extras, specifier });
}

/** `name @ address ; marker`: a space ends the address. */
function direct(scan: Scanner, name: string, extras: readonly string[]): Requirement | undefined {
  scan.take(SPACE);
  const url = scan.take(URL_TEXT)?.[0];
  return url === undefined ? undefined : ending(scan, { name, extras, specifier: "", url });
}

function ending(scan: Scanner, read: Requirement): Requirement | undefined {
  scan.take(SPACE);
  if (scan.ended()) return read;
  if (!scan.takes(";")) return undefined;
  const marker = scan.rest().trim();
  // pip takes `name ;` as well.
  return marker === "" ? read : { ...read, marker };
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

/** `(>=1, <2)` or without the brackets. */
function clauses(scan: Scanner): string | undefined {
  const bracket = scan.takes("(");
  const found: string[] = [];
  for (;;) {
    scan.take(SPACE);
    const clause = scan.take(CLAUSE);
    if (clause === undefined) break;
    found.push(`${clause[1]}${clause[2]}`);
    scan.take(SPACE);
    if (!scan.takes(",")) break;
  }
  scan.take(SPACE);
  if (bracket && !scan.takes(")")) return undefined;
  return found.join(",");
}

/** The only version that a specifier allows: `==2.1`, `===2.1`. Not `==2.*`, and not two that contradict each other. */
export function exactVersion(specifier: string): string | undefined {
  const pins = new Set<string>();
  for (const clause of specifier.split(",")) {
    const pin = /^===?(?!=)(.*)$/s.exec(clause)?.[1];
    if (pin !== undefined && isVersion(pin)) pins.add(pin);
  }
  return pins.size === 1 ? [...pins][0] : undefined;
}

/** Takes patterns (sticky ones) one after the other. */
class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match;
  }

  takes(char: string): boolean {
    if (!this.text.startsWith(char, this.at)) return false;
    this.at += char.length;
    return true;
  }

  ended(): boolean {
    return this.at >= this.text.length;
  }

  rest(): string {
    return this.text.slice(this.at);
  }
}
