import { LIMITS, type Budget } from "../core/budget";
import type { Machine } from "./machine";
import { CallSym, ContainerSym, type Sym } from "./values";

/** What one container or call result costs beside its items, in values. */
const OWN = 28;
/** Opcodes between two counts at least, so that counting stays a small part of the work. */
const MIN_INTERVAL = 1 << 18;

/**
 * Counts what the stack and the memo keep alive, and throws `LimitExceeded` where it is too much. Containers
 * keep few items each, but they hold each other: `]a` again and again is a chain that grows for ever. CWE-770.
 */
export function takeCensus(machine: Machine, budget: Budget): void {
  const census = ++machine.censuses;
  const pending: (ContainerSym | CallSym)[] = [];
  let values = 0;
  const meet = (sym: Sym | undefined): void => {
    values++;
    if (!(sym instanceof ContainerSym || sym instanceof CallSym) || sym.census === census) return;
    sym.census = census;
    values += OWN;
    pending.push(sym);
  };
  for (const sym of machine.stack) meet(sym);
  values -= machine.stack.length; // numbers on the stack have a limit of their own
  machine.memo.objects(meet);
  for (let sym = pending.pop(); sym !== undefined; sym = pending.pop()) {
    if (sym instanceof CallSym) {
      meet(sym.callee);
      if (sym.args !== undefined) meet(sym.args);
    } else {
      for (const item of sym.items) meet(item);
      for (const { value } of sym.told ?? []) meet(value);
    }
  }
  budget.spend("values", values);
  budget.release("values", values);
  // One opcode adds no more than one container: before that many, the limit cannot be reached.
  machine.nextCensus = machine.opcodes + Math.max(MIN_INTERVAL, Math.floor((LIMITS.values - values) / OWN));
}
