import type { CallFact, CallText, GlobalName, MutationFact, PickleFacts, Value } from "../../../core/pickle-facts";
import { dotted, judgeGlobal } from "../globals/judge";
import { named } from "./stands-for";

/**
 * `partial(cls.__new__, cls, ...)()`: protocols 2 and 3 have no opcode for an instance that is made with arguments by
 * name, so this is what Python writes. It makes an instance and runs no `__init__`, as NEWOBJ_EX does. The partial
 * that is called and every state that it is given must show this shape.
 */
export function makesByPartial(call: CallFact, { callee, args }: CallText, { mutations }: PickleFacts): boolean {
  if (callee === undefined || dotted(callee) !== "functools.partial") return false;
  if (call.how !== "REDUCE" || call.args.length > 0 || args === undefined) return false;
  const made = classOfNew(args[0]);
  if (made === undefined || !mayBeMade(made)) return false;
  const states = mutations.filter(({ target }) => isPartialOf(target, args[0]));
  const first = args[1] ?? (states.length > 0 ? undefined : args[0]);
  return (first === undefined || isClass(first, made)) && states.every((mutation) => givesNew(mutation, made));
}

/** `X` of `X.__new__`. */
function classOfNew(value: Value | undefined): GlobalName | undefined {
  const global = named(value);
  if (global?.name.endsWith(".__new__") !== true) return undefined;
  return { module: global.module, name: global.name.slice(0, -".__new__".length) };
}

function mayBeMade({ module, name }: GlobalName): boolean {
  const judgement = judgeGlobal(module, name);
  return judgement.verdict === "safe" && (judgement.mode === "new" || judgement.mode === "call");
}

/** `(cls.__new__, (cls, ...), kwargs, namespace)` */
function givesNew({ how, state }: MutationFact, made: GlobalName): boolean {
  if (how !== "BUILD" || state?.value?.kind !== "container") return false;
  const [callee, positional] = state.value.items;
  if (positional?.kind !== "container" || positional.type !== "tuple") return false;
  const given = classOfNew(callee);
  return given !== undefined && dotted(given) === dotted(made) && isClass(positional.items[0], made);
}

function isClass(value: Value | undefined, made: GlobalName): boolean {
  const global = named(value);
  return global !== undefined && dotted(global) === dotted(made);
}

/** Another partial of the same function counts too: they cannot be told apart. */
function isPartialOf(target: Value, kept: Value | undefined): boolean {
  if (target.kind !== "call" || target.call.callee === undefined) return false;
  if (dotted(target.call.callee) !== "functools.partial") return false;
  const [own, other] = [named(target.call.args?.[0]), named(kept)];
  return own === undefined || other === undefined || dotted(own) === dotted(other);
}
