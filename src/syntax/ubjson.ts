import { Malformed } from "../core/bytes";
import type { Budget } from "../core/budget";

/** What UBJSON says, as JavaScript values; arrays of one numeric type become typed arrays over the same bytes' copy. */
export type UbjsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly UbjsonValue[]
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | { readonly [key: string]: UbjsonValue };

/** Values inside each other. Boosted trees need seven. CWE-674. */
const MAX_DEPTH = 64;
/**
 * Values that are kept one by one, which takes many times their bytes, with a list or object for as many as `OF_LIST`. Long
 * lists of numbers have one type, and are not among them. CWE-770.
 */
const MAX_VALUES = 8_000_000;
const OF_LIST = 8;
/** Bytes of one value, by its marker (ubjson.org, "Value Types"). */
const SIZES: Readonly<Record<string, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8, C: 1 };

/** Reads UBJSON, Draft 12, big-endian. Throws `Malformed` where the bytes are none: no length is believed unchecked. */
export function parseUbjson(bytes: Uint8Array, budget: Budget): UbjsonValue {
  const reader = new Reader(bytes, budget);
  const value = reader.value(reader.marker(), 0);
  if (!reader.ended) throw new Malformed("something follows the value", reader.at);
  return value;
}

class Reader {
  at = 0;
  private values = 0;
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly budget: Budget,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get ended(): boolean {
    return this.at >= this.bytes.length;
  }

  /** The next marker that is no padding. */
  marker(): string {
    for (;;) {
      const marker = String.fromCharCode(this.bytes[this.take(1)]!);
      if (marker !== "N") return marker;
    }
  }

  value(marker: string, depth: number): UbjsonValue {
    this.budget.spend("fields", 1);
    this.values += marker === "[" || marker === "{" ? OF_LIST : 1;
    if (this.values > MAX_VALUES)
      throw new Malformed(`more than ${MAX_VALUES.toLocaleString("en-US")} values`, this.at);
    if (depth > MAX_DEPTH) throw new Malformed(`more than ${MAX_DEPTH} values inside each other`, this.at);
    switch (marker) {
      case "Z":
        return null;
      case "T":
      case "F":
        return marker === "T";
      case "S":
      case "H":
        return this.text();
      case "[":
        return this.array(depth);
      case "{":
        return this.object(depth);
      default:
        return this.number(marker);
    }
  }

  private number(marker: string): number | bigint {
    const size = SIZES[marker];
    if (size === undefined)
      throw new Malformed(`a marker that UBJSON does not have: ${JSON.stringify(marker)}`, this.at);
    const at = this.take(size);
    switch (marker) {
      case "i":
        return this.view.getInt8(at);
      case "I":
        return this.view.getInt16(at);
      case "l":
        return this.view.getInt32(at);
      case "L":
        return this.view.getBigInt64(at);
      case "d":
        return this.view.getFloat32(at);
      case "D":
        return this.view.getFloat64(at);
      default:
        return this.view.getUint8(at);
    }
  }

  private array(depth: number): UbjsonValue {
    const { type, count } = this.container();
    if (type !== undefined && count !== undefined && Object.hasOwn(SIZES, type)) return this.numbers(type, count);
    const items: UbjsonValue[] = [];
    for (let i = 0; count === undefined || i < count; i++) {
      const marker = type ?? this.marker();
      if (count === undefined && marker === "]") break;
      items.push(this.value(marker, depth + 1));
    }
    return items;
  }

  private object(depth: number): UbjsonValue {
    const { type, count } = this.container();
    const members = new Map<string, UbjsonValue>();
    for (let i = 0; count === undefined || i < count; i++) {
      if (count === undefined && this.bytes[this.at] === 0x7d) {
        this.at++;
        break;
      }
      const key = this.text();
      members.set(key, this.value(type ?? this.marker(), depth + 1));
    }
    return Object.fromEntries(members);
  }

  /** `$` and a type, `#` and a count. A type whose values take no bytes could claim any count, so it may not. */
  private container(): { type?: string; count?: number } {
    let type: string | undefined;
    if (this.bytes[this.at] === 0x24) {
      this.at++;
      type = String.fromCharCode(this.bytes[this.take(1)]!);
      if ("ZTFN".includes(type)) throw new Malformed(`a list of values that take no bytes (${type})`, this.at);
    }
    if (this.bytes[this.at] !== 0x23) {
      if (type !== undefined) throw new Malformed("a list of one type without its length", this.at);
      return {};
    }
    this.at++;
    const count = this.length();
    if (count > this.bytes.length - this.at) throw new Malformed(`a list of ${count} values`, this.at);
    return { ...(type === undefined ? {} : { type }), count };
  }

  private numbers(type: string, count: number): UbjsonValue {
    const size = SIZES[type]!;
    const start = this.take(count * size);
    const copy = Buffer.from(this.bytes.subarray(start, start + count * size)); // of its own, so that it can be swapped
    if (size === 2) copy.swap16();
    else if (size === 4) copy.swap32();
    else if (size === 8) copy.swap64();
    const own = new Uint8Array(copy).buffer;
    return new ARRAYS[type as keyof typeof ARRAYS](own);
  }

  private text(): string {
    const length = this.length();
    const start = this.take(length);
    return Buffer.from(this.bytes.subarray(start, start + length)).toString("utf8");
  }

  private length(): number {
    const value = this.number(this.marker());
    const length = Number(value);
    if (!Number.isSafeInteger(length) || length < 0) throw new Malformed(`a length of ${value}`, this.at);
    return length;
  }

  private take(length: number): number {
    const start = this.at;
    if (length > this.bytes.length - start)
      throw new Malformed(`it ends inside a value (needs ${length} bytes, has ${this.bytes.length - start})`, start);
    this.at += length;
    return start;
  }
}

const ARRAYS = {
  i: Int8Array,
  U: Uint8Array,
  C: Uint8Array,
  I: Int16Array,
  l: Int32Array,
  L: BigInt64Array,
  d: Float32Array,
  D: Float64Array,
};
