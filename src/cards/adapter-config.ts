import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import { member } from "../syntax/json";
import { baseNameOf, fromJson, type CardDocument } from "./document";
import { baseFacts } from "./bases";
import { remoteCode } from "./remote-code";

const SETTINGS: readonly (readonly [property: string, key: string])[] = [
  ["peft-type", "peft_type"],
  ["peft-version", "peft_version"],
  ["task-type", "task_type"],
  ["lora-rank", "r"],
  ["lora-alpha", "lora_alpha"],
  ["lora-dropout", "lora_dropout"],
  ["lora-bias", "bias"],
  ["use-dora", "use_dora"],
  ["use-rslora", "use_rslora"],
  ["num-virtual-tokens", "num_virtual_tokens"],
];
/** Modules of a base model that an adapter changes; real ones name at most some hundred. CWE-770. */
const MAX_MODULES = 256;

/** What PEFT writes beside an adapter's weights (`PeftConfig.save_pretrained`), and AdapterHub's file of the same name. */
export const adapterConfig: CardReader = {
  id: "adapter-config",
  title: "Adapter configuration",
  claims: (path) => baseNameOf(path) === "adapter_config.json",
  read: (text, path) => fromJson(text, path, facts),
};

function* facts(document: CardDocument): Generator<CardFact> {
  yield* base(document);
  for (const [property, key] of SETTINGS) yield* document.property(property, document.get(key));
  for (const [property, key] of [
    ["target-module", "target_modules"],
    ["saved-module", "modules_to_save"],
  ] as const)
    for (const name of document.names(document.get(key)).slice(0, MAX_MODULES))
      yield* document.property(property, name);
  const map = document.get("auto_mapping");
  yield* document.property("base-class", member(map, "base_model_class"));
  yield* document.property("base-library", member(map, "parent_library"));
  yield* remoteCode(document, document.get("auto_map"));
}

function* base(document: CardDocument): Generator<CardFact> {
  const named = [document.get("base_model_name_or_path"), document.get("model_name")];
  const said = named.find((node) => document.shown(node) !== undefined);
  if (said === undefined) return;
  const name = document.shown(said)!;
  const revision = document.shown(document.get("revision"));
  yield* baseFacts({ name, revision, relation: "adapter", at: document.at(said), short: true });
}
