import type { ReferenceTarget } from "../../core/reference-facts";
import { itemsOf, member, membersOf, objectsOf, stringOf, type JsonMember, type JsonNode } from "../../syntax/json";
import { callableAt, dottedName, paramsTarget } from "./callables";

/** A field that names code, and where it stands in the text. */
export interface Seen {
  readonly field: string;
  /** Characters from the start of the text. */
  readonly at: number;
  readonly target: UnplacedTarget;
}

/** A class as transformers writes it, `module.Class` or `org/repo--module.Class`, before anyone looked for its file. */
export interface ClassReference {
  readonly kind: "class";
  readonly name: string;
  /** The file is looked for in this folder, not beside the configuration. */
  readonly folder?: string;
  /** Where the file is not there, the library imports the name as an installed one. */
  readonly orInstalled?: "import" | "component";
}

export type UnplacedTarget = ClassReference | Exclude<ReferenceTarget, { kind: "code" | "elsewhere" }>;

/** Every field of a tree that names code, in whatever object it stands: readers hand sub-configurations on. */
export function* referencesIn(root: JsonNode): Generator<Seen> {
  for (const { node, path } of objectsOf(root))
    for (const each of node.members) {
      const field = [...path, each.key].join(".");
      const read = Object.hasOwn(READERS, each.key) ? READERS[each.key] : undefined;
      if (read !== undefined) yield* read(each, field, { node, root });
    }
}

type Reader = (
  each: JsonMember,
  field: string,
  place: { readonly node: JsonNode; readonly root: JsonNode },
) => Iterable<Seen>;

const READERS: Readonly<Record<string, Reader>> = {
  auto_map: ({ value }, field) => textsBelow(value, field).map(asClass),
  custom_pipelines: ({ value }, field) =>
    membersOf(value).flatMap((task) =>
      textsBelow(member(task.value, "impl"), `${field}.${task.key}.impl`).map(asClass),
    ),
  attn_implementation: kernels(false),
  _attn_implementation: kernels(false),
  _attn_implementation_internal: kernels(true),
  _experts_implementation_internal: kernels(true),
  attribute_map: aliased,
  trust_remote_code: ({ value, at }, field) =>
    isTrue(value) ? [{ field, at, target: { kind: "trust", kept: false } }] : [],
  _target_: ({ value, at }, field, { node, root }) =>
    isName(value) ? [{ field, at, target: callableAt(value, node, root, "hydra") }] : [],
  target: ({ value, at }, field, { node, root }) =>
    paramsTarget(value, node, root).map((target) => ({ field, at, target })),
  activation_fn: imported,
  activation_function: imported,
  sbert_ce_default_activation_function: imported,
};

/** `???` is OmegaConf's word for a value that is still to be given. */
function isName(value: JsonNode): boolean {
  const text = stringOf(value);
  return text !== undefined && text !== "" && text !== "???";
}

/** Texts of a value: itself, or those of its lists and objects. */
function textsBelow(value: JsonNode | undefined, field: string): { field: string; at: number; text: string }[] {
  const found: { field: string; at: number; text: string }[] = [];
  const open: { node: JsonNode; field: string }[] = value === undefined ? [] : [{ node: value, field }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, field: name } = next;
    const text = stringOf(node);
    if (text !== undefined) found.push({ field: name, at: node.start, text });
    for (const each of membersOf(node)) open.push({ node: each.value, field: `${name}.${each.key}` });
    itemsOf(node).forEach((item, i) => open.push({ node: item, field: `${name}.${i}` }));
  }
  return found.sort((a, b) => a.at - b.at);
}

function asClass({ field, at, text }: { field: string; at: number; text: string }): Seen {
  return { field, at, target: { kind: "class", name: text } };
}

/** What transformers takes for a kernel of the hub: `org/repo`, with `@revision` and `:function`, behind `paged|`. */
const KERNEL = /^(?:[^|]{0,64}\|)?([^/:@|]{1,200}\/[^/:@|]{1,200})(?:@([^/:@|]{1,200}))?(?::[^/:|]{1,200})?$/;

function kernels(internal: boolean): Reader {
  return ({ value }, field) =>
    textsBelow(value, field).flatMap(({ field: name, at, text }) => {
      const [, repository, revision] = KERNEL.exec(text) ?? [];
      if (repository === undefined) return [];
      const pinned = revision === undefined ? {} : { revision };
      return [
        { field: name, at, target: { kind: "kernel", repository: repository.trim(), internal, ...pinned } as const },
      ];
    });
}

/** Other names for attributes: a value that goes to the internal field by another key gets there all the same. */
function aliased({ value }: JsonMember, field: string, { node, root }: { node: JsonNode; root: JsonNode }): Seen[] {
  return membersOf(value).flatMap((alias) => {
    const internal = stringOf(alias.value)?.endsWith("_implementation_internal") === true;
    const given = membersOf(node).filter(({ key }) => internal && key === alias.key);
    return given.flatMap((each) => [...kernels(true)(each, `${field}.${alias.key}`, { node, root })]);
  });
}

/** What Python takes for true; of texts those that do not say the opposite. */
function isTrue(value: JsonNode): boolean {
  if (value.kind === "object") return value.members.length > 0;
  if (value.kind === "array") return value.items.length > 0;
  if (typeof value.value !== "string") return Boolean(value.value) || Number.isNaN(value.value);
  return !/^(?:false|no|off|0|none|null|)$/i.test(value.value.trim());
}

/** A class of an activation that sentence-transformers imports; names without a dot are transformers' own. */
function imported({ value, at }: JsonMember, field: string): Seen[] {
  const name = stringOf(value);
  if (name === undefined || !dottedName(name)) return [];
  return [{ field, at, target: { kind: "callable", name, by: "import", arguments: [] } }];
}
