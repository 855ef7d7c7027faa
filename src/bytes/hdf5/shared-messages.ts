import { Malformed, Unsupported } from "../../core/bytes";
import type { Cursor } from "./cursor";
import { FractalHeap } from "./fractal-heap";
import { MESSAGE, readHeader, type Message } from "./header";
import type { Space } from "./space";

const [IN_HEAP, IN_OBJECT] = [1, 2];
/** Indexes of shared messages that the format allows a file. */
const MAX_INDEXES = 8;

/** Finds the bodies of messages that stand elsewhere: in another object's header, or in the file's heap of messages. */
export class SharedMessages {
  private heaps: readonly { readonly types: number; readonly heap: number }[] | undefined;

  constructor(
    private readonly space: Space,
    /** Address of the superblock extension, where the table of shared messages is named. */
    private readonly extension: number | undefined,
  ) {}

  body(message: Message): Cursor {
    return message.shared ? this.resolve(message.type, message.body()) : message.body();
  }

  /** The body of a message of this type, of which the cursor holds a reference. */
  resolve(type: number, reference: Cursor): Cursor {
    const version = reference.u8();
    if (version < 1 || version > 3) throw new Unsupported(`version ${version} of HDF5's shared messages`);
    const kind = reference.u8();
    if (version === 1) {
      reference.skip(6 + this.space.widths.length);
      return this.inObject(type, reference.definedAddress());
    }
    if (version === 3 && kind === IN_HEAP) return this.inHeap(type, reference.take(8));
    if (version === 3 && kind !== IN_OBJECT)
      throw reference.malformed(`is shared in a way ${kind} that does not exist`);
    return this.inObject(type, reference.definedAddress());
  }

  private inObject(type: number, address: number): Cursor {
    const found = readHeader(this.space, address).find((message) => message.type === type);
    if (found === undefined || found.shared)
      throw new Malformed("a shared message is not where it is said to be", this.space.base + address);
    return found.body();
  }

  /** The body of a message in the heap of its type. */
  inHeap(type: number, id: Uint8Array): Cursor {
    this.heaps ??= this.readTable();
    const index = this.heaps.find(({ types }) => ((types >>> type) & 1) !== 0);
    if (index === undefined) throw new Malformed("a shared message is of a type that the file does not share");
    return new FractalHeap(this.space, index.heap).object(id);
  }

  private readTable(): { types: number; heap: number }[] {
    if (this.extension === undefined) throw new Malformed("messages are shared in a heap that the file does not have");
    const message = readHeader(this.space, this.extension).find(({ type }) => type === MESSAGE.sharedTable);
    if (message === undefined) throw new Malformed("messages are shared in a heap that the file does not have");
    const body = message.body();
    body.skip(1);
    const address = body.definedAddress();
    const count = body.u8();
    if (count > MAX_INDEXES) throw body.malformed(`has ${count} indexes of shared messages`);
    const size = 14 + 2 * this.space.widths.address;
    const table = this.space.block(address, 4 + count * size, "the table of shared messages");
    table.signature("SMTB");
    return Array.from({ length: count }, () => {
      const entry = table.part(size);
      entry.skip(2);
      const types = entry.u16();
      entry.skip(10);
      entry.address();
      return { types, heap: entry.address() };
    }).flatMap(({ types, heap }) => (heap === undefined ? [] : [{ types, heap }]));
  }
}
