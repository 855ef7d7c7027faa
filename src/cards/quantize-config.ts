import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import { baseNameOf, fromJson, type CardDocument } from "./document";
import { quantizationFacts } from "./hf-config/quantization";

const NAMES = new Set(["quantize_config.json", "quant_config.json", "hf_quant_config.json"]);

/** Settings that GPTQ and AWQ quantizers, and NVIDIA's ModelOpt, write beside the weights. */
export const quantizeConfig: CardReader = {
  id: "quantize-config",
  title: "Quantization settings",
  claims: (path) => NAMES.has(baseNameOf(path)),
  read: (text, path) => fromJson(text, path, facts),
};

function* facts(document: CardDocument): Generator<CardFact> {
  const algorithm = document.get("quantization", "quant_algo");
  yield* document.fact("quantization", algorithm);
  yield* document.property("kv-cache-quantization", document.get("quantization", "kv_cache_quant_algo"));
  if (document.root.kind === "object" && algorithm === undefined)
    yield* quantizationFacts(document, document.root, methodOf(document));
}

/** Files of before `quant_method`, by the settings that only one method has. */
function methodOf(document: CardDocument): string | undefined {
  const has = (key: string): boolean => document.get(key) !== undefined;
  if (has("desc_act") && has("bits")) return "gptq";
  return has("w_bit") && has("q_group_size") ? "awq" : undefined;
}
