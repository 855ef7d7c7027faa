/** Characters between the parts of a link, a tag or code. Real ones have below 1,000; inline pictures are dropped as text. CWE-400. */
const MAX_REACH = 4000;
/** Elements whose content is for machines or in place of what cannot be shown. */
const UNSHOWN = new Set(["script", "style", "video", "audio", "iframe", "object", "canvas", "svg", "template", "head"]);
/** Elements inside of words and sentences; every other one parts words. */
const INSIDE = new Set(
  "a abbr b bdi bdo big cite code del em font i ins kbd mark nobr q s samp small span strike strong sub sup tt u var".split(
    " ",
  ),
);
const TAG = /<\/?([A-Za-z][A-Za-z0-9-]{0,30})(?=[\s/>])/y;
const AUTOLINK = /<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/y;
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/y;
const ENTITIES = new Map(
  Object.entries({
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    nbsp: " ",
    copy: "©",
    reg: "®",
    mdash: "—",
    ndash: "–",
    hellip: "…",
  }),
);
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}]/u;

/** Markdown's and HTML's marks inside of lines taken away; lines stay. One pass: each search remembers what it has found. */
export function scanInline(text: string): string {
  return new Scanner(text).run();
}

class Scanner {
  private at = 0;
  private readonly out: string[] = [];
  /** The next place of each mark that was searched; searched again only once it is passed. */
  private readonly found = new Map<string, number>();
  private lower: string | undefined;

  constructor(private readonly text: string) {}

  run(): string {
    while (this.at < this.text.length) this.step(this.text[this.at]!);
    return this.out.join("");
  }

  private step(char: string): void {
    if (char === "\\") this.escape();
    else if (char === "`") this.code();
    else if (char === "<") this.angle();
    else if (char === "!" && this.text[this.at + 1] === "[") this.picture();
    else if (char === "[") this.opening();
    else if (char === "]") this.closing();
    else if (char === "*" || char === "_" || char === "~") this.emphasis(char);
    else if (char === "&") this.entity();
    else this.put(char);
  }

  private put(text: string, length = 1): void {
    this.out.push(text);
    this.at += length;
  }

  /** Where a mark comes next, if near enough. */
  private next(mark: string, from: number, reach = MAX_REACH, text = this.text): number | undefined {
    let place = this.found.get(mark);
    if (place === undefined || place < from) {
      const index = text.indexOf(mark, from);
      place = index < 0 ? Infinity : index;
      this.found.set(mark, place);
    }
    return place - from <= reach ? place : undefined;
  }

  private escape(): void {
    const next = this.text[this.at + 1] ?? "";
    this.put(PUNCTUATION.test(next) ? next : "\\", PUNCTUATION.test(next) ? 2 : 1);
  }

  private code(): void {
    let length = 1;
    while (this.text[this.at + length] === "`") length++;
    const ticks = "`".repeat(Math.min(length, 3));
    const end = this.next(ticks, this.at + length);
    if (end === undefined) this.at += length;
    else this.put(this.text.slice(this.at + length, end), end + length - this.at);
  }

  private angle(): void {
    if (this.text.startsWith("<!--", this.at)) {
      const end = this.next("-->", this.at + 4, Infinity)!;
      this.put(" ", Math.min(end + 3, this.text.length) - this.at);
      return;
    }
    AUTOLINK.lastIndex = TAG.lastIndex = this.at;
    const address = AUTOLINK.exec(this.text);
    if (address !== null) return this.put(address[1]!.replace(/^mailto:/, ""), address[0].length);
    const tag = TAG.exec(this.text);
    const name = tag?.[1]?.toLowerCase();
    const end = tag === null ? undefined : this.next(">", this.at);
    if (name === undefined || end === undefined) return this.put("<");
    const gap = INSIDE.has(name) ? "" : " ";
    if (UNSHOWN.has(name) && this.text[this.at + 1] !== "/") this.skipTo(name, end);
    else this.put(gap, end + 1 - this.at);
  }

  /** To the end of an element that is not shown; one that never ends hides the rest, as in browsers. */
  private skipTo(name: string, from: number): void {
    this.lower ??= this.text.toLowerCase().length === this.text.length ? this.text.toLowerCase() : this.text;
    const close = this.next(`</${name}`, from, Infinity, this.lower)!;
    const end = close === Infinity ? this.text.length : close;
    this.put(" ", end - this.at);
  }

  private picture(): void {
    const close = this.next("]", this.at + 2);
    const target = close === undefined ? undefined : this.targetEnd(close + 1);
    if (target === undefined) this.put("!");
    else this.at = target;
  }

  private opening(): void {
    const close = this.next("]", this.at + 1);
    if (this.text[this.at + 1] === "^" && close !== undefined && close - this.at < 40) this.at = close + 1;
    // A link around a picture: the bracket that closes next is the picture's.
    else if (close !== undefined && /^[([]$/.test(this.text[close + 1] ?? "")) this.at++;
    else this.put("[");
  }

  private closing(): void {
    const target = this.targetEnd(this.at + 1);
    if (target === undefined) this.put("]");
    else this.at = target;
  }

  /** Behind `(…)` or `[…]` at a place; addresses may hold pairs of brackets themselves. */
  private targetEnd(from: number): number | undefined {
    const open = this.text[from];
    if (open === "[") {
      const end = this.next("]", from);
      return end === undefined ? undefined : end + 1;
    }
    if (open !== "(") return undefined;
    const end = this.next(")", from);
    if (end === undefined) return undefined;
    const second = this.text[end + 1] === ")" && this.text.slice(from + 1, end).includes("(");
    return end + (second ? 2 : 1);
  }

  private emphasis(char: string): void {
    let length = 1;
    while (this.text[this.at + length] === char) length++;
    const [before, after] = [this.text[this.at - 1] ?? " ", this.text[this.at + length] ?? " "];
    const spaced = /\s/.test(before) && /\s/.test(after);
    const inWord = WORD.test(before) && WORD.test(after);
    const stays =
      char === "~" ? length !== 2 : spaced || (inWord && (char === "_" || (length === 1 && /\d/.test(before + after))));
    // A bullet is left to whoever reads the lines.
    const bullet = char === "*" && length === 1 && /\s/.test(after);
    this.put(stays || (bullet && /^\s*$/.test(before)) ? char.repeat(length) : "", length);
  }

  private entity(): void {
    ENTITY.lastIndex = this.at;
    const [whole, decimal, hex, name] = ENTITY.exec(this.text) ?? [];
    if (whole === undefined) return this.put("&");
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : undefined;
    const char =
      code === undefined ? ENTITIES.get(name!) : code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
    this.put(char ?? whole, whole.length);
  }
}
