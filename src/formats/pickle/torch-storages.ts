import type { ByteSource } from "../../core/bytes";
import type { Machine } from "../../pickle/machine";
import { ContainerSym, GlobalSym, type Sym } from "../../pickle/values";

/** What `torch.save` wrote first before its zip form (torch/serialization.py, MAGIC_NUMBER). */
export const TORCH_MAGIC = 0x1950a86a20f9469cfc6cn;
/** Pickles in a legacy file: magic number, protocol version, system, the object, the storage keys. */
export const TORCH_STREAMS = 5;
/** Storages of one file whose keys are kept; the largest models have some 30,000. */
export const MAX_STORAGES = 1_000_000;

/** Bytes of an element by storage class. */
const ELEMENT_SIZE: Readonly<Record<string, number>> = {
  DoubleStorage: 8, FloatStorage: 4, HalfStorage: 2, BFloat16Storage: 2, LongStorage: 8, IntStorage: 4,
  ShortStorage: 2, CharStorage: 1, ByteStorage: 1, BoolStorage: 1, ComplexFloatStorage: 8,
  ComplexDoubleStorage: 16, QUInt8Storage: 1, QInt8Storage: 1, QInt32Storage: 4, QUInt4x2Storage: 1,
  QUInt2x4Storage: 1, UntypedStorage: 1, _UntypedStorage: 1, TypedStorage: 1,
}; // prettier-ignore

/** Collects what the persistent ids of a legacy file say of its storages, and follows them behind the pickles. */
export class TorchStorages {
  private readonly elementSize = new Map<string, number | undefined>();

  /** A persistent id: `("storage", class, key, location, elements, view)`. */
  note(machine: Machine, id: Sym): void {
    if (!(id instanceof ContainerSym) || this.elementSize.size >= MAX_STORAGES) return;
    const [tag, type, key] = id.items;
    // A whole model before 1.6: `("module", class, file, source)`, and torch hands the class back to make instances of.
    if (tag !== undefined && type instanceof GlobalSym && machine.text(tag, 16) === "module") type.handedOn--;
    if (tag === undefined || key === undefined || machine.text(tag, 16) !== "storage") return;
    const name = machine.text(key, 256);
    if (name !== undefined) this.elementSize.set(name, type instanceof GlobalSym ? ELEMENT_SIZE[type.name] : undefined);
  }

  /** Where the last storage ends, or words for why that cannot be told. */
  end(source: ByteSource, machine: Machine, keys: Sym | undefined, start: number): number | string {
    if (!(keys instanceof ContainerSym) || keys.more > 0) return "the list of storages is not readable";
    let at = start;
    for (const key of keys.items) {
      const name = machine.text(key, 256);
      const size = name === undefined ? undefined : this.elementSize.get(name);
      if (size === undefined) return `storage ${name ?? "?"} has a type that is not known`;
      const head = source.window(at, 8);
      if (head.length < 8) return `storage ${name} is missing`;
      const count = new DataView(head.buffer, head.byteOffset, 8).getBigInt64(0, true);
      if (count < 0n || count > BigInt(Number.MAX_SAFE_INTEGER) / 16n)
        return `storage ${name} has an impossible length`;
      at += 8 + Number(count) * size;
      source.skipTo?.(at - 1);
      if (source.window(at - 1, 1).length < 1) return `storage ${name} is cut off`;
    }
    return at;
  }
}
