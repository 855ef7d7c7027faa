import { withoutSecrets } from "../core/secrets";
import { shorten } from "../core/text";
import { itemsOf, membersOf, type JsonNode } from "../syntax/json";
import { byCodePoint } from "../core/order";

/** Characters of a command or parameter that are kept; a list of thousand classes tells nobody anything. */
const MAX_VALUE = 500;
/** Parameters of one stage. */
const MAX_PARAMETERS = 1000;

/** A scalar as text; `undefined` of `null` and everything else. */
export function scalarText(node: JsonNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
}

/** A command, or several; passwords in addresses are left out. */
export function commandOf(node: JsonNode | undefined): { readonly command?: string } {
  const commands = node?.kind === "array" ? itemsOf(node).map(scalarText) : [scalarText(node)];
  const text = commands.filter((each) => each !== undefined).join(" && ");
  return text === "" ? {} : { command: shorten(withoutSecrets(text), MAX_VALUE) };
}

/** The parameters of a locked stage, by name; those of files other than `params.yaml` with the file's name. */
export function parametersOf(params: JsonNode | undefined): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const { key: file, value } of membersOf(params))
    for (const { key, value: parameter } of membersOf(value)) {
      if (found.length >= MAX_PARAMETERS) break;
      const name = file === "params.yaml" ? key : `${file}:${key}`;
      found.push([shorten(withoutSecrets(name), MAX_VALUE), valueText(parameter)]);
    }
  return found.sort(([a], [b]) => byCodePoint(a, b));
}

/** One level of lists is written out; what lies deeper is `…`. */
function valueText(node: JsonNode): string {
  const text =
    node.kind === "scalar"
      ? String(node.value)
      : node.kind === "array"
        ? `[${node.items
            .slice(0, MAX_VALUE)
            .map((each) => scalarText(each) ?? "…")
            .join(", ")}]`
        : `{${node.members
            .slice(0, MAX_VALUE)
            .map(({ key, value }) => `${key}: ${scalarText(value) ?? "…"}`)
            .join(", ")}}`;
  return shorten(withoutSecrets(text), MAX_VALUE);
}
