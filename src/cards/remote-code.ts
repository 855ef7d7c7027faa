import type { CardFact } from "../core/card-facts";
import type { JsonNode } from "../syntax/json";
import type { CardDocument } from "./document";

/** Classes that `auto_map` names: 20 auto classes are known. CWE-770. */
const MAX_CLASSES = 64;

/**
 * `auto_map` (transformers, "Sharing custom models"): classes that are loaded from the repository's own Python files, or
 * from another repository's (`org/name--module.Class`), with `trust_remote_code`. One property each: `AutoModel: module.Class`.
 */
export function* remoteCode(document: CardDocument, map: JsonNode | undefined): Generator<CardFact> {
  for (const { key, value } of document.members(map).slice(0, MAX_CLASSES))
    for (const name of document.names(value).slice(0, 4)) {
      const shown = document.shown(name)!;
      yield document.say("remote-code", /^\w{1,80}$/.test(key) ? `${key}: ${shown}` : shown, name);
    }
}
