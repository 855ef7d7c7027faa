import { textOf, type Cursor } from "./cursor";

/** One name in a group, and where it leads. */
export type Link =
  | { readonly kind: "hard"; readonly name: string; readonly address: number }
  | { readonly kind: "soft"; readonly name: string; readonly target: string }
  /** To an object of another file: the library opens it when the name is used. */
  | { readonly kind: "external"; readonly name: string; readonly file: string; readonly target: string }
  /** Of a class that an application defines. */
  | { readonly kind: "user"; readonly name: string; readonly class: number };

/** Flags of a link message (IV.A.2.g). */
const HAS_ORDER = 0x04;
const HAS_TYPE = 0x08;
const HAS_CHARSET = 0x10;
const [HARD, SOFT, EXTERNAL] = [0, 1, 64];

/** Reads a link message. */
export function readLink(cursor: Cursor): Link {
  const version = cursor.u8();
  if (version !== 1) throw cursor.malformed(`has version ${version} of a link`, 0);
  const flags = cursor.u8();
  const type = (flags & HAS_TYPE) === 0 ? HARD : cursor.u8();
  if ((flags & HAS_ORDER) !== 0) cursor.skip(8);
  if ((flags & HAS_CHARSET) !== 0) cursor.skip(1);
  const name = textOf(cursor.take(cursor.uint(1 << (flags & 3))));
  if (type === HARD) return { kind: "hard", name, address: cursor.definedAddress() };
  const value = cursor.part(cursor.u16());
  if (type === SOFT) return { kind: "soft", name, target: textOf(value.bytes) };
  if (type !== EXTERNAL) return { kind: "user", name, class: type };
  value.skip(1);
  const file = textOf(value.zeroTerminated());
  return { kind: "external", name, file, target: textOf(value.zeroTerminated()) };
}
