import type { ExternalFacts } from "../../core/external-facts";
import type { LayoutFact } from "../../core/layout-facts";
import type { Location } from "../../core/location";
import type { Neighbours } from "../../core/neighbours";
import type { Subject } from "../../core/subject";
import { shorten } from "../../core/text";
import { externalFile } from "../external-file";
import type { Operator } from "./found";
import type { Reading } from "./model";

/** A `TensorProto` without its data. */
export interface Tensor {
  readonly name: string;
  readonly type: number;
  readonly elements: bigint;
  /** Bytes that its type and shape need; `undefined` where they do not say. */
  readonly needed: bigint | undefined;
  readonly at: number;
}

/** A key and value of `TensorProto.external_data`. */
export interface ExternalEntry {
  readonly key: string;
  readonly value: string;
}

/** Where in a file a tensor's data is said to be. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly part: string;
}

interface File {
  readonly role: string;
  readonly part: string;
  readonly ranges: Range[];
}

/** Keys that a loader knows (onnx/docs/ExternalData.md; `basepath` is left there by onnx's own helper). */
const KEYS = new Set(["location", "offset", "length", "checksum", "basepath"]);
/** ONNX Runtime keeps weights that it rearranged under keys of this beginning. */
const PREPACKED = "prepacked";
/** ONNX Runtime takes the offset as an address in memory where the location is this (`kTensorProtoMemoryAddressTag`). */
const MEMORY = /_ORT_(?:[A-Z]+_)*MEM_ADDR_/;
/** What `int()` and `stoll` agree on, within what a number holds exactly. */
const NUMBER = /^\d{1,16}$/;
/** Bytes that one remembered range costs beside its name. */
const HELD_BY_RANGE = 64;
/** Characters of a value in a message. */
const MAX_SHOWN = 80;

/** The files beside the model that it names, and which bytes of them it takes. */
export class ExternalData {
  private readonly files = new Map<string, File>();

  /** Data of a tensor; gives the bytes that it takes. */
  tensor(reading: Reading, tensor: Tensor, entries: readonly ExternalEntry[]): number {
    const values = new Map<string, string>();
    const odd = (oddity: LayoutFact["oddity"], detail: string) =>
      reading.found.odd({ oddity, ...(tensor.name === "" ? {} : { part: tensor.name }), detail, offset: tensor.at });
    for (const { key, value } of entries) {
      if (values.has(key)) odd("duplicate-key", `its external data has the key ${shown(key)} twice`);
      if (!KEYS.has(key) && !key.startsWith(PREPACKED)) odd(...unknownKey(key));
      values.set(key, value);
    }
    const location = values.get("location") ?? "";
    if (location === "") odd("bad-value", "its data is outside of the model, and it does not say where");
    else if (MEMORY.test(location))
      odd("bad-value", `its data is at an address in the memory of the program that loads it (${shown(location)})`);
    else return this.range(reading, tensor, location, values, odd);
    return 0;
  }

  /** A program for an accelerator in a file of its own, which a node of ONNX Runtime names. */
  context(reading: Reading, { name, domain }: Operator, values: ReadonlyMap<string, string>, node: string): void {
    if (name !== "EPContext" || domain !== "com.microsoft" || values.get("embed_mode") !== "0") return;
    const path = values.get("ep_cache_context") ?? "";
    if (path !== "") this.file(reading, path, "compiled program", node);
  }

  /** A fact for each file, with what its size says of the ranges. `odd` takes what is impossible. */
  *subjects(at: Location, neighbours: Neighbours, odd: (fact: LayoutFact) => void): Generator<Subject> {
    for (const [path, file] of this.files) {
      const { role, part } = file;
      const name = { format: "onnx", role, path, ...(part === "" ? {} : { part }) };
      let size: number | undefined;
      for (const subject of externalFile(at, name, neighbours)) {
        yield subject;
        if (subject.kind !== "external") continue;
        size = subject.external.size;
        const problem = problemOf(path, subject.external);
        if (problem !== undefined)
          odd({ oddity: "bad-value", ...(part === "" ? {} : { part }), detail: `its ${role} ${problem}` });
      }
      compare(path, file, size, odd);
    }
  }

  private range(
    reading: Reading,
    tensor: Tensor,
    location: string,
    values: ReadonlyMap<string, string>,
    odd: (oddity: LayoutFact["oddity"], detail: string) => void,
  ): number {
    const file = this.file(reading, location, "external data", tensor.name);
    for (const key of ["offset", "length"])
      if (values.has(key) && !NUMBER.test(values.get(key)!)) {
        odd("bad-value", `the ${key} of its external data is ${shown(values.get(key)!)}`);
        return 0;
      }
    const start = Number(values.get("offset") ?? 0);
    const { needed } = tensor;
    const length = values.has("length") ? Number(values.get("length")) : Number(needed ?? 0n);
    if (needed !== undefined && BigInt(length) !== needed)
      odd("size-mismatch", `${length} bytes of external data for a shape that needs ${needed}`);
    reading.budget.spend("held", HELD_BY_RANGE + tensor.name.length);
    file.ranges.push({ start, end: start + length, part: tensor.name });
    return length;
  }

  private file(reading: Reading, path: string, role: string, part: string): File {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    reading.budget.spend("facts", 1);
    reading.budget.spend("held", path.length);
    const file: File = { role, part, ranges: [] };
    this.files.set(path, file);
    return file;
  }
}

/** The Python package set attributes of these names before 1.21 (CVE-2026-34445). */
function unknownKey(key: string): ["bad-value" | "unknown-field", string] {
  return key.startsWith("_")
    ? ["bad-value", `its external data has the key ${shown(key)}, which is an attribute of Python's objects`]
    : ["unknown-field", `its external data has the key ${shown(key)}, which ONNX does not have`];
}

/** Ranges behind the end of their file, and ranges that have a part of another's bytes. Shared ones are normal. */
function compare(path: string, { ranges }: File, size: number | undefined, odd: (fact: LayoutFact) => void): void {
  const sorted = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
  let last: Range | undefined;
  for (const range of sorted) {
    const { start, end, part } = range;
    if (size !== undefined && end > size)
      odd({
        oddity: "out-of-file",
        part,
        detail: `its data is at ${start} to ${end} of ${shown(path)}, which has ${size} bytes`,
      });
    if (last !== undefined && start > last.start && start < last.end && end > last.end)
      odd({ oddity: "overlap", part, detail: `its data in ${shown(path)} begins within that of ${shown(last.part)}` });
    if (last === undefined || end > last.end) last = range;
  }
}

const CONTROL = /[\0-\x1f\x7f]/;

/** What is wrong with a name that stays in the model's directory by its words. */
function problemOf(path: string, { state, size }: ExternalFacts): string | undefined {
  if (state === "leaves" || state === "absolute" || state === "remote") return undefined;
  if (CONTROL.test(path)) return `is in ${shown(path)}, which is no file's name`;
  if (path.split(/[/\\]/).includes("..")) return `is in ${shown(path)}, and what .. means there depends on links`;
  return state === "present" && size === undefined ? `${shown(path)} is a directory` : undefined;
}

function shown(text: string): string {
  return shorten(text, MAX_SHOWN);
}
