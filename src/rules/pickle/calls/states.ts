import type { GlobalName, MutationFact, MutationHow, PickleFacts, ToldKey, Value } from "../../../core/pickle-facts";
import type { RuleContext } from "../../../core/rule";
import { dotted } from "../globals/judge";
import { guardedState } from "./guarded";
import { deferred } from "./special-calls";
import { classOf } from "./stands-for";
import type { Unvouched } from "./unvouched";

/**
 * A state is data, but for what acts on it: a class with a guard, the opcodes that look `append` up on an instance
 * and find what its state has put there, and `partial`, whose function is in its state. The words continue
 * "gives X ...".
 */
export function unvouchedState(
  mutation: MutationFact,
  pickle: PickleFacts,
  context: RuleContext,
): Unvouched | undefined {
  const { state } = mutation;
  if (state === undefined) return undefined;
  const guarded = guardedState(mutation);
  if (guarded !== undefined) return guarded;
  for (const told of state.told) {
    if (!told.slot && RETYPES.has(told.key)) continue;
    if (RETYPES.has(told.key)) return { problem: `another ${told.key}, so what it is cannot be told` };
    if (isCalledLater(told, pickle)) return { problem: `its own ${told.key}, which a later step calls` };
  }
  if (state.computedKeys && state.shape !== "other")
    return { problem: "a state with a key that is computed, so what it changes cannot be told" };
  if (state.shape === "computed" && hidesKeys(mutation, pickle))
    return { problem: "a state that another call made, so what it changes cannot be told" };
  const problem = functionOfPartial(mutation, context);
  return problem === undefined ? undefined : { problem };
}

/** Set as attributes, which happens to the second dict of a pair, these make it something else. */
const RETYPES = new Set(["__class__", "__dict__"]);

/** Opcodes that look these names up on what they fill. */
const CALLED_BY: Readonly<Record<string, readonly MutationHow[]>> = {
  __setstate__: ["BUILD"],
  append: ["APPEND", "APPENDS"],
  extend: ["APPENDS"],
  add: ["ADDITEMS"],
};

/** A value that is no constant and no plain container may be called, and here is an opcode that would. */
function isCalledLater({ key, value }: ToldKey, { mutations }: PickleFacts): boolean {
  if (value.kind === "literal" || value.kind === "container") return false;
  const steps = CALLED_BY[key];
  return steps !== undefined && mutations.some(({ how }) => steps.includes(how));
}

/** Python's own makers of dicts. */
const DICT_MAKERS = new Set("dict OrderedDict defaultdict Counter".split(" "));

/**
 * A state that is itself an object is data of a class's own, or a dict that nobody can look into: one that Python
 * makes, or one of a class that the pickle fills by keys. Some classes are their own `__dict__` (`Bunch`).
 */
function hidesKeys({ target, state }: MutationFact, { mutations }: PickleFacts): boolean {
  const own = classOf(target);
  return attributesOf(state?.value).some((part) => {
    const made = classOf(part);
    if (made === undefined) return false;
    if ((made.module === "builtins" || made.module === "collections") && DICT_MAKERS.has(made.name)) return true;
    if (own !== undefined && dotted(own) === dotted(made)) return false;
    return mutations.some(({ how, target: filled }) => how.startsWith("SETITEM") && isMadeBy(filled, made));
  });
}

/** What opcodes would write into the instance: the state, or both of a pair. A class's own state has other parts. */
function attributesOf(state: Value | undefined): readonly Value[] {
  if (state?.kind !== "container") return state === undefined ? [] : [state];
  const isPair = state.items.every(
    (item) =>
      item.kind === "call" ||
      (item.kind === "container" && item.type === "dict") ||
      (item.kind === "literal" && item.type === "none"),
  );
  return isPair ? state.items : [];
}

function isMadeBy(value: Value, maker: GlobalName): boolean {
  const made = classOf(value);
  return made !== undefined && dotted(made) === dotted(maker);
}

/** `partial.__setstate__((function, args, kwargs, namespace))` replaces what the call was given. */
function functionOfPartial({ target, state }: MutationFact, context: RuleContext): string | undefined {
  const made = classOf(target);
  if (made?.module !== "functools" || made.name !== "partial" || state?.value === undefined) return undefined;
  if (state.value.kind !== "container" || state.value.items.length === 0) return "a function that is computed";
  const problem = deferred(state.value.items[0], context);
  return problem === undefined ? undefined : `another function, ${problem}`;
}
