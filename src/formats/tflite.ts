import { Malformed, OutOfBounds } from "../core/bytes";
import type { Format, OpenContext } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { latin1 } from "../core/text";
import { SliceSource } from "../bytes/sources";
import { FlatBuffer } from "../bytes/flatbuffers";
import { appended } from "./appended";
import { externalFile } from "./external-file";
import { hiddenRange } from "./hidden-range";
import { secretsIn } from "./secrets";
import { LiteModel, readModel } from "./tflite/model";
import { WeightSums } from "./tensorflow/weights";
import { zipDirectoryOf } from "./zip/claim";
import { openZip } from "./zip/open";

/** Where a FlatBuffer's own name stands, and TFLite's. */
const IDENTIFIER = { at: 4, text: "TFL3" };
/** Bytes that may follow the last part that is read here: what options of an operator hold, which are not. */
const SLACK = 64;
/** Zeros up to this length are alignment. Bytes. */
const MAX_PADDING = 4096;
/** How the zip calls what stands before its first member. */
const BEFORE = "<before the archive>";

/**
 * A model for TensorFlow Lite (LiteRT). Files that belong to it (labels, vocabularies) may follow in a zip, as the
 * library for model metadata packs them.
 */
export const tflite: Format = {
  id: "tflite",
  title: "TensorFlow Lite model",
  refines: "zip",
  extensions: [".tflite"],
  claims: ({ bytes }) => latin1(bytes.window(IDENTIFIER.at, 4)) === IDENTIFIER.text,
  *open(artifact, context) {
    const { at, bytes } = artifact;
    const { budget } = context;
    const flat = new FlatBuffer(bytes, bytes.size, budget);
    const model = new LiteModel(flat, bytes.size);
    const failure = readModel(model);
    const operators = [...model.operators.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const { inputs, outputs, metadata } = model;
    yield { kind: "graph", at, graph: { format: "tflite", operators, inputs, outputs, metadata } };
    for (const [key, value] of Object.entries(metadata)) yield* secretsIn(value, at, `metadata ${key}`);
    const sums = new WeightSums();
    for (const { dtype, elements, bytes: length } of model.tensors) sums.add(dtype, elements, length);
    yield { kind: "weights", at, weights: sums.facts("tflite", metadata) };
    if (model.oddities.length > 0) yield { kind: "layout", at, layout: { format: "tflite", oddities: model.oddities } };
    for (const path of model.external)
      yield* externalFile(at, { format: "tflite", role: "external data", path }, context.neighbours(artifact));
    for (const { name, start, end } of model.described)
      yield* hiddenRange(artifact, start, end, `metadata ${name}`, context);
    yield* behind(artifact, flat.reach, context);
    if (failure !== undefined) throw failure;
  },
};

/** What follows the model: a zip of files that belong to it, or bytes that belong to nothing. */
function* behind(artifact: Artifact, end: number, context: OpenContext): Generator<Subject> {
  const { bytes } = artifact;
  if (!isZip(artifact, context)) return yield* rest(artifact, end, bytes.size, context);
  for (const subject of openZip(artifact, context, "tflite")) {
    const before =
      subject.kind === "member" && subject.at.inside.at(-1) === BEFORE ? subject.artifact.bytes.size : undefined;
    if (before !== undefined) yield* rest(artifact, end, before, context);
    else yield subject.kind === "archive" ? withoutModel(subject) : subject;
  }
}

/** Bytes between the model's last part and what comes next: alignment, or more than that. */
function* rest(artifact: Artifact, from: number, to: number, context: OpenContext): Generator<Subject> {
  // So few bytes may be the model's own; what is surely something else counts all the same.
  if (to <= from + SLACK) return yield* hiddenRange(artifact, from, to, "appended data", context);
  if (to <= from + MAX_PADDING && artifact.bytes.read(from, to - from).every((byte) => byte === 0)) return;
  yield* appended({ ...artifact, bytes: new SliceSource(artifact.bytes, 0, to) }, from, "the model", context);
}

function isZip(artifact: Artifact, { budget }: OpenContext): boolean {
  try {
    return zipDirectoryOf(artifact, budget) !== undefined;
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBounds) return false;
    throw error;
  }
}

/** The model itself belongs to no member of the zip; nothing is odd about that. */
function withoutModel(subject: Extract<Subject, { kind: "archive" }>): Subject {
  const oddities = subject.archive.oddities.filter(({ oddity, offset }) => oddity !== "data-around" || offset !== 0);
  return { ...subject, archive: { ...subject.archive, oddities } };
}
