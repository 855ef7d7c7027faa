import { Unsupported } from "../../core/bytes";
import type { Cursor } from "./cursor";

/** How many elements there are (IV.A.2.b). */
export interface Dataspace {
  /** No dimensions: one element, or none where `isNull`. */
  readonly dims: readonly bigint[];
  readonly isNull: boolean;
}

/** Dimensions that the format allows. */
const MAX_RANK = 32;
const NULL_SPACE = 2;

export function readDataspace(cursor: Cursor): Dataspace {
  const version = cursor.u8();
  const rank = cursor.u8();
  if (version !== 1 && version !== 2) throw new Unsupported(`version ${version} of HDF5's dataspace message`);
  if (rank > MAX_RANK) throw cursor.malformed(`has ${rank} dimensions`);
  cursor.skip(1); // flags: what follows the dimensions is not needed
  const isNull = version === 2 ? cursor.u8() === NULL_SPACE : false;
  if (version === 1) cursor.skip(5);
  return { dims: Array.from({ length: rank }, () => cursor.big(cursor.widths.length)), isNull };
}

export function elementsOf({ dims, isNull }: Dataspace): bigint {
  return isNull ? 0n : dims.reduce((product, dim) => product * dim, 1n);
}
