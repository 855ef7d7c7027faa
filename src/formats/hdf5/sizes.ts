import type { LayoutFact } from "../../core/layout-facts";
import { MAX_METADATA, MAX_METADATA_VALUE, type WeightsFacts } from "../../core/weights-facts";
import type { Hdf5Fact } from "../../core/hdf5-facts";
import { datatypeName, elementsOf, type Attribute, type Dataset, type Datatype } from "../../bytes/hdf5";

/**
 * A dataset is suspicious where it claims more than this, and more than so many times what is stored: what Keras
 * refuses since CVE-2026-0897. Bytes.
 */
const HUGE = 4n * 1024n ** 3n;
const HUGE_RATIO = 1000n;
/** Ranges of datasets that are compared with each other. CWE-770. */
const MAX_RANGES = 200_000;

/** Where Keras keeps the state of the optimiser: in HDF5 models, and in the weights of `.keras` archives. */
const OPTIMIZER = /^\/(?:optimizer_weights|optimizer)\//;

/** Sums up the datasets of a file, and says which of them cannot be. */
export class Sizes {
  private tensors = 0;
  private parameters = 0n;
  private stored = 0;
  private readonly dtypes = new Map<string, bigint>();
  private readonly state = new Map<string, bigint>();
  private readonly metadata = new Map<string, string>();
  private readonly ranges: { start: number; end: number; path: string }[] = [];

  constructor(private readonly fileSize: number) {}

  /** Yields what is odd about the dataset's size. */
  *add(path: string, dataset: Dataset): Generator<LayoutFact, void, undefined> {
    const place = dataset.stored();
    if (place !== undefined && place.size > 0) {
      this.stored += place.size;
      const end = place.start + place.size;
      if (end > this.fileSize)
        yield {
          oddity: "out-of-file",
          part: path,
          detail: `its data ends at byte ${end}, but the file has ${this.fileSize}`,
          offset: place.start,
        };
      if (this.ranges.length < MAX_RANGES) this.ranges.push({ start: place.start, end, path });
    }
    if (!isNumeric(dataset.type)) return;
    const count = elementsOf(dataset.shape);
    const name = datatypeName(dataset.type);
    this.tensors++;
    this.parameters += count;
    this.dtypes.set(name, (this.dtypes.get(name) ?? 0n) + count);
    if (OPTIMIZER.test(path)) this.state.set(name, (this.state.get(name) ?? 0n) + count);
  }

  /** An attribute of the root tells about the model. */
  describe({ name, value }: Attribute): void {
    if (this.metadata.size >= MAX_METADATA) return;
    const shown = value.strings()?.join(", ") ?? value.numbers(16)?.join(", ");
    if (shown !== undefined) this.metadata.set(name, shown.slice(0, MAX_METADATA_VALUE));
  }

  /** Datasets whose data is partly that of another one. */
  *overlaps(): Generator<LayoutFact, void, undefined> {
    this.ranges.sort((a, b) => a.start - b.start || a.end - b.end);
    let last = this.ranges[0];
    for (const range of this.ranges.slice(1)) {
      if (range.start < last!.end)
        yield {
          oddity: "overlap",
          part: range.path,
          detail: `its data is also that of ${last!.path}`,
          offset: range.start,
        };
      if (range.end > last!.end) last = range;
    }
  }

  facts(format: string): WeightsFacts {
    return {
      format,
      tensors: this.tensors,
      parameters: this.parameters,
      dtypes: Object.fromEntries([...this.dtypes].sort(([a], [b]) => (a < b ? -1 : 1))),
      ...(this.state.size === 0
        ? {}
        : { state: Object.fromEntries([...this.state].sort(([a], [b]) => (a < b ? -1 : 1))) }),
      bytes: this.stored,
      metadata: Object.fromEntries([...this.metadata].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }
}

/** What a dataset claims without storing it: a reader allocates all of it. */
export function hugeShape(path: string, dataset: Dataset): Hdf5Fact | undefined {
  const { bytes, layout, shape } = dataset;
  if (bytes <= HUGE || layout.kind === "virtual" || dataset.externalFiles.length > 0) return undefined;
  const stored = BigInt(dataset.stored()?.size ?? dataset.storedChunkBytes());
  if (bytes <= stored * HUGE_RATIO) return undefined;
  const detail = `claims ${bytes} bytes (shape ${shape.dims.join(" x ")}) and stores ${stored}`;
  return { what: "huge-shape", part: path, detail };
}

function isNumeric(type: Datatype): boolean {
  if (type.class === "array") return isNumeric(type.base);
  if (type.class === "compound") return datatypeName(type).startsWith("complex");
  return ["integer", "float", "complex"].includes(type.class);
}
