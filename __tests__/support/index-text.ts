/** The line of an index's first tensor, as `indexText` and transformers write it. */
export const LINE_TEXT = 6;

/** `model.safetensors.index.json` as transformers writes it: a line for each tensor. */
export function indexText(map: Readonly<Record<string, string>>, total: number): string {
  return JSON.stringify({ metadata: { total_size: total }, weight_map: map }, null, 2);
}
