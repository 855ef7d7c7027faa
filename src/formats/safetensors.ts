import type { Format, OpenContext } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { MAX_METADATA, MAX_METADATA_VALUE, type WeightsFacts } from "../core/weights-facts";
import { shorten } from "../core/text";
import { embedded } from "./embedded";
import { hiddenRange } from "./hidden-range";
import { LayoutNotes } from "./layout-notes";
import { extensionOf } from "./model-names";
import { oddLinks } from "./odd-links";
import { headerLength, MAX_HEADER, PREFIX, readHeader, type SafetensorsHeader } from "./safetensors/header";
import { checkRanges } from "./safetensors/ranges";
import { secretsIn } from "./secrets";

const EXTENSION = ".safetensors";
/** Keys whose values programs show as links. */
const LINK_KEY = /(url|link|homepage|website|source)$/i;

/** Tensors behind a header in JSON, and nothing that runs. Only the header is read. */
export const safetensors: Format = {
  id: "safetensors",
  title: "safetensors file",
  extensions: [EXTENSION],
  claims: ({ at, bytes }) => {
    const length = headerLength(bytes);
    const start = bytes.window(PREFIX, 2);
    if (length === undefined || start[0] !== 0x7b) return false;
    // A damaged length under the right name is told as one; without the name, all of it has to fit.
    const named = extensionOf(at.inside.at(-1) ?? at.path) === EXTENSION;
    return named || (length >= 2 && length <= MAX_HEADER && [0x22, 0x7d, 0x20, 0x0a, 0x0d, 0x09].includes(start[1]!));
  },
  *open(artifact, context) {
    const notes = new LayoutNotes("safetensors");
    try {
      const header = readHeader(artifact.bytes, context.budget, notes);
      if (header !== undefined) yield* tell(artifact, header, notes, context);
    } finally {
      yield* notes.told(artifact.at);
    }
  },
};

function* tell(
  artifact: Artifact,
  header: SafetensorsHeader,
  notes: LayoutNotes,
  context: OpenContext,
): Generator<Subject> {
  const { at, bytes } = artifact;
  const { tensors, data, metadata } = header;
  const size = bytes.size;
  yield { kind: "weights", at, weights: weightsOf(header, Math.max(0, size - data)) };
  for (const [key, value] of metadata) {
    const place = `metadata key ${shorten(key, 80)}`;
    yield* secretsIn(value, at, place);
    if (LINK_KEY.test(key)) yield* oddLinks(at, "safetensors", place, value);
    yield* embedded(artifact, value, place, context);
  }
  for (const { from, to } of checkRanges(tensors, data, size, notes))
    yield* hiddenRange(artifact, data + from, data + to, "bytes of no tensor", context);
}

function weightsOf({ tensors, metadata }: SafetensorsHeader, bytes: number): WeightsFacts {
  const dtypes = new Map<string, bigint>();
  let parameters = 0n;
  for (const { dtype, elements } of tensors) {
    dtypes.set(dtype, (dtypes.get(dtype) ?? 0n) + BigInt(elements));
    parameters += BigInt(elements);
  }
  return {
    format: "safetensors",
    tensors: tensors.length,
    parameters,
    dtypes: Object.fromEntries([...dtypes].sort(([a], [b]) => (a < b ? -1 : 1))),
    bytes,
    each: () => tensors,
    metadata: Object.fromEntries(
      metadata.slice(0, MAX_METADATA).map(([key, value]) => [key, shorten(value, MAX_METADATA_VALUE)]),
    ),
  };
}
