import type { Format, OpenContext } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { shorten } from "../core/text";
import {
  MAX_METADATA,
  MAX_METADATA_LIST,
  MAX_METADATA_VALUE,
  type TensorFact,
  type WeightsFacts,
} from "../core/weights-facts";
import { embedded } from "./embedded";
import { Broken } from "./gguf/cursor";
import { readPairs, TEXT, UINT32, type Pair } from "./gguf/pairs";
import { checkRanges, roundUp } from "./gguf/ranges";
import { checkSplit } from "./gguf/split";
import { beginsGguf, plausibleVersion, readStart } from "./gguf/start";
import { readTensors, type GgufTensor } from "./gguf/tensors";
import { hiddenRange } from "./hidden-range";
import { LayoutNotes } from "./layout-notes";
import { extensionOf } from "./model-names";
import { oddLinks } from "./odd-links";
import { secretsIn } from "./secrets";
import { chatTemplate } from "./template";

const EXTENSION = ".gguf";
/** Where a file says nothing else (docs/gguf.md, `general.alignment`). Bytes. */
const DEFAULT_ALIGNMENT = 32;
/** Fields that a character of a template is worth: all templates of a file have some 10 MB together, real ones 100 KB. CWE-400. */
const TEMPLATE_COST = 5;
/** Room between tensors that nobody looks at grows with it. Bytes. */
const MAX_ALIGNMENT = 1024 ** 2;
/** Lists of texts that describe the model and are kept: the specification has three. CWE-770. */
const MAX_LISTS = 16;
const SPLIT_KEYS = ["split.no", "split.count", "split.tensors.count"];
const KNOWN_KEYS = new Set(["general.alignment", ...SPLIT_KEYS]);
const TEMPLATE_KEY = /^tokenizer\.chat_template(\.|$)/;
/** Values that programs show as links (docs/gguf.md, "General metadata"). */
const LINK_KEY = /(url|\.link|doi)$/;

/** The models of llama.cpp and its kin: pairs of metadata, then tensors. Only the header is read. */
export const gguf: Format = {
  id: "gguf",
  title: "GGUF file",
  extensions: [EXTENSION],
  claims: ({ at, bytes }) =>
    beginsGguf(bytes) && (extensionOf(at.inside.at(-1) ?? at.path) === EXTENSION || plausibleVersion(bytes)),
  *open(artifact, context) {
    const notes = new LayoutNotes("gguf");
    try {
      yield* read(artifact, notes, context);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      notes.add(error.fact);
    } finally {
      yield* notes.told(artifact.at);
    }
  },
};

function* read(artifact: Artifact, notes: LayoutNotes, context: OpenContext): Generator<Subject> {
  const { at, bytes } = artifact;
  const { budget } = context;
  const start = readStart(bytes);
  const { cursor } = start;
  const metadata: [string, string][] = [["GGUF version", String(start.version)]];
  const lists: [string, string[]][] = [];
  const known = new Map<string, Pair>();
  for (const pair of readPairs(cursor, start.pairs, budget, notes)) {
    yield* tellTexts(artifact, pair, context);
    if (KNOWN_KEYS.has(pair.key)) known.set(pair.key, pair);
    if (metadata.length < MAX_METADATA) metadata.push([pair.key, copyOf(pair.shown)]);
    // What describes the model stands in `general.`; tokens and merges are lists too.
    if (lists.length < MAX_LISTS && pair.texts.length > 0 && pair.type !== TEXT && pair.key.startsWith("general."))
      lists.push([pair.key, pair.texts.slice(0, MAX_METADATA_LIST).map(copyOf)]);
  }
  const tensors = readTensors(cursor, start.tensors, budget, notes);
  yield { kind: "weights", at, weights: weightsOf(tensors, metadata, lists) };
  const [no, count, all] = SPLIT_KEYS.map((key) => known.get(key)?.number);
  const split = { no, count, tensors: all };
  yield* checkSplit(artifact, split, tensors.length, notes, context.neighbours(artifact));
  yield* tellUnknown(artifact, tensors);
  const alignment = alignmentOf(known.get("general.alignment"), notes);
  const section = { start: roundUp(cursor.at, alignment), fileSize: bytes.size, alignment };
  for (const { from, to } of checkRanges(tensors, section, notes))
    yield* hiddenRange(artifact, from, to, "bytes of no tensor", context);
}

function* tellTexts(artifact: Artifact, { key, texts, offset }: Pair, context: OpenContext): Generator<Subject> {
  const at = { ...artifact.at, offset };
  const place = `metadata key ${shorten(key, 80)}`;
  for (const text of texts) {
    yield* secretsIn(text, at, place);
    if (TEMPLATE_KEY.test(key)) {
      context.budget.spend("fields", TEMPLATE_COST * text.length);
      yield* chatTemplate(text, at, place);
    }
    if (LINK_KEY.test(key)) yield* oddLinks(at, "gguf", place, text);
    yield* embedded(artifact, text, place, context);
  }
}

function alignmentOf(pair: Pair | undefined, notes: LayoutNotes): number {
  if (pair === undefined) return DEFAULT_ALIGNMENT;
  const { number = 0, type, offset } = pair;
  const isPower = Number.isInteger(Math.log2(number));
  if (type === UINT32 && isPower && number >= 8 && number <= MAX_ALIGNMENT) return number;
  const detail =
    type === UINT32
      ? `${number} is no power of two from 8 to ${MAX_ALIGNMENT.toLocaleString("en-US")}`
      : "is no unsigned number of 32 bits";
  notes.add({ oddity: "bad-value", part: "general.alignment", detail, offset });
  return DEFAULT_ALIGNMENT;
}

/** Types of a newer ggml or a fork: their sizes, and so their ranges, could not be checked. */
function* tellUnknown({ at }: Artifact, tensors: readonly GgufTensor[]): Generator<Subject> {
  const unknown = tensors.filter(({ size }) => size === undefined);
  if (unknown.length === 0) return;
  const types = [...new Set(unknown.map(({ type }) => type))].slice(0, 8).join(", ");
  const detail = `tensor types ${types} are not known here, so the ranges of ${unknown.length} tensors were not checked`;
  yield { kind: "unreadable", at, reason: "unsupported", detail };
}

function weightsOf(
  tensors: readonly GgufTensor[],
  metadata: readonly (readonly [string, string])[],
  lists: readonly (readonly [string, readonly string[]])[],
): WeightsFacts {
  const dtypes = new Map<string, bigint>();
  for (const { type, elements } of tensors) dtypes.set(type, (dtypes.get(type) ?? 0n) + elements);
  return {
    format: "gguf",
    tensors: tensors.length,
    parameters: tensors.reduce((sum, { elements }) => sum + elements, 0n),
    dtypes: Object.fromEntries([...dtypes].sort(([a], [b]) => (a < b ? -1 : 1))),
    bytes: Number(tensors.reduce((sum, { size = 0n }) => sum + size, 0n)),
    metadata: Object.fromEntries(metadata),
    each: () => shapesOf(tensors),
    ...(lists.length === 0 ? {} : { lists: Object.fromEntries(lists) }),
  };
}

function* shapesOf(tensors: readonly GgufTensor[]): Generator<TensorFact> {
  for (const { name, type, dims } of tensors) yield { name, dtype: type, shape: dims };
}

/** Shortened, and not a view of a long text, which would keep all of it in memory. */
function copyOf(text: string): string {
  return Buffer.from(shorten(text, MAX_METADATA_VALUE)).toString();
}
