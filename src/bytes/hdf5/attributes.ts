import { Unsupported } from "../../core/bytes";
import { textOf, type Cursor } from "./cursor";
import { elementsOf, readDataspace } from "./dataspace";
import { readDatatype, trimEnd } from "./datatype";
import type { GlobalHeap } from "./global-heap";
import { MESSAGE } from "./header";
import type { SharedMessages } from "./shared-messages";
import type { Space } from "./space";
import { Value } from "./value";

/** A named value of an object. */
export interface Attribute {
  readonly name: string;
  readonly value: Value;
}

/** Flags of a message whose datatype or dataspace stands elsewhere. */
const SHARED_TYPE = 1;
const SHARED_SPACE = 2;

/** Reads an attribute message (IV.A.2.m). */
export function readAttribute(cursor: Cursor, space: Space, heap: GlobalHeap, shared: SharedMessages): Attribute {
  const version = cursor.u8();
  if (version < 1 || version > 3) throw new Unsupported(`version ${version} of HDF5's attribute message`);
  const flags = version === 1 ? 0 : cursor.take(1)[0]!;
  if (version === 1) cursor.skip(1);
  const [nameSize, typeSize, spaceSize] = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.skip(1);
  const padded = (size: number) => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  const name = textOf(trimEnd(cursor.take(padded(nameSize)).subarray(0, nameSize), 0));
  const typePart = cursor.part(padded(typeSize), `the datatype of attribute ${name}`);
  const spacePart = cursor.part(padded(spaceSize), `the dataspace of attribute ${name}`);
  const typeBody = (flags & SHARED_TYPE) === 0 ? typePart : shared.resolve(MESSAGE.datatype, typePart);
  const spaceBody = (flags & SHARED_SPACE) === 0 ? spacePart : shared.resolve(MESSAGE.dataspace, spacePart);
  const type = readDatatype(typeBody, space.budget);
  const shape = readDataspace(spaceBody);
  const needed = elementsOf(shape) * BigInt(type.size);
  if (needed > BigInt(cursor.left))
    throw cursor.malformed(`has an attribute ${name} of ${needed} bytes where ${cursor.left} are left`);
  const start = cursor.place;
  return { name, value: new Value(space, heap, type, shape, cursor.take(Number(needed)), start) };
}
