import { shorten } from "../../core/text";
import type { Callable } from "../../core/reference-facts";
import { itemsOf, member, membersOf, stringOf, type JsonNode } from "../../syntax/json";

/** Texts that a callable is given and that are kept, and characters of each. CWE-770. */
const MAX_ARGUMENTS = 20;
const MAX_TEXT = 200;
/** Interpolations that lead to other interpolations. Real ones lead once. CWE-674. */
const MAX_STEPS = 8;

/** A dotted Python name of at least two parts. */
export function dottedName(text: string): boolean {
  return text.length <= 1000 && /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(text);
}

/** What Hydra imports and calls, with the texts beside it; `value` is that of `_target_`. */
export function callableAt(value: JsonNode, node: JsonNode, root: JsonNode, by: Callable["by"]): Callable {
  const written = stringOf(value) ?? "";
  const name = resolved(written, root) ?? "";
  const args = argumentsOf(node);
  return { kind: "callable", name: name.trim(), ...(name === written ? {} : { written }), by, arguments: args };
}

/** `target: a.b.C` with `params:` beside it, as latent diffusion has it, or at the root, as NeMo has it. */
export function paramsTarget(value: JsonNode, node: JsonNode, root: JsonNode): Callable[] {
  const name = resolved(stringOf(value) ?? "", root);
  const params = member(node, "params");
  if (name === undefined || !dottedName(name) || (params === undefined && node !== root)) return [];
  return [{ kind: "callable", name, by: "params", arguments: argumentsOf(params ?? node) }];
}

/** Texts of an object's members, or of a list, and of `_args_`. */
export function argumentsOf(node: JsonNode): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const take = (key: string, value: JsonNode) => {
    const text = stringOf(value);
    if (text !== undefined && found.length < MAX_ARGUMENTS) found.push([shorten(key, 60), shorten(text, MAX_TEXT)]);
  };
  for (const { key, value } of membersOf(node)) {
    if (key === "_args_" || key === "args") itemsOf(value).forEach((item, i) => take(String(i), item));
    if (!key.startsWith("_")) take(key, value);
  }
  itemsOf(node).forEach((item, i) => take(String(i), item));
  return found;
}

/** Follows `${a.b}` to the text that it stands for; `undefined` where only OmegaConf could. */
function resolved(text: string, root: JsonNode): string | undefined {
  let current = text;
  for (let step = 0; step < MAX_STEPS; step++) {
    if (!current.includes("${")) return current;
    let lost = false;
    current = current.replace(/\$\{([\w.]{1,500})\}/g, (whole, path: string) => {
      const found = stringOf(member(root, ...path.split(".")));
      lost ||= found === undefined;
      return found ?? whole;
    });
    if (lost || current.length > 1000) return undefined;
  }
  return undefined;
}
