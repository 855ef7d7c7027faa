import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import { BYTES, protoFields, protoSigned, type ProtoField } from "../../bytes/protobuf";
import { lastMessage, messages, numberIn, type Range } from "./nodes";
import { dtypeOf } from "./schema";

/** Dimensions of a tensor; TensorFlow stops at 254. */
const MAX_RANK = 254;

/** Sizes of a TensorShapeProto, `?` where unknown; `undefined` where even the rank is. */
export function shapeOf(bytes: ByteSource, range: Range, budget: Budget): (number | "?")[] | undefined {
  return sizesOf(bytes, range, budget)?.map((size) => (size < 0n ? "?" : Number(size)));
}

export function sizesOf(bytes: ByteSource, range: Range, budget: Budget): bigint[] | undefined {
  const sizes: bigint[] = [];
  for (const field of protoFields(bytes, budget, range.start, range.end)) {
    if (field.number === 3 && field.whole !== 0) return undefined;
    if (field.number !== 2 || field.wire !== BYTES || sizes.length >= MAX_RANK) continue;
    let size = 0n;
    for (const each of protoFields(bytes, budget, field.start, field.end))
      if (each.number === 1 && each.wire !== BYTES) size = protoSigned(each);
    sizes.push(size);
  }
  return sizes;
}

export function elementsOf(sizes: readonly bigint[]): bigint {
  return sizes.reduce((all, size) => all * (size < 0n ? 0n : size), 1n);
}

/** What a constant in a graph (TensorProto) says of itself. */
export interface ConstantTensor {
  readonly dtype: string;
  /** Bytes of one element, 0 where they are not fixed. */
  readonly itemSize: number;
  readonly elements: bigint;
  /** Bytes of `tensor_content`, where the values are there in one piece. */
  readonly content?: number;
  /** Bytes of everything in the message. */
  readonly bytes: number;
}

export function tensorOf(bytes: ByteSource, range: Range, budget: Budget): ConstantTensor {
  const { name: dtype, size: itemSize } = dtypeOf(numberIn(bytes, budget, range, 1));
  const shape = lastMessage(bytes, budget, range, 2);
  const elements = shape === undefined ? 1n : elementsOf(sizesOf(bytes, shape, budget) ?? []);
  let content: ProtoField | undefined;
  for (const field of messages(bytes, budget, range, 4)) content = field;
  const held = content === undefined ? range.end - range.start : content.end - content.start;
  const length = content === undefined || held === 0 ? {} : { content: held };
  return { dtype, itemSize, elements, bytes: held, ...length };
}
