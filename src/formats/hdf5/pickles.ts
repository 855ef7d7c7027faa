import type { ByteSource } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import { within } from "../../core/location";
import type { Artifact, Subject } from "../../core/subject";
import { isByte, type Attribute, type Dataset } from "../../bytes/hdf5";
import { BufferSource, SliceSource } from "../../bytes/sources";
import { sniff } from "../pickle/nested-start";
import { isSurely, probeFile } from "../pickle/probe";

/** Bytes that decide whether an element is worth a look. */
const HEAD = 16;
const FULL_STOP = 0x2e;
/** Data of single bytes in chunks that is put together, bytes. CWE-770. */
const MAX_JOINED = 64 * 1024 ** 2;
/** The same without a beginning that promises something. */
const MAX_ANYWAY = 1024 ** 2;
/** Elements of a dataset of texts that are looked at: names and vocabularies, where nobody keeps pickles. */
const MAX_TEXTS = 10_000;

/**
 * What an attribute holds that is a file of its own: PyTables, and pandas with it, keeps pickles in strings and loads
 * every string that ends with a full stop.
 */
export function* filesInAttribute(
  artifact: Artifact,
  { name, value }: Attribute,
  path: string,
  context: OpenContext,
): Generator<Subject> {
  for (const source of value.sources()) yield* ifFile(artifact, source, `${path} attribute ${name}`, context);
}

/** The same of a dataset: one whose elements are bytes, or one of bytes that are a file together. */
export function* filesInDataset(
  artifact: Artifact,
  dataset: Dataset,
  path: string,
  context: OpenContext,
): Generator<Subject> {
  const { type, shape } = dataset;
  if (isByte(type)) {
    if (shape.dims.length !== 1) return;
    const whole = joined(dataset, artifact.bytes);
    if (whole !== undefined) yield* ifFile(artifact, whole, path, context);
    return;
  }
  const isText = type.class === "string" || (type.class === "sequence" && type.text);
  let seen = 0;
  for (const source of dataset.elements()) {
    if (isText && ++seen > MAX_TEXTS) return;
    yield* ifFile(artifact, source, path, context);
  }
}

/** The bytes of a dataset of bytes, where their beginning promises something. */
function joined(dataset: Dataset, bytes: ByteSource): ByteSource | undefined {
  const place = dataset.stored();
  if (place !== undefined) {
    // A dataset may claim more than the file has.
    const size = Math.min(place.size, bytes.size - place.start);
    return size > 0 ? new SliceSource(bytes, place.start, size) : undefined;
  }
  for (const first of dataset.pieces()) {
    const isWorthIt = dataset.bytes <= MAX_ANYWAY || sniff(first.bytes.subarray(0, HEAD)) === "raw";
    return isWorthIt ? new BufferSource((dataset.read(MAX_JOINED) ?? first).bytes) : undefined;
  }
  return undefined;
}

function* ifFile(artifact: Artifact, source: ByteSource, name: string, context: OpenContext): Generator<Subject> {
  if (!isFile(source)) return;
  context.budget.spend("nested", 1);
  const at = within(artifact.at, name);
  yield { kind: "member", at, artifact: { at, bytes: source, nested: true, depth: artifact.depth + 1 } };
}

/** Names and sentences begin or end like text pickles too: a pickle has to make sense. */
function isFile(source: ByteSource): boolean {
  if (!promises(source)) return false;
  const first = source.window(0, 1)[0]!;
  const isContainer = first !== 0x80 && sniff(source.window(0, HEAD)) === "raw" && !PICKLE_TEXT.has(first);
  return isContainer || isSurely(probeFile(source), source);
}

const PICKLE_TEXT = new Set([..."(ci"].map((opcode) => opcode.charCodeAt(0)));

function promises(source: ByteSource): boolean {
  if (source.size < 2) return false;
  return sniff(source.window(0, HEAD)) === "raw" || source.window(source.size - 1, 1)[0] === FULL_STOP;
}
