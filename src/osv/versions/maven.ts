import { compareDigits, compareText, MAX_VERSION_LENGTH, plainDigits } from "./scheme";
import type { Version, VersionScheme } from "./scheme";

/** A number (digits), a word, or what stands behind a hyphen or a change between digits and letters. */
type Item = { readonly digits: string } | { readonly word: string } | List;
interface List {
  readonly items: Item[];
}
interface MavenVersion extends Version {
  readonly list: List;
}

/** Words before the release, the release, and the one behind it; other words come last, by their letters. */
const WORDS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const RELEASE = WORDS.indexOf("");
const SAME: ReadonlyMap<string, string> = new Map([
  ["ga", ""],
  ["final", ""],
  ["release", ""],
  ["cr", "rc"],
]);
const SHORT: ReadonlyMap<string, string> = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["m", "milestone"],
]);

/**
 * Versions of Maven (https://maven.apache.org/pom.html#version-order-specification). Every text is one. Each hyphen and
 * each change between digits and letters begins a list inside the list, so the depth is bounded by the text's length.
 */
export const maven: VersionScheme<MavenVersion> = {
  parse(text) {
    const plain = text.trim().toLowerCase();
    if (plain === "" || plain.length > MAX_VERSION_LENGTH) return undefined;
    const list = read(plain);
    return { list, key: JSON.stringify(list), pre: isPre(list) };
  },
  compare: (a, b) => compare(a.list, b.list),
};

function read(text: string): List {
  const root: List = { items: [] };
  const open = [root];
  const begin = () => {
    const inner: List = { items: [] };
    open.at(-1)!.items.push(inner);
    open.push(inner);
  };
  const add = (item: Item) => void open.at(-1)!.items.push(item);
  const tokens = text.match(/\d+|[.-]|[^\d.-]+/g) ?? [];
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const separated = before === undefined || before === "." || before === "-";
    if (token === "." || token === "-") {
      if (separated) add({ digits: "0" });
      if (token === "-") begin();
      return;
    }
    if (!separated) begin();
    if (/^\d/.test(token)) return add({ digits: plainDigits(token) });
    const next = tokens[index + 1] ?? "";
    // `1.0.X1` is `1.0-X1`: a word stands in a list of its own, unless something separates it from what comes next.
    if (!/^[.-]/.test(next) && open.at(-1)!.items.length > 0) begin();
    add(word(token, /^\d/.test(next)));
  });
  while (open.length > 0) trim(open.pop()!);
  return root;
}

function word(token: string, beforeDigit: boolean): Item {
  const long = beforeDigit ? (SHORT.get(token) ?? token) : token;
  return { word: SAME.get(long) ?? long };
}

/** Zeros and words for "release" at the end say nothing; lists that are behind them stay. */
function trim({ items }: List): void {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]!;
    if (isNothing(item)) items.splice(index, 1);
    else if (!("items" in item)) return;
  }
}

function isNothing(item: Item): boolean {
  if ("digits" in item) return item.digits === "0";
  return "word" in item ? item.word === "" : item.items.length === 0;
}

/** Whether the first word says that it stands before the release. */
function isPre(list: List): boolean {
  for (const item of list.items) {
    if ("word" in item) return WORDS.slice(0, RELEASE).includes(item.word);
    if ("items" in item) return isPre(item);
  }
  return false;
}

/** `undefined` stands for what the shorter one does not have. */
function compare(a: Item, b: Item | undefined): number {
  if ("digits" in a) {
    if (b === undefined) return a.digits === "0" ? 0 : 1;
    return "digits" in b ? compareDigits(a.digits, b.digits) : 1;
  }
  if ("word" in a) {
    if (b === undefined) return compareWords(a.word, "");
    return "word" in b ? compareWords(a.word, b.word) : -1;
  }
  if (b !== undefined && !("items" in b)) return "word" in b ? 1 : -1;
  return compareLists(a, b);
}

function compareLists({ items }: List, other: List | undefined): number {
  const theirs = other?.items ?? [];
  for (let index = 0; index < Math.max(items.length, theirs.length); index++) {
    const mine = items[index];
    const order = mine === undefined ? -compare(theirs[index]!, undefined) : compare(mine, theirs[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareWords(a: string, b: string): number {
  const [first, second] = [a, b].map((each) => (WORDS.includes(each) ? WORDS.indexOf(each) : WORDS.length));
  return first! - second! || (first === WORDS.length ? compareText(a, b) : 0);
}
