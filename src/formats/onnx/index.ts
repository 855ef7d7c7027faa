import { protoFields, type ProtoField } from "../../bytes/protobuf";
import { SliceSource } from "../../bytes/sources";
import type { ByteSource } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import { within, type Location } from "../../core/location";
import type { Artifact, Subject } from "../../core/subject";
import { latin1, shorten } from "../../core/text";
import { MAX_METADATA_VALUE } from "../../core/weights-facts";
import { appended } from "../appended";
import { embedded } from "../embedded";
import { extensionOf, isSharedName } from "../model-names";
import { looksLikeModel, type Named } from "./claim";
import { ExternalData } from "./external";
import { Found, type Scope } from "./found";
import { callOddities, walkFunction } from "./functions";
import { description, knownFields, nameOf, pair } from "./model";
import { IR_VERSION, MODEL, OPSET, TRAINING, isKnown } from "./schema";
import { Tensors } from "./tensors";
import { walkGraph, type Model } from "./walk";

/** Bytes in fields that ONNX does not have: fewer are a newer version's flag or a tool's note. */
const MAX_UNKNOWN = 4096;
/** Operator sets that are kept of one model. */
const MAX_OPSETS = 256;

/**
 * An ONNX model (github.com/onnx/onnx, docs/IR.md): a protobuf without a magic. Its graph is walked over with all
 * graphs and functions inside; the data of tensors is stepped over.
 */
export const onnx: Format = {
  id: "onnx",
  title: "ONNX model",
  extensions: [".onnx"],
  claims: ({ at, bytes, depth }) => looksLikeModel(bytes, namedAs(at.inside.at(-1) ?? at.path, depth)),
  *open(artifact, context) {
    const { at, bytes } = artifact;
    const { budget } = context;
    const found = new Found(at, budget);
    const external = new ExternalData();
    const model: Model = { bytes, budget, found, external, tensors: new Tensors(external) };
    const walk = new TopLevel(model);
    let failure: { readonly error: unknown } | undefined;
    try {
      walk.run();
    } catch (error) {
      failure = { error }; // told below: what came before it counts first
    }
    yield* facts(artifact, model, walk.metadata(), context);
    if (failure === undefined) return;
    if (walk.graphs > 0 && walk.between) yield* appended(artifact, walk.end, "the model", context);
    throw failure.error;
  },
};

/** Members of containers have to be decoded to be looked at, so that a name alone does not count there. */
function namedAs(name: string, depth: number): Named {
  if (extensionOf(name) === ".onnx") return "onnx";
  return depth === 0 && isSharedName(name) ? "model" : "other";
}

/** ONNX Runtime's own form of a model (a FlatBuffer): known by sight, so that nobody takes silence for a pass. */
export const ort: Format = {
  id: "ort",
  title: "ONNX Runtime model",
  extensions: [".ort"],
  claims: ({ bytes }) => isOrt(bytes),
  *open({ at }) {
    const detail = "ONNX Runtime's own form of a model is recognised, and not looked into";
    yield { kind: "unreadable", at, reason: "unsupported", detail };
  },
};

function isOrt(bytes: ByteSource): boolean {
  return latin1(bytes.window(4, 4)) === "ORTM";
}

/** The fields of a `ModelProto`. */
class TopLevel {
  graphs = 0;
  /** Where the last field that ONNX has ends. */
  end = 0;
  /** Whether it is between such fields, so that what cannot be read is none of them. */
  between = true;
  private readonly texts = new Map<string, string>();
  private opsets = 0;

  constructor(private readonly model: Model) {}

  run(): void {
    const { bytes, budget, found } = this.model;
    for (const field of protoFields(bytes, budget)) {
      if (!isKnown(MODEL, field)) {
        found.unknown(field.at, field.start, field.end);
        continue;
      }
      this.between = false;
      this.field(field);
      this.between = true;
      this.end = field.end;
    }
    for (const oddity of callOddities(found)) found.odd(oddity);
  }

  metadata(): Map<string, string> {
    return new Map([...this.model.found.properties, ...this.texts]);
  }

  private field(field: ProtoField): void {
    const { model } = this;
    switch (field.number) {
      case 1:
        model.found.irVersion = field.whole;
        return this.text("ir_version", String(field.whole));
      case 2:
        return this.text("producer_name", nameOf(model, field));
      case 3:
        return this.text("producer_version", nameOf(model, field));
      case 4:
        return this.text("domain", nameOf(model, field));
      case 5:
        return this.text("model_version", String(BigInt.asIntN(64, field.value)));
      case 6:
        return this.text("doc_string", description(model, field, "the description of the model"));
      case 7:
        return this.graph(field);
      case 8:
        return this.opset(field);
      case 14: {
        const { key, value } = pair(model, field, "metadata");
        return model.found.property(key, value, field.at);
      }
      case 20:
        return this.training(field);
      case 25:
        return walkFunction(model, field);
    }
  }

  private graph(field: ProtoField): void {
    if (++this.graphs === 2)
      this.model.found.odd({ oddity: "duplicate-key", detail: "the model has two graphs", offset: field.at });
    walkGraph(this.model, field, undefined, 1);
  }

  private opset(field: ProtoField): void {
    let domain = "";
    let version = "";
    for (const part of knownFields(this.model, OPSET, field))
      if (part.number === 1) domain = nameOf(this.model, part);
      else version = String(BigInt.asIntN(64, part.value));
    if (++this.opsets <= MAX_OPSETS) this.text(`opset ${domain === "" ? "ai.onnx" : domain}`, version);
  }

  private training(field: ProtoField): void {
    const { model } = this;
    for (const part of knownFields(model, TRAINING, field)) {
      if (part.number > 2) continue;
      const label = part.number === 1 ? "training initialization" : "training algorithm";
      const scope: Scope = { parent: undefined, label, function: model.found.main };
      walkGraph(model, part, scope, 1);
    }
  }

  private text(key: string, value: string): void {
    if (value !== "") this.texts.set(shorten(key, MAX_METADATA_VALUE), shorten(value, MAX_METADATA_VALUE));
  }
}

function* facts(
  artifact: Artifact,
  { found, tensors, external }: Model,
  texts: ReadonlyMap<string, string>,
  context: OpenContext,
): Generator<Subject> {
  const { at } = artifact;
  const metadata = Object.fromEntries(texts);
  const { inputs, outputs, oddities } = found;
  yield { kind: "graph", at, graph: { format: "onnx", operators: found.operatorFacts(), inputs, outputs, metadata } };
  yield { kind: "weights", at, weights: { ...tensors.facts(), metadata } };
  yield* found.subjects;
  for (const { text, place } of found.embedded) yield* embedded(artifact, text, place, context);
  yield* external.subjects(at, context.neighbours(artifact), (fact) => found.odd(fact));
  if (found.unknownBytes > MAX_UNKNOWN)
    found.odd({
      oddity: "unknown-field",
      detail: `${found.unknownBytes} bytes are in fields that ONNX does not have`,
      ...(found.unknownAt === undefined ? {} : { offset: found.unknownAt }),
    });
  if (oddities.length > 0) yield { kind: "layout", at, layout: { format: "onnx", oddities } };
  if (found.irVersion > IR_VERSION) yield newer(at, found.irVersion);
  yield* payloads(artifact, found);
}

function newer(at: Location, version: number): Subject {
  const detail = `IR version ${version} of ONNX is newer than what is read here (${IR_VERSION})`;
  return { kind: "unreadable", at, reason: "unsupported", detail };
}

/** What stands in unknown fields goes round the walk, and counts only where it is surely something. */
function* payloads({ at, bytes, depth }: Artifact, { payloads }: Found): Generator<Subject> {
  for (const { start, end } of payloads) {
    const inside = within(at, `field at 0x${start.toString(16)}`);
    const artifact = { at: inside, bytes: new SliceSource(bytes, start, end - start), depth: depth + 1, nested: true };
    yield { kind: "member", at: inside, artifact };
  }
}
