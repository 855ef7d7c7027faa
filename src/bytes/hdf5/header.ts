import { Malformed } from "../../core/bytes";
import { Cursor } from "./cursor";
import type { Space } from "./space";

/** Types of header messages that are read here (IV.A.2). */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  filters: 0x0b,
  attribute: 0x0c,
  sharedTable: 0x0f,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
  cacheImage: 0x18,
} as const;

/** A message of an object header. */
export interface Message {
  readonly type: number;
  /** Its body stands elsewhere, and here is only where. */
  readonly shared: boolean;
  /** A fresh cursor over the body. */
  body(): Cursor;
}

/** Flag of a message whose body is shared. */
const SHARED = 0x02;
/** Flags of a version 2 header: messages have a creation order; attributes' limits and times are stored. */
const HAS_ORDER = 0x04;
const HAS_LIMITS = 0x10;
const HAS_TIMES = 0x20;
/** Prefix of a version 1 header, with its padding. Bytes. */
const PREFIX_V1 = 16;
/** The longest prefix of a version 2 header. Bytes. */
const PREFIX_V2 = 34;
/** Continuation blocks of one header. Each is some 100 bytes; an object of 65,000 attributes has some thousands. CWE-400. */
const MAX_BLOCKS = 100_000;

/** The messages of the object header at an address, in order, with those in continuation blocks. */
export function readHeader(space: Space, address: number): Message[] {
  const head = space.head(address, PREFIX_V2, "an object header");
  const isLate = Buffer.from(head.bytes.subarray(0, 4)).toString("latin1") === "OHDR";
  const reader = isLate ? prefixV2(space, address, head) : prefixV1(space, address, head);
  return reader.read();
}

interface Block {
  readonly address: number;
  readonly length: number;
}

class HeaderReader {
  private readonly messages: Message[] = [];
  private readonly seen = new Set<number>();

  constructor(
    private readonly space: Space,
    private readonly first: Block,
    private readonly version: 1 | 2,
    private readonly hasOrder: boolean,
  ) {}

  read(): Message[] {
    const blocks: Block[] = [this.first];
    for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
      if (this.seen.has(block.address) || this.seen.size >= MAX_BLOCKS)
        throw new Malformed("an object header goes round in circles", this.space.base + block.address);
      this.seen.add(block.address);
      blocks.push(...this.readBlock(block));
    }
    return this.messages;
  }

  /** Adds the messages of one block; returns the blocks that continue it. */
  private readBlock({ address, length }: Block): Block[] {
    const cursor = this.space.block(address, length, "an object header");
    if (this.version === 2 && address !== this.first.address) {
      cursor.signature("OCHK");
      // The checksum at the end is no message.
      return this.readMessages(cursor.part(Math.max(0, length - 8)));
    }
    return this.readMessages(cursor);
  }

  private readMessages(cursor: Cursor): Block[] {
    const more: Block[] = [];
    const prefix = this.version === 1 ? 8 : this.hasOrder ? 6 : 4;
    while (cursor.left >= prefix) {
      this.space.budget.spend("fields", 1);
      const type = this.version === 1 ? cursor.u16() : cursor.u8();
      const size = cursor.u16();
      const flags = cursor.u8();
      cursor.skip(prefix - (this.version === 1 ? 5 : 4));
      const body = cursor.part(size, `header message ${type}`);
      if (type === MESSAGE.continuation) more.push({ address: body.definedAddress(), length: body.length() });
      else if (type !== 0) this.messages.push(message(type, (flags & SHARED) !== 0, body));
    }
    return more;
  }
}

function message(type: number, shared: boolean, { bytes, widths, start, what }: Cursor): Message {
  return { type, shared, body: () => new Cursor(bytes, widths, start, what) };
}

function prefixV1(space: Space, address: number, head: Cursor): HeaderReader {
  const version = head.u8();
  if (version !== 1) throw head.malformed(`has version ${version}`, 0);
  head.skip(7);
  const length = head.u32();
  return new HeaderReader(space, { address: address + PREFIX_V1, length }, 1, false);
}

function prefixV2(space: Space, address: number, head: Cursor): HeaderReader {
  head.skip(4);
  const version = head.u8();
  if (version !== 2) throw head.malformed(`has version ${version}`, 4);
  const flags = head.u8();
  if ((flags & HAS_TIMES) !== 0) head.skip(16);
  if ((flags & HAS_LIMITS) !== 0) head.skip(4);
  const length = head.uint(1 << (flags & 3));
  return new HeaderReader(space, { address: address + head.at, length }, 2, (flags & HAS_ORDER) !== 0);
}
