import type { Node } from "yaml";
import { DELEGABLE, type Delegation } from "../../core/policy";
import type { PolicyDocument } from "../document";

/** Days that a delegated entry may last: ten years. */
const MAX_DAYS = 3650;

/** Keys with entries, of which some can be delegated. */
const WITH_ENTRIES: ReadonlySet<string> = new Set(["pickle.allow", "dependencies.ignore", "waivers"]);

/** The list `delegates` of an organisation's policy: a key alone, or with how far it goes. */
export function readDelegates(document: PolicyDocument, node: Node | undefined): readonly Delegation[] {
  return document.list(node, "delegates").map((item) => {
    if (document.isText(item)) return { what: document.oneOf(item, "a delegated key", DELEGABLE, "waivers") };
    const entry = document.map(item, "a delegation", ["what", "only", "max-days"]);
    if (!entry.has("what")) document.add(item, "what is missing or not a text");
    const what = document.oneOf(entry.get("what"), "what", DELEGABLE, "waivers");
    const limited = entry.has("only") || entry.has("max-days");
    if (limited && !WITH_ENTRIES.has(what))
      document.add(item, `only and max-days are for ${[...WITH_ENTRIES].join(", ")}`);
    return {
      what,
      ...(entry.has("only")
        ? { only: document.list(entry.get("only"), "only").map((each) => document.glob(each, "a pattern", each)) }
        : {}),
      ...(entry.has("max-days")
        ? { maxDays: document.count(entry.get("max-days"), "max-days", [1, MAX_DAYS], MAX_DAYS) }
        : {}),
    };
  });
}
