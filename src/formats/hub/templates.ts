import type { Location } from "../../core/location";
import type { Subject } from "../../core/subject";
import { itemsOf, member, membersOf, objectsOf, stringOf, type JsonNode } from "../../syntax/json";
import type { Lines } from "../../syntax/lines";
import { chatTemplate } from "../template";

/** Templates of one configuration that are looked at. Tokenizers have up to a handful. CWE-400. */
const MAX_TEMPLATES = 100;
/** Characters of all of them together; real ones have some 100,000. CWE-400. */
const MAX_LENGTH = 8 * 1024 ** 2;

/** The chat templates of a tokenizer's or processor's configuration: one, a list with names, or an object of them. */
export function* templatesIn(root: JsonNode, at: Location, lines: Lines): Generator<Subject> {
  let [told, length] = [0, 0];
  for (const { name, node } of named(root)) {
    const text = stringOf(node);
    if (text === undefined) continue;
    length += text.length;
    if (told++ >= MAX_TEMPLATES || length > MAX_LENGTH) {
      const detail = `more than ${MAX_TEMPLATES} chat templates, or ${MAX_LENGTH.toLocaleString("en-US")} characters of them; those behind were not looked at`;
      yield { kind: "unreadable", at, reason: "limit", detail };
      return;
    }
    const place = name === undefined ? "chat_template" : `chat_template ${name}`;
    yield* chatTemplate(text, { ...at, line: lines.lineOf(node.start) }, place);
  }
}

/** Of every member of that name, in whatever object: readers differ in which of two counts, and hand parts on. */
function* named(root: JsonNode): Generator<{ name?: string; node: JsonNode }> {
  for (const { node } of objectsOf(root)) yield* ofObject(node);
}

function* ofObject(object: JsonNode): Generator<{ name?: string; node: JsonNode }> {
  for (const { key, value } of membersOf(object)) {
    if (key !== "chat_template") continue;
    if (value.kind === "scalar") yield { node: value };
    for (const item of itemsOf(value)) {
      const node = member(item, "template");
      const name = stringOf(member(item, "name"));
      if (node !== undefined) yield { ...(name === undefined ? {} : { name }), node };
    }
    for (const each of membersOf(value)) yield { name: each.key, node: each.value };
  }
}
