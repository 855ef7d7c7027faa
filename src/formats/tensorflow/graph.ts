import type { ByteSource } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import type { OperatorFact } from "../../core/graph-facts";
import type { LayoutFact } from "../../core/layout-facts";
import type { Location } from "../../core/location";
import type { Subject } from "../../core/subject";
import { shorten } from "../../core/text";
import { assetsOf, assetTensorsOf } from "./assets";
import {
  attribute,
  heldMessages,
  lastMessage,
  messages,
  nodesOf,
  numberIn,
  scopesOf,
  textIn,
  type Range,
  type Scope,
} from "./nodes";
import { collectOperators } from "./operators";
import { innerGraphs } from "./inner-graphs";
import { placeholdersOf, signaturesOf } from "./signatures";
import { tensorOf } from "./tensors";
import { WeightSums } from "./weights";

/** One file of graphs, in the binary form. */
export interface GraphFile {
  readonly format: string;
  readonly at: Location;
  readonly bytes: ByteSource;
  /** MetaGraphDef messages: of a SavedModel, or of a file that is one. */
  readonly metas: readonly Range[];
  /** GraphDef messages that stand in no MetaGraphDef. */
  readonly graphs: readonly Range[];
  /** The bytes are those of the file, so that places in them mean something. */
  readonly located: boolean;
}

/** Layout oddities that are told of one file. */
const MAX_ODDITIES = 100;
/** Characters of a value of the metadata. */
const MAX_VALUE = 256;

/** What a file of graphs is made of: one `graph`, its constants as `weights`, what is odd. */
export function* graphFacts(file: GraphFile, context: OpenContext): Generator<Subject> {
  const { budget } = context;
  const { bytes, at, format, metas, located } = file;
  const found = new Map<string, OperatorFact>();
  const scopes: Scope[][] = [];
  try {
    for (const { graphs, assets } of graphsIn(file, budget)) {
      const of = scopesOf(bytes, graphs, budget);
      scopes.push(of);
      collectOperators(bytes, of, assets, located, budget, found);
    }
  } finally {
    // What was seen before the bytes broke is told all the same.
    const operators = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    if (operators.length > 0)
      yield {
        kind: "graph",
        at,
        graph: { format, operators, ...valuesOf(file, scopes, budget), metadata: metadataOf(file, budget) },
      };
  }
  if (metas.length === 0) yield* constantsOf(file, scopes.flat(), budget);
  for (const of of scopes) yield* innerGraphs(at, bytes, of, context);
}

/** Graphs with the assets that belong to them. */
function* graphsIn({ bytes, metas, graphs }: GraphFile, budget: OpenContext["budget"]) {
  if (graphs.length > 0) yield { graphs, assets: new Set<string>() };
  for (const meta of metas)
    yield { graphs: heldMessages(bytes, budget, meta, 2), assets: assetTensorsOf(assetsOf(bytes, meta, budget)) };
}

function valuesOf({ bytes, metas }: GraphFile, scopes: readonly Scope[][], budget: OpenContext["budget"]) {
  const none = { inputs: [], outputs: [] };
  try {
    if (metas.length > 0) return signaturesOf(bytes, metas, budget);
    return scopes[0]?.[0] === undefined ? none : placeholdersOf(bytes, scopes[0][0], budget);
  } catch {
    return none; // the same broken bytes, which end the reading anyway
  }
}

/** Releases and versions, as the writer noted them. */
function metadataOf({ bytes, metas, graphs }: GraphFile, budget: OpenContext["budget"]): Record<string, string> {
  const metadata: Record<string, string> = {};
  try {
    const tags: string[] = [];
    const within = [...graphs];
    for (const meta of metas.slice(0, MAX_ODDITIES)) {
      within.push(...messages(bytes, budget, meta, 2));
      for (const info of messages(bytes, budget, meta, 1)) {
        const version = textIn(bytes, budget, info, 5, MAX_VALUE);
        if (version !== undefined) metadata["tensorflow_version"] = version;
        const own = heldMessages(bytes, budget, info, 4).slice(0, MAX_ODDITIES);
        tags.push(own.map((tag) => textOf(bytes, tag)).join(","));
      }
    }
    if (tags.length > 0) metadata["tags"] = shorten(tags.join("; "), MAX_VALUE);
    for (const graph of within.slice(0, 1))
      for (const versions of messages(bytes, budget, graph, 4))
        metadata["producer"] = String(numberIn(bytes, budget, versions, 1));
  } catch {
    // the same broken bytes, which end the reading anyway
  }
  return metadata;
}

function textOf(bytes: ByteSource, { start, end }: Range): string {
  return Buffer.from(bytes.read(start, Math.min(end - start, MAX_VALUE))).toString("utf8");
}

/** What a frozen graph holds as weights: its constants. */
function* constantsOf(file: GraphFile, scopes: readonly Scope[], budget: OpenContext["budget"]): Generator<Subject> {
  const { bytes, at, format } = file;
  const sums = new WeightSums();
  const oddities: LayoutFact[] = [];
  for (const scope of scopes)
    for (const node of nodesOf(bytes, scope, budget)) {
      if (node.op !== "Const") continue;
      const value = attribute(bytes, budget, node, "value");
      const message = value === undefined ? undefined : lastMessage(bytes, budget, value, 8);
      if (message === undefined) continue;
      const tensor = tensorOf(bytes, message, budget);
      sums.add(tensor.dtype, tensor.elements, tensor.bytes);
      const expected = tensor.elements * BigInt(tensor.itemSize);
      if (tensor.content === undefined || tensor.itemSize === 0 || expected === BigInt(tensor.content)) continue;
      if (oddities.length < MAX_ODDITIES)
        oddities.push({
          oddity: "size-mismatch",
          part: node.name,
          detail: `its shape and type ${tensor.dtype} need ${expected} bytes, and there are ${tensor.content}`,
          ...(file.located ? { offset: message.start } : {}),
        });
    }
  if (sums.tensors > 0) yield { kind: "weights", at, weights: sums.facts(format) };
  if (oddities.length > 0) yield { kind: "layout", at, layout: { format, oddities } };
}
