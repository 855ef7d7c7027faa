import { Malformed, OutOfBounds } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import { MAX_METADATA, MAX_METADATA_VALUE } from "../../core/weights-facts";
import { shorten } from "../../core/text";
import type { Artifact, Subject } from "../../core/subject";
import { membersOf, parseJson } from "../../syntax/json";
import { jsonText } from "../../syntax/json-text";
import { extensionOf } from "../model-names";
import { zipDirectoryOf } from "../zip/claim";
import { zipFlavour } from "../zip/flavour";
import { kerasConfigFacts } from "./config";
import { textOf } from "./text";

const CONFIG = "config.json";
const METADATA = "metadata.json";
/** Where Keras keeps weights beside the configuration; any of them tells its archives from others. */
const WEIGHTS = /^model\.weights\.(?:h5|npz|json)$/;
/** Bytes of a configuration. A vocabulary of a million words inside it has some 20 MB. CWE-770. */
const MAX_CONFIG = 64 * 1024 ** 2;
/** Bytes of `metadata.json`: a version and a date. */
const MAX_META = 1024 ** 2;

/** As Python's `zipfile` reads the name of a member. */
function untilNul(name: string): string {
  return name.split("\0", 1)[0]!;
}

const asZip = zipFlavour({
  id: "keras",
  title: "Keras model",
  refines: "zip",
  extensions: [".keras"],
  recognises: (names) => {
    const known = names.map(untilNul);
    return known.includes(CONFIG) && known.some((name) => name === METADATA || WEIGHTS.test(name));
  },
  also: seeMember,
});

/** What `model.save("x.keras")` writes: the architecture as JSON, metadata, and weights in HDF5 or npz. */
export const keras: Format = {
  ...asZip,
  claims: (artifact, context) => asZip.claims(artifact, context) || byName(artifact, context),
};

/** Keras takes every zip of its extension with a configuration: the other members may be missing. */
function byName(artifact: Artifact, { budget }: OpenContext): boolean {
  if (extensionOf(artifact.at.inside.at(-1) ?? artifact.at.path) !== ".keras") return false;
  try {
    return zipDirectoryOf(artifact, budget)?.entries.some(({ name }) => untilNul(name) === CONFIG) === true;
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBounds) return false;
    throw error;
  }
}

function* seeMember(member: Artifact, _: Artifact, { budget }: OpenContext): Generator<Subject> {
  const name = untilNul(member.at.inside.at(-1) ?? "");
  if (name !== CONFIG && name !== METADATA) return;
  const atMost = name === CONFIG ? MAX_CONFIG : MAX_META;
  const { at, bytes } = member;
  if (bytes.window(atMost, 1).length > 0) {
    yield { kind: "unreadable", at, reason: "limit", detail: `a ${name} of more than ${atMost} bytes` };
    return;
  }
  budget.spend("held", bytes.size);
  try {
    const text = jsonText(bytes.window(0, atMost));
    if (name === CONFIG) yield* kerasConfigFacts(text, at, "", { loader: "keras" });
    else yield { kind: "keras", at, keras: { ...NOTHING, metadata: metadataIn(text) } };
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof OutOfBounds)) throw error;
    yield { kind: "unreadable", at, reason: "malformed", detail: error.message };
  } finally {
    budget.release("held", bytes.size);
  }
}

const NOTHING = { loader: "keras", names: [], codes: [], files: [], repeats: [], objects: 0 } as const;

function metadataIn(text: string): Record<string, string> {
  const pairs = membersOf(parseJson(text)).slice(0, MAX_METADATA);
  return Object.fromEntries(pairs.map(({ key, value }) => [key, shorten(textOf(value), MAX_METADATA_VALUE)]));
}
