import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { latin1, shorten, utf8 } from "../../core/text";
import { secretsIn } from "../secrets";
import { oddTrees, type Tree } from "./trees";

/** Bytes of a model that are read at once; larger ones are listed as not looked into. CWE-770. */
const MAX_MODEL = 64 * 1024 ** 2;
/** Numbers in one line. A tree has at most some hundred thousand leaves. CWE-770. */
const MAX_NUMBERS = 4_000_000;

/** LightGBM's model as text: a header, trees as `key=numbers`, then importances and parameters. */
export const lightgbm: Format = {
  id: "lightgbm",
  title: "LightGBM model",
  extensions: [],
  claims: ({ bytes }) => /^tree\r?\nversion=v\d+\r?\n/.test(latin1(bytes.window(0, 64))),
  *open(artifact: Artifact, { budget }: OpenContext): Generator<Subject> {
    const { at, bytes } = artifact;
    if (bytes.window(MAX_MODEL, 1).length > 0) {
      const detail = `a LightGBM model of more than ${MAX_MODEL / 1024 ** 2} MiB is listed and not looked into`;
      yield { kind: "unreadable", at, reason: "unsupported", detail };
      return;
    }
    const text = utf8(bytes.read(0, bytes.size));
    const [header = "", ...trees] = text.split(/\nTree=\d{1,9}\r?\n/);
    const last = text.lastIndexOf("\nend of trees");
    if (last < 0)
      yield { kind: "unreadable", at, reason: "malformed", detail: "the text has no `end of trees`: is it complete?" };
    const highest = Number(fieldOf(header, "max_feature_idx"));
    const features = Number.isSafeInteger(highest) ? highest + 1 : undefined;
    const read = trees.map((tree, index) => treeOf(tree, index));
    const oddities = oddTrees(read, features, budget);
    if (oddities.length > 0) yield { kind: "layout", at, layout: { format: "lightgbm", oddities } };
    const metadata = Object.fromEntries(
      ["version", "objective", "num_class", "max_feature_idx"].flatMap((key) => {
        const value = fieldOf(header, key);
        return value === undefined ? [] : [[key, shorten(value, 200)]];
      }),
    ) as Record<string, string>;
    const nodes = read.reduce((sum, tree) => sum + tree.nodes, 0);
    const weights = {
      format: "lightgbm",
      tensors: read.length,
      parameters: BigInt(nodes),
      dtypes: {},
      bytes: bytes.size,
      metadata,
    };
    yield { kind: "weights", at, weights };
    yield* secretsIn(text.slice(Math.max(0, last)), at, "the parameters");
  },
};

/** Inner nodes and leaves are counted apart; a leaf is the complement of its number. A tree of one leaf has no nodes. */
function treeOf(text: string, index: number): Tree {
  const leaves = Number(fieldOf(text, "num_leaves"));
  const nodes = Number.isSafeInteger(leaves) && leaves > 1 ? leaves - 1 : 0;
  const list = (key: string) => (nodes === 0 ? [] : numbersOf(fieldOf(text, key)));
  return {
    name: `tree ${index}`,
    nodes,
    left: list("left_child"),
    right: list("right_child"),
    features: list("split_feature"),
    leaves: nodes + 1,
  };
}

function fieldOf(text: string, key: string): string | undefined {
  const start = text.startsWith(`${key}=`) ? 0 : text.indexOf(`\n${key}=`) + 1;
  if (start === 0 && !text.startsWith(`${key}=`)) return undefined;
  const end = text.indexOf("\n", start);
  return text.slice(start + key.length + 1, end < 0 ? text.length : end).trim();
}

function numbersOf(text = ""): number[] {
  return text === "" ? [] : text.split(" ", MAX_NUMBERS).map(Number);
}
