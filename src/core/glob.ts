/**
 * Path patterns of `paths`, `ignore` and waivers. A pattern speaks of the whole path: `*` and `?` stay
 * inside one name, `**` as a whole name spans any number of directories, `{a,b}` is either, `[a-z]`
 * and `[!a-z]` are sets, `\` takes the next character as it is, and a pattern that ends in `/` means
 * everything below. Names that begin with a dot are names like any other: a gate must not overlook them.
 *
 * Patterns may come from a pull request, so matching walks a small automaton, in time proportional to
 * pattern times path, and never a backtracking regular expression (CWE-1333).
 */
export type GlobMatcher = (path: string) => boolean;

/** Characters of one pattern. Real ones have some dozens; the limit bounds the work for each path. CWE-400. */
export const MAX_GLOB_LENGTH = 4096;

/** Braces inside braces. CWE-674. */
const MAX_GLOB_DEPTH = 16;

/** One state: what it consumes (nothing, where `test` is absent) and where it leads. */
interface State {
  test?: (char: string) => boolean;
  next: number[];
}

/** Whether the text has a character that a pattern would read as more than itself. */
export function isGlob(text: string): boolean {
  return /[*?{[\\]/.test(text);
}

/** The directory part before the first special character: where a search on disk may begin. */
export function literalPrefix(pattern: string): string {
  const special = pattern.search(/[*?{[\\]/);
  const literal = special < 0 ? pattern : pattern.slice(0, special);
  return literal.slice(0, literal.lastIndexOf("/") + 1);
}

/** Compiles one pattern; throws `RangeError` for one that is too long or too deep. */
export function compileGlob(pattern: string): GlobMatcher {
  if (pattern.length > MAX_GLOB_LENGTH) throw new RangeError(`a pattern longer than ${MAX_GLOB_LENGTH} characters`);
  const text = pattern.replace(/^(\.\/)+/, "").replace(/^\/+/, "");
  const compiler = new Compiler([...(text.endsWith("/") ? `${text}**` : text)]);
  const { states, start, end } = compiler.compile();
  return (path) => run(states, start, end, path);
}

/** Matches what any of the patterns matches. */
export function compileGlobs(patterns: readonly string[]): GlobMatcher {
  const matchers = patterns.map(compileGlob);
  return (path) => matchers.some((matches) => matches(path));
}

/** Paths of every shape: what matches all of them matches all files. */
const ANY_PATHS = ["a", "model.safetensors", ".hidden", "a/b.pkl", "models/bert/onnx/model.onnx", "x y/\u00e9/.z/1"];

/** Whether a pattern leaves no file out, as far as anybody would write one. */
export function isEveryPath(matches: GlobMatcher): boolean {
  return ANY_PATHS.every(matches);
}

class Compiler {
  private readonly states: State[] = [];
  private at = 0;

  constructor(private readonly chars: readonly string[]) {}

  compile(): { states: State[]; start: number; end: number } {
    const start = this.state();
    const end = this.sequence(start, 0);
    return { states: this.states, start, end };
  }

  /** Reads up to the end, or inside braces up to `,` or `}`; returns the state reached. */
  private sequence(from: number, depth: number): number {
    let current = from;
    while (this.at < this.chars.length) {
      const char = this.chars[this.at] ?? "";
      if (depth > 0 && (char === "," || char === "}")) return current;
      this.at++;
      if (char === "*") current = this.star(current);
      else if (char === "?") current = this.one(current, notSlash);
      else if (char === "[") current = this.set(current);
      else if (char === "{") current = this.braces(current, depth + 1);
      else if (char === "\\" && this.at < this.chars.length)
        current = this.literal(current, this.chars[this.at++] ?? "");
      else current = this.literal(current, char);
    }
    return current;
  }

  /** `**` alone between slashes spans directories, none included; other stars stay inside a name. */
  private star(from: number): number {
    const first = this.at - 1;
    while (this.chars[this.at] === "*") this.at++;
    const startsName = first === 0 || "/{,".includes(this.chars[first - 1] ?? "");
    const after = this.chars[this.at];
    if (this.at - first === 2 && startsName) {
      if (after === "/") {
        this.at++;
        return this.directories(from);
      }
      if (after === undefined || after === "," || after === "}") return this.many(from, () => true);
    }
    return this.many(from, notSlash);
  }

  /** Any number of `name/`. */
  private directories(from: number): number {
    const out = this.state();
    const inName = this.state(notSlash);
    const slash = this.state((char) => char === "/");
    this.link(from, out);
    this.link(from, inName);
    this.states[inName]?.next.push(inName, slash);
    this.states[slash]?.next.push(out, inName);
    return out;
  }

  private many(from: number, test: (char: string) => boolean): number {
    const out = this.state();
    const loop = this.state(test);
    this.link(from, out);
    this.link(from, loop);
    this.states[loop]?.next.push(loop, out);
    return out;
  }

  private one(from: number, test: (char: string) => boolean): number {
    const consume = this.state(test);
    const out = this.state();
    this.link(from, consume);
    this.link(consume, out);
    return out;
  }

  private literal(from: number, wanted: string): number {
    return this.one(from, (char) => char === wanted);
  }

  /** A set; a `[` that is never closed is a plain character. Sets never match `/`. */
  private set(from: number): number {
    const close = this.chars.indexOf(
      "]",
      this.at + (this.chars[this.at] === "!" || this.chars[this.at] === "^" ? 2 : 1),
    );
    if (close < 0) return this.literal(from, "[");
    let body = this.chars.slice(this.at, close);
    this.at = close + 1;
    const negated = body[0] === "!" || body[0] === "^";
    if (negated) body = body.slice(1);
    return this.one(from, (char) => notSlash(char) && inSet(body, char) !== negated);
  }

  /** Alternatives; a `{` that is never closed is a plain character. */
  private braces(from: number, depth: number): number {
    if (depth > MAX_GLOB_DEPTH) throw new RangeError(`a pattern with more than ${MAX_GLOB_DEPTH} nested braces`);
    if (!this.closes()) return this.literal(from, "{");
    const out = this.state();
    for (;;) {
      const branch = this.state();
      this.link(from, branch);
      this.link(this.sequence(branch, depth), out);
      if (this.chars[this.at++] !== ",") return out;
    }
  }

  private closes(): boolean {
    let open = 1;
    for (let i = this.at; i < this.chars.length && open > 0; i++) {
      if (this.chars[i] === "\\") i++;
      else if (this.chars[i] === "{") open++;
      else if (this.chars[i] === "}" && --open === 0) return true;
    }
    return false;
  }

  private state(test?: (char: string) => boolean): number {
    return this.states.push(test ? { test, next: [] } : { next: [] }) - 1;
  }

  private link(from: number, to: number): void {
    this.states[from]?.next.push(to);
  }
}

function notSlash(char: string): boolean {
  return char !== "/";
}

function inSet(body: readonly string[], char: string): boolean {
  for (let i = 0; i < body.length; i++) {
    const low = body[i] ?? "";
    const high = body[i + 2];
    if (body[i + 1] === "-" && high !== undefined) {
      if (char >= low && char <= high) return true;
      i += 2;
    } else if (char === low) return true;
  }
  return false;
}

/** All states that can be reached are walked at once, each at most once for each character. */
function run(states: readonly State[], start: number, end: number, path: string): boolean {
  let current = closure(states, [start]);
  for (const char of path) {
    const moved: number[] = [];
    for (const id of current) if (states[id]?.test?.(char)) moved.push(...(states[id]?.next ?? []));
    if (moved.length === 0) return false;
    current = closure(states, moved);
  }
  return current.has(end);
}

function closure(states: readonly State[], from: readonly number[]): Set<number> {
  const seen = new Set(from);
  for (const id of seen) if (states[id]?.test === undefined) for (const next of states[id]?.next ?? []) seen.add(next);
  return seen;
}
