import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { externalFile } from "../external-file";
import { assetsOf } from "./assets";
import { graphFacts } from "./graph";
import { baseName, graphNamed, isSavedModelName, namedForOthers } from "./names";
import { sightsOf, textual } from "./sight";
import { binaryOf } from "./text";

/** A graph by itself: frozen (`.pb`), as text (`.pbtxt`), or with what a Saver needs (`.meta`). */
export const tfGraph: Format = {
  id: "tf-graph",
  title: "TensorFlow graph",
  extensions: [],
  claims({ at, bytes }) {
    const name = baseName(at);
    if (isSavedModelName(name) || namedForOthers(name)) return false;
    return kindsOf(bytes, graphNamed(name)).length > 0;
  },
  *open(artifact, context) {
    const { at, bytes } = artifact;
    const kinds = kindsOf(bytes, graphNamed(baseName(at)));
    const text = textual(bytes);
    // What is a graph to one reader and something with a graph in it to another is opened as both.
    const tried = kinds.length > 0 ? kinds : kindsOf(bytes, true);
    const failures: (Malformed | OutOfBounds)[] = [];
    for (const kind of tried)
      try {
        yield* openAs(kind, artifact, text ? binaryOf(bytes, kind, context.budget) : bytes, !text, context);
      } catch (error) {
        if (!(error instanceof Malformed || error instanceof OutOfBounds)) throw error;
        failures.push(error);
      }
    // What breaks off as one of them is none to TensorFlow either; as all of them, the file is broken.
    if (failures.length === tried.length && failures[0] !== undefined) throw failures[0];
  },
};

type Kind = "GraphDef" | "MetaGraphDef";

function kindsOf(bytes: ByteSource, named: boolean): Kind[] {
  return sightsOf(bytes, named).filter((sight) => sight === "GraphDef" || sight === "MetaGraphDef");
}

function* openAs(
  kind: Kind,
  artifact: Artifact,
  bytes: ByteSource,
  located: boolean,
  context: OpenContext,
): Generator<Subject> {
  const { at } = artifact;
  const whole = [{ start: 0, end: bytes.size }];
  const meta = kind === "MetaGraphDef";
  const file = { format: "tf-graph", at, bytes, metas: meta ? whole : [], graphs: meta ? [] : whole, located };
  yield* graphFacts(file, context);
  if (!meta) return;
  for (const { filename, tensor } of assetsOf(bytes, whole[0]!, context.budget))
    yield* externalFile(
      at,
      { format: "tf-graph", role: "asset", path: filename, part: tensor },
      context.neighbours(artifact),
    );
}
