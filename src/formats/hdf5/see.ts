import { Unsupported } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import type { Hdf5Fact } from "../../core/hdf5-facts";
import type { LayoutFact } from "../../core/layout-facts";
import type { Artifact, Subject } from "../../core/subject";
import { FIRST_PLUGIN, isProblem, type Hdf5File, type Problem, type Visited } from "../../bytes/hdf5";
import { appended } from "../appended";
import { hiddenRange } from "../hidden-range";
import { externalFile } from "../external-file";
import { secretsIn } from "../secrets";
import { filesInAttribute, filesInDataset } from "./pickles";
import { hugeShape, Sizes } from "./sizes";

/** Problems of one file that are told; the rest says nothing more. */
const MAX_PROBLEMS = 20;
/** Facts of a kind about one file that are kept. CWE-770. */
const MAX_FACTS = 1000;
/** Characters of one text that are searched for credentials. CWE-400. */
const MAX_SEARCHED = 4 * 1024 ** 2;

/**
 * Everything that is seen of any HDF5 file: its weights, files outside of it that it names, what makes the library load
 * plugins, pickles and credentials in attributes and small data, and what is broken. `format` is the id in the facts: a format
 * that refines `hdf5` gives its own, and adds what only it knows.
 */
export function* seeHdf5(
  file: Hdf5File,
  artifact: Artifact,
  context: OpenContext,
  format = "hdf5",
): Generator<Subject> {
  yield* new Sight(file, artifact, context, format).all();
}

class Sight {
  private readonly sizes: Sizes;
  private readonly seen: Hdf5Fact[] = [];
  private readonly oddities: LayoutFact[] = [];
  private readonly problems: { path: string; problem: Problem }[] = [];
  private unread: { path: string; problem: Problem } | undefined;
  private unreadCount = 0;

  constructor(
    private readonly file: Hdf5File,
    private readonly artifact: Artifact,
    private readonly context: OpenContext,
    private readonly format: string,
  ) {
    this.sizes = new Sizes(artifact.bytes.size);
  }

  *all(): Generator<Subject> {
    const { at } = this.artifact;
    for (const visited of this.file.walk((path, problem) => this.broken(path, problem))) yield* this.visit(visited);
    if (this.file.hasCacheImage()) {
      const detail = "an image of the library's cache stands for other parts of the file";
      this.seen.push({ what: "cache-image", part: "", detail });
    }
    for (const overlap of this.sizes.overlaps()) keep(this.oddities, overlap);
    yield { kind: "weights", at, weights: this.sizes.facts(this.format) };
    if (this.seen.length > 0) yield { kind: "hdf5", at, hdf5: { format: this.format, seen: this.seen } };
    if (this.oddities.length > 0)
      yield { kind: "layout", at, layout: { format: this.format, oddities: this.oddities } };
    for (const { path, problem } of this.problems) yield this.unreadable(path, "malformed", problem);
    yield* this.unsupported();
    yield* this.rest();
  }

  private *visit({ path, link, object }: Visited): Generator<Subject> {
    if (link?.kind === "external") yield* this.outside("linked file", link.file, path);
    if (link?.kind === "user")
      keep(this.seen, { what: "user-link", part: path, detail: `is a link of class ${link.class}`, id: link.class });
    if (object === undefined) return;
    yield* this.orBroken(path, this.attributes(path, object));
    yield* this.orBroken(path, this.dataset(path, object));
  }

  private *attributes(path: string, object: NonNullable<Visited["object"]>): Generator<Subject> {
    for (const attribute of object.attributes()) {
      if (path === "/") this.sizes.describe(attribute);
      for (const text of attribute.value.strings() ?? [])
        yield* secretsIn(text.slice(0, MAX_SEARCHED), this.artifact.at, `${path} attribute ${attribute.name}`);
      yield* filesInAttribute(this.artifact, attribute, path, this.context);
    }
  }

  private *dataset(path: string, object: NonNullable<Visited["object"]>): Generator<Subject> {
    const dataset = object.dataset();
    if (dataset === undefined) return;
    for (const name of new Set(dataset.externalFiles.map(({ name }) => name)))
      yield* this.outside("external data", name, path);
    for (const name of new Set(dataset.virtualSources.map(({ file }) => file)))
      if (name !== ".") yield* this.outside("source of a virtual dataset", name, path);
    for (const { id, name } of dataset.filters)
      if (id >= FIRST_PLUGIN)
        keep(this.seen, { what: "filter", part: path, detail: `filter ${id}${name === "" ? "" : ` (${name})`}`, id });
    const huge = hugeShape(path, dataset);
    if (huge !== undefined) keep(this.seen, huge);
    for (const oddity of this.sizes.add(path, dataset)) keep(this.oddities, oddity);
    yield* filesInDataset(this.artifact, dataset, path, this.context);
  }

  /** The library looks for it beside this file, and opens it when the name is used. */
  private *outside(role: string, path: string, part: string): Generator<Subject> {
    this.context.budget.spend("facts", 1);
    const name = { format: this.format, role, path, part };
    yield* externalFile(this.artifact.at, name, this.context.neighbours(this.artifact));
  }

  /** What cannot be read of an object does not hide the others. */
  private *orBroken(path: string, subjects: Generator<Subject>): Generator<Subject> {
    try {
      yield* subjects;
    } catch (error) {
      if (!isProblem(error)) throw error;
      this.broken(path, error);
    }
  }

  private broken(path: string, problem: Problem): void {
    if (problem instanceof Unsupported) {
      this.unread ??= { path, problem };
      this.unreadCount++;
    } else if (this.problems.length < MAX_PROBLEMS) this.problems.push({ path, problem });
  }

  /** What the superblock says of the file's end, in bytes from its start whatever the user block. */
  private *rest(): Generator<Subject> {
    const { at, bytes } = this.artifact;
    const { start, end } = this.file.superblock;
    yield* hiddenRange(this.artifact, 0, start, "the user block", this.context);
    if (end === undefined) return;
    if (end < bytes.size) yield* appended(this.artifact, end, "the HDF5 file", this.context);
    if (end <= bytes.size) return;
    const detail = `the file is truncated: ${end - bytes.size} of ${end} bytes are missing`;
    yield { kind: "unreadable", at, reason: "malformed", detail };
  }

  /** One for all: data behind one filter is in many datasets. */
  private *unsupported(): Generator<Subject> {
    if (this.unread === undefined) return;
    const { path, problem } = this.unread;
    const more = this.unreadCount === 1 ? "" : ` (and ${this.unreadCount - 1} more objects)`;
    yield this.unreadable(path, "unsupported", problem, more);
  }

  private unreadable(path: string, reason: "malformed" | "unsupported", problem: Problem, more = ""): Subject {
    const { at } = this.artifact;
    const offset = "offset" in problem ? problem.offset : undefined;
    return {
      kind: "unreadable",
      at: offset === undefined ? at : { ...at, offset },
      reason,
      detail: `${path}: ${problem.message}${more}`,
    };
  }
}

function keep<T>(list: T[], fact: T): void {
  if (list.length < MAX_FACTS) list.push(fact);
}
