import type { CallFact, GlobalName, MutationFact, PickleFacts, StateFact, Value } from "../../../core/pickle-facts";
import { dotted, judgeGlobal } from "../globals/judge";
import type { Guard } from "../globals/known-safe";
import { classOf, MAKERS, named } from "./stands-for";
import type { Unvouched } from "./unvouched";

/**
 * Classes that act on their state: SciPy's distributions execute a text of it. Their instances may be made, empty,
 * and given a state that the guard of the table lets through. Nothing else may touch the class, since much that
 * is harmless with other classes gives an instance its state.
 */
export function guardOf(global: GlobalName | undefined): Guard | undefined {
  if (global === undefined) return undefined;
  const judgement = judgeGlobal(global.module, global.name);
  return judgement.verdict === "safe" && judgement.mode === "guarded" ? judgement.guard : undefined;
}

/** A call that is given such a class, and is not Python's own way to make an instance of it. */
export function handsOnGuarded(call: CallFact, callee: GlobalName): string | undefined {
  const from = MAKERS.has(dotted(callee)) ? 1 : 0;
  const given = call.args.slice(from).map(named).find(guardOf);
  return given === undefined ? undefined : `with ${dotted(given)}, which runs code of its state`;
}

/** Whether the pickle has such a class somewhere, in a place that its facts do not show. */
export function importsGuarded({ globals }: PickleFacts): boolean {
  return globals.some((global) => guardOf(global) !== undefined);
}

/** What is wrong with the state that such an instance is given. The words continue "gives X ...". */
export function guardedState({ target, state }: MutationFact): Unvouched | undefined {
  const guard = guardOf(classOf(target));
  if (guard === undefined || state === undefined) return undefined;
  if (state.shape !== "dict" || state.computedKeys)
    return { problem: "a state that is computed, which may hold code that the class runs" };
  for (const [key, pattern] of Object.entries(guard.state)) {
    const values = state.told.filter((told) => told.key === key);
    const fine = pattern === null ? values.length === 0 : values.length > 0 && values.every(matches(pattern));
    if (fine) continue;
    if (values.length === 0) return { problem: `a state without ${key}, which its own library always writes` };
    return { problem: `a state whose ${key} holds code, which the class runs`, severity: "critical" };
  }
  return undefined;
}

function matches(pattern: string): (told: StateFact["told"][number]) => boolean {
  const whole = new RegExp(`^(?:${pattern})$`);
  return ({ text }) => text !== undefined && whole.test(text);
}

/** The class or instance in words, where it is what a state is given to. */
export function receiver(target: Value): string {
  const made = classOf(target);
  return made === undefined ? "an object" : `an instance of ${dotted(made)}`;
}
