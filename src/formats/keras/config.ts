import { BufferSource } from "../../bytes/sources";
import type { KerasCode, KerasFacts, KerasFile, KerasLoader, KerasName, KerasRepeat } from "../../core/keras-facts";
import { within, type Location } from "../../core/location";
import type { Subject } from "../../core/subject";
import { duplicates, member, parseJson, stringOf, type JsonNode, type JsonObject } from "../../syntax/json";
import { secretsIn } from "../secrets";
import { codesOf } from "./codes";
import { filesOf } from "./files";
import { objectFrames, whereOf, type Frame } from "./frames";
import { namesOf, type NamedHere } from "./names";

/** Distinct names, pieces of code, files and repeats of one configuration that are kept. CWE-770. */
const MAX_FACTS = 10_000;
/**
 * Values of one configuration. Layers have some hundred each, vocabularies up to a million; each takes some 250 bytes
 * of memory here. CWE-770.
 */
const MAX_VALUES = 1_500_000;

export interface ConfigOptions {
  readonly loader?: KerasLoader;
  readonly metadata?: Readonly<Record<string, string>>;
  /** What was told before of the same model: a SavedModel describes each layer again by itself. Grows. */
  readonly seen?: Set<string>;
  /** False where someone else looks for secrets in the same text. */
  readonly secrets?: boolean;
}

/**
 * What a model's configuration, as JSON text, would make Keras do: one `keras` fact, with members for the pickles
 * that it carries and facts for the secrets. `place` says where in the artifact the text stands, for people; empty
 * where the location says it. Throws `Malformed` where the text is no JSON.
 */
export function* kerasConfigFacts(
  text: string,
  at: Location,
  place: string,
  { loader = "saved-model", metadata = {}, seen = new Set(), secrets = true }: ConfigOptions = {},
): Generator<Subject> {
  const reading = new ConfigReading(place, seen);
  reading.read(parseJson(text, MAX_VALUES));
  yield { kind: "keras", at, keras: { loader, metadata, ...reading.facts() } };
  for (const { where, bytes } of reading.pickles) {
    const inside = within(at, `<module of ${where}>`);
    yield { kind: "member", at: inside, artifact: { at: inside, bytes: new BufferSource(bytes), depth: 1 } };
  }
  if (reading.dropped > 0)
    yield {
      kind: "unreadable",
      at,
      reason: "limit",
      detail: `${reading.dropped} more different names in its configuration`,
    };
  if (secrets) yield* secretsIn(text, at, place === "" ? "the configuration" : place);
}

class ConfigReading {
  readonly pickles: { readonly where: string; readonly bytes: Uint8Array }[] = [];
  private readonly names = new Map<string, KerasName & { count: number }>();
  private readonly codes: KerasCode[] = [];
  private readonly files: KerasFile[] = [];
  private readonly repeats: KerasRepeat[] = [];
  private objects = 0;
  dropped = 0;

  constructor(
    private readonly place: string,
    private readonly seen: Set<string>,
  ) {}

  read(root: JsonNode): void {
    for (const frame of objectFrames(root)) {
      if (stringOf(member(frame.node, "class_name")) !== undefined) this.objects++;
      for (const named of namesOf(frame)) this.noteName(frame, named);
      this.noteCode(frame);
      this.noteFiles(frame);
      for (const { key } of duplicates(frame.node))
        this.once(`repeat\n${key}`, () => this.repeats.push({ key, where: this.where(frame) }));
    }
  }

  facts(): Pick<KerasFacts, "names" | "codes" | "files" | "repeats" | "objects"> {
    const { names, codes, files, repeats, objects } = this;
    return { names: [...names.values()], codes, files, repeats, objects };
  }

  private where(frame: Frame, key?: string): string {
    return whereOf(frame, this.place, key);
  }

  private noteName(frame: Frame, { key, ...name }: NamedHere): void {
    const identity = ["name", name.use, name.module, name.name, name.registered, name.called].join("\n");
    const known = this.names.get(identity);
    if (known !== undefined) known.count++;
    else this.once(identity, () => this.names.set(identity, { ...name, where: this.where(frame, key), count: 1 }));
  }

  private noteCode(frame: Frame<JsonObject>): void {
    for (const { key, code } of codesOf(frame.node))
      this.once(`code\n${code.digest}`, () => this.codes.push({ ...code, where: this.where(frame, key) }));
  }

  private noteFiles(frame: Frame<JsonObject>): void {
    for (const { key, role, path, bytes } of filesOf(frame.node)) {
      const where = this.where(frame, key);
      this.once(`file\n${role}\n${path === "" ? where : path}`, () => {
        this.files.push({ role, path, where });
        if (bytes !== undefined) this.pickles.push({ where, bytes });
      });
    }
  }

  /** Does it unless it was done, for this configuration or one before it of the same model. */
  private once(identity: string, note: () => void): void {
    if (this.seen.has(identity)) return;
    if (this.seen.size >= MAX_FACTS) {
      this.dropped++;
      return;
    }
    this.seen.add(identity);
    note();
  }
}
