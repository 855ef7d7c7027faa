import type { OperatorFact } from "../../core/graph-facts";
import type { Location } from "../../core/location";
import { shorten } from "../../core/text";

/** Characters of a name in a message. */
const MAX_NAME = 120;

/** `in function f, at node n`: where an operator stands, in words; empty where the file does not say. */
export function placeOf({ where, node, count }: OperatorFact): string {
  const scope = where.length === 0 ? [] : [`in ${where.map((each) => shorten(each, MAX_NAME)).join(" > ")}`];
  const at = node === undefined || node === "" ? [] : [`at node ${shorten(node, MAX_NAME)}`];
  const times = count === 1 ? [] : [`${count} times`];
  const words = [...scope, ...at, ...times].join(", ");
  return words === "" ? "" : ` (${words})`;
}

/** The subject's place, at the operator's own bytes where they are known. */
export function placed(at: Location, { offset }: OperatorFact): Location {
  return offset === undefined ? at : { ...at, offset };
}

/** The formats whose operators are TensorFlow's. */
export function isTensorflow(format: string, { domain }: OperatorFact): boolean {
  return format === "saved-model" || format === "tf-graph" || (format === "tflite" && domain === "flex");
}
