import type { Format } from "../../core/format";
import { externalFile } from "../external-file";
import { assetsOf } from "./assets";
import { graphFacts } from "./graph";
import { baseName, graphNamed } from "./names";
import { sightOf, textual } from "./sight";
import { binaryOf } from "./text";

/** A graph by itself: frozen (`.pb`), as text (`.pbtxt`), or with what a Saver needs (`.meta`). */
export const tfGraph: Format = {
  id: "tf-graph",
  title: "TensorFlow graph",
  extensions: [],
  claims({ at, bytes }) {
    const name = baseName(at);
    if (/^saved_model\.(pb|pbtxt|cpb)$/.test(name)) return false;
    const sight = sightOf(bytes, graphNamed(name));
    return sight === "GraphDef" || sight === "MetaGraphDef";
  },
  *open(artifact, context) {
    const { at } = artifact;
    const kind = sightOf(artifact.bytes, true)!;
    const text = textual(artifact.bytes);
    const bytes = text ? binaryOf(artifact.bytes, kind, context.budget) : artifact.bytes;
    const whole = [{ start: 0, end: bytes.size }];
    const meta = kind === "MetaGraphDef";
    const file = { format: "tf-graph", at, bytes, metas: meta ? whole : [], graphs: meta ? [] : whole, located: !text };
    yield* graphFacts(file, context);
    if (!meta) return;
    for (const { filename, tensor } of assetsOf(bytes, whole[0]!, context.budget))
      yield* externalFile(
        at,
        { format: "tf-graph", role: "asset", path: filename, part: tensor },
        context.neighbours(artifact),
      );
  },
};
