import type { AllowedGlobal } from "../core/policy";

/**
 * The policy text with one more allowed global; comments and order of the file stay as they are.
 * A name that is there already has its reason and day replaced.
 */
export async function withAllowedGlobal(text: string, { name, reason, until }: AllowedGlobal): Promise<string> {
  const { parseDocument, isMap, isSeq } = await import("yaml");
  const document = parseDocument(text);
  const entry = document.createNode({ name, reason, ...(until === undefined ? {} : { until }) });
  const list = document.getIn(["pickle", "allow"]);
  if (isSeq(list)) {
    const at = list.items.findIndex((item) => isMap(item) && item.get("name") === name);
    if (at >= 0) list.items[at] = entry;
    else list.add(entry);
  } else document.setIn(["pickle", "allow"], document.createNode([entry]));
  return document.toString({ lineWidth: 0 });
}
