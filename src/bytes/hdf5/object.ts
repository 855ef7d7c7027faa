import { Malformed } from "../../core/bytes";
import { readAttribute, type Attribute } from "./attributes";
import { Dataset, type ExternalFile } from "./dataset";
import { readDataspace } from "./dataspace";
import { readDatatype, type Datatype } from "./datatype";
import { readFilters } from "./filters";
import { FractalHeap } from "./fractal-heap";
import type { GlobalHeap } from "./global-heap";
import { MESSAGE, readHeader, type Message } from "./header";
import { readLayout, type Layout } from "./layout";
import { readLink, type Link } from "./links";
import type { SharedMessages } from "./shared-messages";
import type { Space } from "./space";
import { LocalHeap, symbolTableLinks } from "./symbol-table";
import { treeRecords } from "./tree-v2";
import { readVirtualSources, type VirtualSource } from "./virtual";

/** Bytes of a link's record and an attribute's record in front of the heap id. */
const LINK_HASH = 4;
/** Bytes of heap ids in those records. */
const LINK_ID = 7;
const ATTRIBUTE_ID = 8;

/** What the objects of one file share. */
export interface FileParts {
  readonly space: Space;
  readonly heap: GlobalHeap;
  readonly shared: SharedMessages;
}

/** A group, a dataset or a committed datatype: an object header, taken apart on request. */
export class Hdf5Object {
  private readonly messages: readonly Message[];

  constructor(
    private readonly parts: FileParts,
    /** Of its header, relative to the superblock; it tells objects apart. */
    readonly address: number,
  ) {
    this.messages = readHeader(parts.space, address);
  }

  /** An object that has the messages of both is a dataset here, and its links are still listed. */
  get kind(): "group" | "dataset" | "datatype" | "other" {
    if (this.first(MESSAGE.layout) !== undefined) return "dataset";
    const isGroup = [MESSAGE.symbolTable, MESSAGE.linkInfo, MESSAGE.link, MESSAGE.groupInfo].some(
      (type) => this.first(type) !== undefined,
    );
    if (isGroup) return "group";
    return this.first(MESSAGE.datatype) === undefined ? "other" : "datatype";
  }

  /** What the group holds, by every way that the format has: a reader follows only one of them. */
  *links(): Generator<Link, void, undefined> {
    const { space } = this.parts;
    for (const message of this.messages) {
      const body = message.body();
      if (message.type === MESSAGE.symbolTable)
        yield* symbolTableLinks(space, body.definedAddress(), body.definedAddress());
      else if (message.type === MESSAGE.link) yield readLink(body);
      else if (message.type === MESSAGE.linkInfo) yield* this.denseLinks(message);
    }
  }

  /** In the order of the file; a name may come twice, and readers then differ. */
  *attributes(): Generator<Attribute, void, undefined> {
    const { space, heap, shared } = this.parts;
    for (const message of this.messages) {
      if (message.type === MESSAGE.attribute) yield readAttribute(shared.body(message), space, heap, shared);
      else if (message.type === MESSAGE.attributeInfo) yield* this.denseAttributes(message);
    }
  }

  /** The first attribute of a name. */
  attribute(name: string): Attribute | undefined {
    for (const attribute of this.attributes()) if (attribute.name === name) return attribute;
    return undefined;
  }

  /** The dataset's header, `undefined` where this is none. Throws where a part of it is missing. */
  dataset(): Dataset | undefined {
    const { space, heap, shared } = this.parts;
    const layoutMessage = this.first(MESSAGE.layout);
    if (layoutMessage === undefined) return undefined;
    const layout = readLayout(layoutMessage.body());
    const [type, shape] = [this.datatype(), this.first(MESSAGE.dataspace)];
    if (type === undefined || shape === undefined)
      throw new Malformed("a dataset has no type or no shape", space.base + this.address);
    const filters = this.first(MESSAGE.filters);
    return new Dataset(
      space,
      heap,
      type,
      readDataspace(shared.body(shape)),
      layout,
      filters === undefined ? [] : readFilters(shared.body(filters), space.budget),
      this.externalFiles(),
      this.virtualSources(layout),
    );
  }

  /** The type of a dataset, or a committed type itself. */
  datatype(): Datatype | undefined {
    const message = this.first(MESSAGE.datatype);
    return message === undefined ? undefined : readDatatype(this.parts.shared.body(message), this.parts.space.budget);
  }

  /** Files that hold the data instead of this one. */
  private externalFiles(): ExternalFile[] {
    const { space } = this.parts;
    const body = this.first(MESSAGE.externalFiles)?.body();
    if (body === undefined) return [];
    body.skip(6);
    const used = body.u16();
    const names = new LocalHeap(space, body.definedAddress());
    return Array.from({ length: used }, () => {
      space.budget.spend("fields", 1);
      const name = names.text(body.length());
      return { name, offset: body.length(), size: body.big(space.widths.length) };
    });
  }

  private virtualSources(layout: Layout): VirtualSource[] {
    if (layout.kind !== "virtual" || layout.address === undefined) return [];
    const { heap, space } = this.parts;
    return readVirtualSources(heap.read(layout.address, layout.index), space.budget);
  }

  private *denseLinks(message: Message): Generator<Link, void, undefined> {
    const body = message.body();
    body.skip(1);
    if ((body.u8() & 1) !== 0) body.skip(8);
    const [heap, tree] = [body.address(), body.address()];
    if (heap === undefined || tree === undefined) return;
    const objects = new FractalHeap(this.parts.space, heap);
    for (const record of treeRecords(this.parts.space, tree)) {
      record.skip(LINK_HASH);
      yield readLink(objects.object(record.take(LINK_ID)));
    }
  }

  private *denseAttributes(message: Message): Generator<Attribute, void, undefined> {
    const { space, heap, shared } = this.parts;
    const body = message.body();
    body.skip(1);
    if ((body.u8() & 1) !== 0) body.skip(2);
    const [heapAddress, tree] = [body.address(), body.address()];
    if (heapAddress === undefined || tree === undefined) return;
    const objects = new FractalHeap(space, heapAddress);
    for (const record of treeRecords(space, tree)) {
      const id = record.take(ATTRIBUTE_ID);
      const isShared = (record.u8() & 2) !== 0;
      const attribute = isShared ? shared.inHeap(MESSAGE.attribute, id) : objects.object(id);
      yield readAttribute(attribute, space, heap, shared);
    }
  }

  private first(type: number): Message | undefined {
    return this.messages.find((message) => message.type === type);
  }
}
