import type { CallFact, PickleFacts } from "../../../core/pickle-facts";
import { isTypeLookup, typeNamed } from "./stands-for";

/**
 * Where dill is installed it changes how every pickle of the process is written: the type `list` becomes
 * `_load_type('list')`. For the types of the table that is the type itself, and judged as such; others (of
 * code, of functions) are what dill rebuilds code with.
 */
export function loadsTypesByName(pickle: PickleFacts): boolean {
  const lookups = lookupsOf(pickle);
  return lookups.length > 0 && lookups.every(({ args }) => args.length === 1 && typeNamed(args[0]) !== undefined);
}

function lookupsOf({ calls }: PickleFacts): readonly CallFact[] {
  return calls.filter(({ callee }) => callee.kind === "global" && isTypeLookup(callee.global));
}
