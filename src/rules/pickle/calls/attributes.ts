import type { CallFact, GlobalName, PickleFacts, Value } from "../../../core/pickle-facts";
import { judgeGlobal } from "../globals/judge";
import { knownSafe } from "../globals/known-safe";

/**
 * `getattr` in a pickle. It reaches anything, and yet normal pickles hold it: bound methods are always written
 * as `getattr(instance, 'method')`, and below protocol 4 the nested class `Outer.Inner` is
 * `getattr(Outer, 'Inner')`. So its use decides.
 */
export function isGetattr({ module, name }: GlobalName): boolean {
  return module === "builtins" && name === "getattr";
}

/**
 * Whether every use is of the harmless kind: a plain literal name, of an imported class or of an instance of
 * one, and `getattr` itself is not handed on to anything. What it returns is data then; calling that, or
 * changing it, is judged where it happens.
 */
export function namesAttributes({ calls }: PickleFacts): boolean {
  const own = getattrCalls(calls);
  return (
    own.length > 0 && own.every(namesAttribute) && !calls.some((call) => call.args.some(holds) || holds(call.kwargs))
  );
}

/** Whether all that `getattr` returns in this pickle may be called: exact names of the table. */
export function returnsCallables({ calls }: PickleFacts): boolean {
  return getattrCalls(calls).every((call) => {
    const named = dottedName(call);
    return named !== undefined && knownSafe(named.module, named.name)?.mode === "call";
  });
}

function getattrCalls(calls: readonly CallFact[]): readonly CallFact[] {
  return calls.filter(({ callee }) => callee.kind === "global" && isGetattr(callee.global));
}

function namesAttribute(call: CallFact): boolean {
  const name = attributeOf(call);
  const owner = ownerOf(call.args[0]);
  if (name === undefined || owner === undefined) return false;
  // Judged as the dotted name that it stands for: `getattr(logging, 'os')` is still `logging.os`.
  const path = `${owner.name}.${name}`;
  return (
    judgeGlobal(owner.module, owner.name).verdict !== "dangerous" &&
    judgeGlobal(owner.module, path).verdict !== "dangerous"
  );
}

/** The class, or what made the instance. */
function ownerOf(value: Value | undefined): GlobalName | undefined {
  if (value?.kind === "global") return value.global;
  return value?.kind === "call" ? value.call.callee : undefined;
}

function dottedName(call: CallFact): GlobalName | undefined {
  const [owner] = call.args;
  const name = attributeOf(call);
  if (owner?.kind !== "global" || name === undefined) return undefined;
  return { module: owner.global.module, name: `${owner.global.name}.${name}` };
}

/** The attribute, where it is a plain literal identifier. */
function attributeOf({ args }: CallFact): string | undefined {
  const attribute = args[1];
  if (args.length !== 2 || attribute?.kind !== "literal" || attribute.type !== "str") return undefined;
  return /^['"]([A-Za-z_]\w*)['"]$/.exec(attribute.text)?.[1];
}

/** Whether `getattr` itself stands somewhere in the value. */
function holds(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === "global") return isGetattr(value.global);
  return value.kind === "container" && value.items.some(holds);
}
