import { withoutSecrets } from "../core/secrets";
import type { Source } from "../core/card-facts";
import type { PipelineData, PipelineStage } from "../core/inventory";
import { withoutCredentials } from "../lockfiles/address";
import { itemsOf, member, membersOf, stringOf, type JsonMember, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { commandOf, parametersOf, scalarText } from "./dvc-values";
import type { TreeFile } from "./input";
import { machineYamlOf, yamlOf } from "./json-text";
import { byCodePoint } from "../core/order";
import { sortedBy } from "./order";
import { baseName, directoryOf, resolveIn, ROOT } from "./paths";

/** Stages and outputs of one tree. The largest real projects have some thousand. CWE-770. */
const MAX_STAGES = 10_000;
const MAX_DATA = 100_000;

/** What DVC keeps outside of git. */
export interface DvcOutput extends PipelineData {
  /** Where DVC says so. */
  readonly at: Source;
  /** The digest is of a list of files. */
  readonly directory: boolean;
  /** As `artifacts` of `dvc.yaml` says: `model`, `dataset`. */
  readonly type?: string;
}

/** Everything that the DVC files of a tree say (https://dvc.org/doc/user-guide/project-structure). */
export interface DvcFacts {
  readonly stages: readonly PipelineStage[];
  /** By path from the root of the tree; without metrics and plots. */
  readonly outputs: ReadonlyMap<string, DvcOutput>;
  /** Files of which not all was read, with the reason. */
  readonly unread: readonly { readonly path: string; readonly detail: string }[];
}

export function isDvc(path: string): boolean {
  return path.endsWith(".dvc") || ["dvc.lock", "dvc.yaml"].includes(baseName(path));
}

export function readDvc(files: readonly TreeFile[]): DvcFacts {
  const reader = new DvcReader();
  const all = sortedBy(
    files.filter(({ path }) => isDvc(path)),
    ({ path }) => path,
  );
  const known = all.filter(({ text }) => text !== undefined);
  for (const { path, size, text } of all)
    if (text === undefined) reader.leave(path, `it has ${size} bytes and was not read`);
  // `dvc.yaml` first: it says what a locked output is.
  for (const file of known) if (baseName(file.path) === "dvc.yaml") reader.pipeline(file);
  for (const file of known) if (baseName(file.path) === "dvc.lock") reader.lock(file);
  for (const file of known) if (file.path.endsWith(".dvc")) reader.pointer(file);
  return reader.facts();
}

/** A stage while its two files are read. */
interface Draft {
  readonly name: string;
  readonly directory: string;
  readonly stage: PipelineStage;
}

class DvcReader {
  private readonly drafts = new Map<string, Draft>();
  private readonly outputs = new Map<string, DvcOutput>();
  private readonly types = new Map<string, string>();
  /** Metrics and plots, and the directories with them: results, no data. */
  private readonly results = new Set<string>();
  /** By path: the first reason counts. */
  private readonly unread = new Map<string, string>();
  private data = 0;

  leave(path: string, detail: string): void {
    if (!this.unread.has(path)) this.unread.set(path, detail);
  }

  /** The value of a file; said where there is none. */
  private rootOf({ path, text = "" }: TreeFile, read: (text: string) => readonly JsonNode[]): JsonNode | undefined {
    const root = read(text)[0];
    const empty = root === undefined ? text.trim() === "" : root.kind === "scalar" && root.value === null;
    if (root?.kind !== "object" && !empty) this.leave(path, "it could not be read as YAML of DVC");
    return root;
  }

  pipeline(file: TreeFile): void {
    const { path, text = "" } = file;
    // The tolerant reader takes less text, and no deep nesting.
    const root = this.rootOf(file, (each) => {
      const found = yamlOf(each);
      return found.length > 0 ? found : machineYamlOf(each);
    });
    const lines = new Lines(text);
    const home = directoryOf(path);
    for (const { value } of membersOf(member(root, "artifacts"))) {
      const where = resolveIn(home, stringOf(member(value, "path")) ?? "..");
      const type = stringOf(member(value, "type"));
      if (where !== undefined && type !== undefined) this.types.set(where, type);
    }
    for (const key of ["metrics", "plots"]) this.result(member(root, key), home);
    for (const { key, at, value } of membersOf(member(root, "stages"))) {
      const directory = resolveIn(home, scalarText(member(value, "wdir")) ?? ".") ?? home;
      for (const kind of ["metrics", "plots"]) this.result(member(value, kind), directory);
      this.stage(key, path, directory, {
        ...commandOf(member(value, "cmd")),
        inputs: this.listed(member(value, "deps"), directory),
        outputs: this.listed(member(value, "outs"), directory),
        parameters: [],
        at: { path, line: lines.lineOf(at) },
      });
    }
  }

  /** Schema 2.0, or the first one, which had the stages at the root. */
  lock(file: TreeFile): void {
    const { path, text = "" } = file;
    const root = this.rootOf(file, machineYamlOf);
    const lines = new Lines(text);
    for (const { key, at, value } of membersOf(member(root, "stages") ?? root)) {
      if (value.kind !== "object") continue;
      const written = this.drafts.get(`${path.slice(0, -"lock".length)}yaml\n${key}`);
      const directory = written?.directory ?? directoryOf(path);
      this.stage(key, `${path.slice(0, -"lock".length)}yaml`, directory, {
        ...commandOf(member(value, "cmd")),
        inputs: this.listed(member(value, "deps"), directory),
        outputs: this.kept(member(value, "outs"), directory, path, lines),
        parameters: parametersOf(member(value, "params")),
        at: { path, line: lines.lineOf(at) },
      });
    }
  }

  /** A `.dvc` file: data that was added, or taken from elsewhere, which is a stage. */
  pointer(file: TreeFile): void {
    const { path, text = "" } = file;
    const root = this.rootOf(file, machineYamlOf);
    if (root?.kind !== "object") return;
    const lines = new Lines(text);
    const home = directoryOf(path);
    const directory = resolveIn(home, scalarText(member(root, "wdir")) ?? ".") ?? home;
    const outputs = this.kept(member(root, "outs"), directory, path, lines);
    const deps = itemsOf(member(root, "deps"));
    if (deps.length === 0) return;
    const inputs = deps.flatMap((each) => this.imported(each, directory));
    this.stage(path, "", directory, { inputs, outputs, parameters: [], at: { path, line: 1 } });
  }

  facts(): DvcFacts {
    const outputs = sortedBy(this.outputs.values(), ({ path }) => path)
      .filter(({ path }) => !this.results.has(path))
      .map((each) => {
        const type = this.types.get(each.path);
        return [each.path, type === undefined ? each : { ...each, type }] as const;
      });
    const stages = sortedBy(
      [...this.drafts.values()].map(({ stage }) => stage),
      ({ name }) => name,
    );
    const unread = [...this.unread].map(([path, detail]) => ({ path, detail }));
    return { stages, outputs: new Map(outputs), unread };
  }

  /** Pipelines below the root are named as DVC addresses them: `sub/dvc.yaml:train`. What is locked replaces what is asked for. */
  private stage(key: string, pipeline: string, directory: string, stage: Omit<PipelineStage, "name">): void {
    const name = pipeline === "" || pipeline === "dvc.yaml" ? key : `${pipeline}:${key}`;
    const id = `${pipeline}\n${key}`;
    if (this.drafts.size >= MAX_STAGES && !this.drafts.has(id))
      return this.leave(
        stage.at.path,
        `there are more than ${MAX_STAGES.toLocaleString("en-US")} stages; the rest was left out`,
      );
    const sorted = { inputs: byPath(stage.inputs), outputs: byPath(stage.outputs) };
    this.drafts.set(id, { name, directory, stage: { name, ...stage, ...sorted } });
  }

  /** Paths, or maps whose only key is a path, as in `dvc.yaml`; maps with `path` and a digest, as in `dvc.lock`. */
  private listed(list: JsonNode | undefined, directory: string): PipelineData[] {
    return itemsOf(list)
      .slice(0, Math.max(0, MAX_DATA - this.data))
      .flatMap((each) => {
        const written = scalarText(member(each, "path")) ?? scalarText(each) ?? onlyKey(each);
        if (written === undefined) return [];
        this.data++;
        const md5 = md5Of(each);
        const size = sizeOf(each);
        const path = resolveIn(directory, withoutSecrets(written)) ?? withoutSecrets(withoutCredentials(written));
        return [{ path, ...(md5 === undefined ? {} : { md5 }), ...(size === undefined ? {} : { size }) }];
      });
  }

  private kept(list: JsonNode | undefined, directory: string, path: string, lines: Lines): PipelineData[] {
    const found: PipelineData[] = [];
    for (const each of itemsOf(list)) {
      const [data] = this.listed({ ...list!, kind: "array", items: [each] }, directory);
      if (data === undefined) continue;
      found.push(data);
      const at: Source = { path, line: lines.lineOf(each.start) };
      if (resolveIn(".", data.path) === data.path && !this.outputs.has(data.path))
        this.outputs.set(data.path, { ...data, at, directory: data.md5?.endsWith(".dir") === true });
    }
    return found;
  }

  /** What `dvc import` writes: a path in another repository, at a commit. */
  private imported(each: JsonNode, directory: string): PipelineData[] {
    const url = stringOf(member(each, "repo", "url"));
    const [data] = this.listed({ kind: "array", items: [each], start: each.start, end: each.end }, directory);
    if (data === undefined || url === undefined) return data === undefined ? [] : [data];
    const commit = stringOf(member(each, "repo", "rev_lock")) ?? stringOf(member(each, "repo", "rev"));
    const written = stringOf(member(each, "path")) ?? "";
    const from = `${withoutCredentials(url)}${commit === undefined ? "" : `@${commit}`}#${written}`;
    return [{ ...data, path: withoutSecrets(from) }];
  }

  private result(list: JsonNode | undefined, directory: string): void {
    for (const { path } of this.listed(list, directory))
      for (let at = path; at !== ROOT && !this.results.has(at); at = directoryOf(at)) this.results.add(at);
  }
}

const byPath = (data: readonly PipelineData[]): readonly PipelineData[] =>
  [...data].sort((a, b) => byCodePoint(a.path, b.path));

const onlyKey = (node: JsonNode): string | undefined => (membersOf(node)[0] satisfies JsonMember | undefined)?.key;

/** Hex, with `.dir` where it is of a list of files. */
function md5Of(node: JsonNode): string | undefined {
  const md5 = stringOf(member(node, "md5"));
  return md5 !== undefined && /^[0-9a-f]{32}(\.dir)?$/.test(md5) ? md5 : undefined;
}

function sizeOf(node: JsonNode): number | undefined {
  const text = scalarText(member(node, "size"));
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
