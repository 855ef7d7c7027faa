import { Malformed } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { latin1, shorten, utf8 } from "../../core/text";
import { MAX_METADATA, MAX_METADATA_VALUE } from "../../core/weights-facts";
import { parseUbjson } from "../../syntax/ubjson";
import { secretsIn } from "../secrets";
import { oddTrees, type Numbers, type Tree } from "./trees";

/**
 * Bytes of a model that are parsed at once. The trees have to be in memory to be followed; larger models are listed
 * as not looked into. CWE-770.
 */
const MAX_MODEL = 32 * 1024 ** 2;

/** Lists and objects of one model: a tree has some 15, in a kilobyte at least. Parsed, each takes up to 100 bytes. CWE-770. */
const MAX_LISTS = 1_000_000;

/** XGBoost's model as JSON: one object, `learner` and `version` (doc/model.schema of XGBoost). */
export const xgboostJson: Format = {
  id: "xgboost-json",
  title: "XGBoost model (JSON)",
  extensions: [],
  claims: ({ bytes }) => BEGINS.test(head(bytes)) && isLearner(head(bytes)),
  open: (artifact, context) => open(artifact, context, "xgboost-json", (bytes) => parseText(utf8(bytes))),
};

/** The same in UBJSON, which XGBoost writes by default. */
export const xgboostUbj: Format = {
  id: "xgboost-ubj",
  title: "XGBoost model (UBJSON)",
  extensions: [".ubj"],
  claims: ({ bytes }) => /^\{L\0{7}\x07(learner|version)/.test(head(bytes)),
  open: (artifact, context) =>
    open(artifact, context, "xgboost-ubj", (bytes) => parseUbjson(bytes, context.budget) as unknown),
};

/** Keys are sorted, so `learner` comes first; a writer of another order has the version as a list of three. */
const BEGINS = /^\s*\{\s*("learner"\s{0,16}:\s{0,16}\{|"version"\s{0,16}:\s{0,16}\[[^"]{0,80}"learner")/;
const head = (bytes: Artifact["bytes"]) => latin1(bytes.window(0, 4096));
const isLearner = (text: string) => /"(attributes|feature_names|gradient_booster|learner_model_param)"/.test(text);

function parseText(text: string): unknown {
  let open = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xdf) === 0x5b) open++; // [ and {
  if (open > MAX_LISTS) throw new Malformed(`more than ${MAX_LISTS.toLocaleString("en-US")} lists and objects`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Malformed(`it is no JSON: ${shorten((error as Error).message, 120)}`);
  }
}

function* open(
  artifact: Artifact,
  { budget }: OpenContext,
  format: string,
  parse: (bytes: Uint8Array) => unknown,
): Generator<Subject> {
  const { at, bytes } = artifact;
  if (bytes.window(MAX_MODEL, 1).length > 0) {
    const detail = `an XGBoost model of more than ${MAX_MODEL / 1024 ** 2} MiB is listed and not looked into`;
    yield { kind: "unreadable", at, reason: "unsupported", detail };
    return;
  }
  const learner = field(parse(bytes.read(0, bytes.size)), "learner");
  const model = boosterOf(field(learner, "gradient_booster"));
  const trees = [...treesOf(field(model, "trees"))];
  const features = number(field(field(learner, "learner_model_param"), "num_feature"));
  const oddities = oddTrees(trees, features, budget);
  if (oddities.length > 0) yield { kind: "layout", at, layout: { format, oddities } };
  const nodes = trees.reduce((sum, tree) => sum + tree.nodes, 0);
  const metadata = metadataOf(learner, features);
  yield {
    kind: "weights",
    at,
    weights: { format, tensors: trees.length, parameters: BigInt(nodes), dtypes: {}, bytes: bytes.size, metadata },
  };
  for (const [key, value] of Object.entries(metadata)) yield* secretsIn(value, at, `attribute ${key}`);
}

/** `dart` wraps the trees once more. */
function boosterOf(booster: unknown): unknown {
  return field(field(booster, "gbtree"), "model") ?? field(booster, "model");
}

function* treesOf(list: unknown): Generator<Tree> {
  if (!Array.isArray(list)) return;
  for (const [index, tree] of list.entries())
    yield {
      name: `tree ${index}`,
      nodes: number(field(field(tree, "tree_param"), "num_nodes")) ?? 0,
      left: numbers(field(tree, "left_children")),
      right: numbers(field(tree, "right_children")),
      features: numbers(field(tree, "split_indices")),
    };
}

function metadataOf(learner: unknown, features: number | undefined): Record<string, string> {
  const attributes = Object.entries((field(learner, "attributes") ?? {}) as object).slice(0, MAX_METADATA);
  const said = attributes.map(([key, value]): [string, string] => [key, shorten(String(value), MAX_METADATA_VALUE)]);
  const objective = field(field(learner, "objective"), "name");
  return Object.fromEntries([
    ...said,
    ...(typeof objective === "string" ? [["objective", shorten(objective, 100)]] : []),
    ...(features === undefined ? [] : [["features", String(features)]]),
  ] as [string, string][]);
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Numbers of the parameters are written as texts. */
function number(value: unknown): number | undefined {
  const read = typeof value === "string" || typeof value === "number" ? Number(value) : undefined;
  return read !== undefined && Number.isSafeInteger(read) && read >= 0 ? read : undefined;
}

function numbers(value: unknown): Numbers {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as Numbers) : [];
}
