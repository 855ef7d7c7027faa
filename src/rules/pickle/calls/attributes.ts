import type { CallFact, GlobalName, PickleFacts, Value } from "../../../core/pickle-facts";
import { judgeGlobal } from "../globals/judge";

/**
 * Before protocol 4 a pickle writes the nested class `Outer.Inner` as `getattr(Outer, 'Inner')`, and some
 * releases of Python write enum members so. That is the one use of `getattr` that is fine: an attribute of an
 * imported class by a plain literal name, in every call, and never handed on to anything.
 */
export function namesNestedClasses({ calls }: PickleFacts): boolean {
  const own = calls.filter(({ callee }) => callee.kind === "global" && isGetattr(callee.global));
  return (
    own.length > 0 && own.every(namesAttribute) && !calls.some(({ args, kwargs }) => args.some(holds) || holds(kwargs))
  );
}

export function isGetattr({ module, name }: GlobalName): boolean {
  return module === "builtins" && name === "getattr";
}

function namesAttribute({ args }: CallFact): boolean {
  const [owner, attribute] = args;
  if (args.length !== 2 || owner?.kind !== "global" || attribute?.kind !== "literal" || attribute.type !== "str")
    return false;
  const name = /^['"]([A-Za-z]\w*)['"]$/.exec(attribute.text)?.[1];
  if (name === undefined) return false;
  // Judged as the dotted name that it stands for: `getattr(logging, 'os')` is still `logging.os`.
  const { module, name: outer } = owner.global;
  return (
    judgeGlobal(module, outer).verdict !== "dangerous" &&
    judgeGlobal(module, `${outer}.${name}`).verdict !== "dangerous"
  );
}

/** Whether `getattr` itself stands somewhere in the value. */
function holds(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === "global") return isGetattr(value.global);
  return value.kind === "container" && (value.more > 0 || value.items.some(holds));
}
