import type { CallFact, GlobalName, PickleFacts } from "../../../core/pickle-facts";

/**
 * Where dill is installed it changes how every pickle of the process is written: the type `list` becomes
 * `_load_type('list')`. That only looks a type up; what could be done with one (a code object, a function) takes
 * another call, which is judged where it happens. So a literal name is fine.
 */
export function loadsTypesByName(pickle: PickleFacts): boolean {
  const lookups = lookupsOf(pickle);
  return lookups.length > 0 && lookups.every(({ args }) => args.length === 1 && args[0]!.kind === "literal");
}

/** Whether every type that is looked up here may be called: plain data types only. */
export function looksUpPlainTypes(pickle: PickleFacts): boolean {
  return lookupsOf(pickle).every(({ args: [name] }) => name?.kind === "literal" && PLAIN_TYPE.test(name.text));
}

const PLAIN_TYPE =
  /^['"](bool|bytearray|bytes|complex|dict|float|frozenset|int|list|object|set|slice|str|tuple|NoneType|OrderedDict|range)['"]$/;

export function isTypeLookup({ module, name }: GlobalName): boolean {
  return name === "_load_type" && (module === "dill._dill" || module === "dill.dill");
}

function lookupsOf({ calls }: PickleFacts): readonly CallFact[] {
  return calls.filter(({ callee }) => callee.kind === "global" && isTypeLookup(callee.global));
}
