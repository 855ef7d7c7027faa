import type { CardFact } from "../../core/card-facts";
import { member, type JsonNode } from "../../syntax/json";
import type { CardDocument } from "../document";

/** Members of a quantization's settings, under the names that each method has for them, by our property. */
const SETTINGS: readonly (readonly [property: string, ...keys: string[]])[] = [
  ["quantization-group-size", "group_size", "q_group_size"],
  ["quantization-symmetric", "sym"],
  ["quantization-zero-point", "zero_point"],
  ["quantization-act-order", "desc_act"],
  ["quantization-format", "format", "checkpoint_format", "fmt"],
  ["quantization-version", "version"],
  ["quantization-compute-dtype", "bnb_4bit_compute_dtype"],
  ["quantization-double", "bnb_4bit_use_double_quant"],
];

/**
 * Settings of a quantization: `quantization` (`gptq 4-bit`), and its details as properties. `method` where they do not
 * name one themselves.
 */
export function* quantizationFacts(document: CardDocument, node: JsonNode, method?: string): Generator<CardFact> {
  const get = (key: string): string | undefined => document.shown(member(node, key));
  const words = [get("quant_method") ?? method, widthOf(get), get("bnb_4bit_quant_type")];
  const value = words.filter((word) => word !== undefined).join(" ");
  if (value !== "") yield { kind: "quantization", at: document.at(node), value };
  for (const [property, ...keys] of SETTINGS) {
    const key = keys.find((each) => get(each) !== undefined);
    if (key !== undefined) yield* document.property(property, member(node, key));
  }
}

function widthOf(get: (key: string) => string | undefined): string | undefined {
  const bits = get("bits") ?? get("w_bit") ?? get("nbits");
  if (bits !== undefined && /^\d{1,2}$/.test(bits)) return `${bits}-bit`;
  if (get("load_in_4bit") === "true" || get("_load_in_4bit") === "true") return "4-bit";
  return get("load_in_8bit") === "true" || get("_load_in_8bit") === "true" ? "8-bit" : undefined;
}
