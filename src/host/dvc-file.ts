import type * as Yaml from "yaml";
import type { LineCounter, Node, YAMLMap } from "yaml";

/** Loaded on first use: it takes 5 ms, and most scans meet no DVC file. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const yaml = (): typeof Yaml => require("yaml") as typeof Yaml;

/** One output that a DVC file names. */
export interface DvcOutput {
  /** As written: relative to the DVC file's directory, or to its `wdir`. */
  readonly path: string;
  readonly digest?: string;
  /** True where `digest` is the plain md5 of the file's bytes. */
  readonly plainMd5: boolean;
  readonly size?: number;
  readonly line: number;
}

/** Bytes of a `.dvc` or `dvc.lock` that are read. Those of large projects have some hundred kB. CWE-400. */
export const MAX_DVC_BYTES = 8 * 1024 ** 2;
const MAX_OUTPUTS = 100_000;

export function isDvcFile(path: string): boolean {
  return path.endsWith(".dvc") || path === "dvc.lock" || path.endsWith("/dvc.lock");
}

/** Reads the outputs of a `.dvc` file or a `dvc.lock`; throws an `Error` that says what is wrong with it. */
export function parseDvcFile(text: string): DvcOutput[] {
  const lines = new (yaml().LineCounter)();
  const document = yaml().parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false, schema: "core" });
  const problem = document.errors[0];
  if (problem) throw new Error(`it is not valid YAML: ${problem.message.split("\n")[0]}`);
  if (!yaml().isMap(document.contents)) throw new Error("it has no `outs`");
  const outputs: DvcOutput[] = [];
  for (const map of holders(document.contents)) {
    const wdir = textOf(map, "wdir");
    const outs = map.get("outs", true);
    if (outs === undefined || outs === null) continue;
    if (!yaml().isSeq(outs)) throw new Error("its `outs` is no list");
    for (const item of outs.items) outputs.push(output(item as Node, wdir, lines));
    if (outputs.length > MAX_OUTPUTS) throw new Error(`it has more than ${MAX_OUTPUTS} outputs`);
  }
  return outputs;
}

/** The maps that may have `outs`: the file itself, and each stage of a `dvc.lock` of either schema. */
function holders(root: YAMLMap): YAMLMap[] {
  if (root.has("outs")) return [root];
  const stages = root.get("stages", true);
  const from = yaml().isMap(stages) ? stages : root;
  return from.items.map((pair) => pair.value).filter((value): value is YAMLMap => yaml().isMap(value));
}

function output(item: Node, wdir: string | undefined, lines: LineCounter): DvcOutput {
  const line = lines.linePos(item.range?.[0] ?? 0).line;
  if (!yaml().isMap(item)) throw new Error(`line ${line}: an output that is no map (aliases are not read)`);
  const path = textOf(item, "path");
  if (path === undefined) throw new Error(`line ${line}: an output without a path`);
  const digest = textOf(item, "md5") ?? textOf(item, "checksum") ?? textOf(item, "etag");
  const size = Number(textOf(item, "size"));
  return {
    path: wdir === undefined ? path : `${wdir}/${path}`,
    ...(digest === undefined ? {} : { digest }),
    plainMd5: textOf(item, "hash") === "md5" && /^[0-9a-f]{32}$/.test(textOf(item, "md5") ?? ""),
    ...(Number.isSafeInteger(size) ? { size } : {}),
    line,
  };
}

/** A scalar as text. Values are taken from nodes one by one, so that no alias is ever expanded (CWE-776). */
function textOf(map: YAMLMap, key: string): string | undefined {
  const node = map.get(key, true);
  return yaml().isScalar(node) && (typeof node.value === "string" || typeof node.value === "number")
    ? String(node.value)
    : undefined;
}
