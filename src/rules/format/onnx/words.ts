import type { OperatorFact } from "../../../core/graph-facts";
import type { Location } from "../../../core/location";
import { shorten } from "../../../core/text";

/** Characters of a name in a message. */
const MAX_NAME = 120;

/** `com.acme:Foo`. */
export function nameOf({ name, domain }: OperatorFact): string {
  return shorten(domain === undefined ? name : `${domain}:${name}`, MAX_NAME);
}

/** `3 times, first in node conv1 (inside If cond, function a:b)`. */
export function usesOf({ count, node, where }: OperatorFact): string {
  const times = count === 1 ? "once" : `${count.toLocaleString("en-US")} times`;
  const first = node === undefined ? "" : `${count === 1 ? " in" : ", first in"} node ${shorten(node, MAX_NAME)}`;
  const inside = where.length === 0 ? "" : ` (inside ${shorten(where.join(" > "), MAX_NAME)})`;
  return `${times}${first}${inside}`;
}

export function placeOf(at: Location, { offset }: OperatorFact): Location {
  return offset === undefined ? at : { ...at, offset };
}

export function keyOf({ name, domain = "" }: OperatorFact): readonly string[] {
  return [domain, name];
}

/** What the operator is given, for the evidence. */
export function evidenceOf({ constants }: OperatorFact): string | undefined {
  return constants === undefined ? undefined : shorten(constants.join(", "), 400);
}
