import type { Document, YAMLMap, YAMLSeq } from "yaml";
import type { LockedModel } from "./models-lock";

/** An entry to write: as read, but for its places. */
export type NewModel = Omit<LockedModel, "files" | "line"> & {
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
};

const FIRST_TEXT =
  "# Where the models of this repository came from: `model-assay lock` writes and checks it.\nversion: 1\n";

/**
 * The manifest's text with these entries: one of the same path is replaced where it stands, others come last. Comments and
 * the order of everything else stay as they are. `text` has been read by `parseModelsLock`, or is absent.
 */
export async function withModels(text: string | undefined, models: readonly NewModel[]): Promise<string> {
  const yaml = await import("yaml");
  const document: Document = yaml.parseDocument(text ?? FIRST_TEXT);
  let list = document.get("models");
  if (!yaml.isSeq(list)) {
    list = document.createNode([]);
    document.set("models", list);
  }
  const entries = list as YAMLSeq<YAMLMap>;
  entries.flow = false;
  for (const model of models) {
    const known = entries.items.find((item) => yaml.isMap(item) && item.get("path") === model.path);
    if (known === undefined) entries.add(document.createNode(plain(model)) as YAMLMap);
    else replace(document, known, model);
  }
  return document.toString({ lineWidth: 0 });
}

function plain({ path, source, revision, fetched, files }: NewModel): Record<string, unknown> {
  return { path, source, ...(revision === undefined ? {} : { revision }), fetched, files: files.map(plainFile) };
}

function plainFile({ path, size, sha256 }: NewModel["files"][number]): Record<string, unknown> {
  return { path, size, sha256 };
}

/** Files that stay keep their nodes, and with them their comments. */
function replace(document: Document, entry: YAMLMap, model: NewModel): void {
  const before = entry.get("files") as YAMLSeq<YAMLMap> | undefined;
  const known = new Map((before?.items ?? []).map((item) => [item.get("path"), item]));
  const files = model.files.map((file) => {
    const node = known.get(file.path);
    if (node === undefined) return document.createNode(plainFile(file));
    node.set("size", file.size);
    node.set("sha256", file.sha256);
    return node;
  });
  entry.set("source", model.source);
  if (model.revision === undefined) entry.delete("revision");
  else if (entry.has("revision")) entry.set("revision", model.revision);
  else entry.items.splice(2, 0, document.createPair("revision", model.revision) as YAMLMap["items"][number]);
  entry.set("fetched", model.fetched);
  const list = document.createNode([]) as unknown as YAMLSeq;
  list.items = files;
  entry.set("files", list);
}
