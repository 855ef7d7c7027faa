import type { BaseModel } from "../../core/reference-facts";
import { itemsOf, member, membersOf, stringOf, type JsonMember, type JsonNode } from "../../syntax/json";
import type { Seen } from "./references";

/** What only the file of one name says, as its own library reads it. */
export function* referencesOf(base: string, root: JsonNode): Generator<Seen> {
  switch (base) {
    case "modules.json":
      for (const [i, item] of itemsOf(root).entries())
        if (member(item, "path") !== undefined) yield* moduleType(member(item, "type"), `${i}.type`);
      break;
    case "config.json": // where a router had its types before
      if (member(root, "structure") !== undefined) yield* routerTypes(root);
      break;
    case "router_config.json":
      yield* routerTypes(root);
      break;
    case "wordembedding_config.json":
      yield* moduleType(member(root, "tokenizer_class"), "tokenizer_class");
      break;
    case "model_index.json":
    case "modular_model_index.json":
      for (const each of membersOf(root)) yield* each.key === "_class_name" ? pipelineClass(each) : component(each);
      break;
    case "adapter_config.json":
      yield* adapter(root);
  }
}

function* routerTypes(root: JsonNode): Generator<Seen> {
  for (const { key, value } of membersOf(member(root, "types"))) yield* moduleType(value, `types.${key}`);
}

/** A module of sentence-transformers: its own, a file of this directory, or something that is installed. */
function* moduleType(value: JsonNode | undefined, field: string): Generator<Seen> {
  const name = stringOf(value);
  if (value === undefined || name === undefined || !/\.|--/.test(name)) return;
  // Of its own modules a class is meant; what else they import (`…model.torch`) would be taken as well.
  if (/^sentence_transformers\.(\w+\.)*[A-Z]\w*$/.test(name)) return;
  yield { field, at: value.start, target: { kind: "class", name, orInstalled: "import" } };
}

/** `["pipeline", "MyPipeline"]`: a pipeline of the repository; a text is a class of diffusers. */
function* pipelineClass({ key, value }: JsonMember): Generator<Seen> {
  const [file, name] = itemsOf(value).map(stringOf);
  if (file !== undefined && name !== undefined)
    yield { field: key, at: value.start, target: { kind: "class", name: `${file}.${name}` } };
}

/** `["library", "Class"]`, the library being one that is installed or a file of the component's folder. */
function* component({ key, value }: JsonMember): Generator<Seen> {
  const [library, name] = itemsOf(value);
  const [from, what] = [stringOf(library), stringOf(name)];
  if (from !== undefined && what !== undefined) {
    const target = { kind: "class", name: `${from}.${what}`, folder: key, orInstalled: "component" } as const;
    yield { field: key, at: value.start, target };
  }
  const spec = itemsOf(value)[2];
  const source = member(spec, "pretrained_model_name_or_path") ?? member(spec, "repo");
  const model = stringOf(source);
  if (source !== undefined && model !== undefined && model !== "")
    yield { field: key, at: source.start, target: baseModel(model, stringOf(member(spec, "revision"))) };
}

function* adapter(root: JsonNode): Generator<Seen> {
  const base = member(root, "base_model_name_or_path");
  const name = stringOf(base);
  if (base !== undefined && name !== undefined && name !== "") {
    const target = baseModel(name, stringOf(member(root, "revision")));
    yield { field: "base_model_name_or_path", at: base.start, target };
  }
  const mapping = member(root, "auto_mapping");
  const [library, model] = ["parent_library", "base_model_class"].map((key) => stringOf(member(mapping, key)));
  if (mapping !== undefined && library !== undefined)
    yield callable("auto_mapping", mapping.start, `${library}.${model}`);
  const core = member(root, "megatron_core");
  const module = stringOf(core);
  if (core !== undefined && module !== undefined) yield callable("megatron_core", core.start, `${module}.`);
}

function callable(field: string, at: number, name: string): Seen {
  return { field, at, target: { kind: "callable", name, by: "import", arguments: [] } };
}

const URL = /^[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\//;
/** `name` or `org/name`, as the hub allows them. */
const HUB = /^[\w-][\w.-]{0,95}(?:\/[\w-][\w.-]{0,95})?$/;

function baseModel(name: string, revision: string | undefined): BaseModel {
  const place = URL.test(name) ? "url" : HUB.test(name) ? "hub" : "local";
  return { kind: "model", name, place, ...(revision === undefined ? {} : { revision }) };
}
