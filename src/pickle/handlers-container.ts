import type { MutationHow } from "../core/pickle-facts";
import type { Handler, Machine } from "./machine";
import { ContainerSym, handOn, type Sym } from "./values";

type ContainerType = ContainerSym["type"];

function make(machine: Machine, type: ContainerType, items: readonly Sym[]): void {
  const container = new ContainerSym(type);
  // The C unpickler leaves out an odd item at the end of a dict.
  const count = type === "dict" ? items.length & ~1 : items.length;
  for (let i = 0; i < count; i++) {
    handOn(items[i]!);
    container.add(items[i]!, machine.keep);
  }
  if (type === "dict") noteEntries(machine, container, items, 0);
  machine.push(container);
}

function empty(type: ContainerType): Handler {
  return (machine) => machine.push(new ContainerSym(type));
}

function fromMark(type: ContainerType): Handler {
  return (machine) => make(machine, type, machine.popMark());
}

function tuple(count: 1 | 2 | 3): Handler {
  return (machine) => {
    const container = new ContainerSym("tuple");
    // Exactly as many as there are: growing arrays keep room for seventeen.
    const { stack } = machine;
    if (stack.length - count < machine.floor()) throw machine.broken("takes from an empty stack");
    container.items = stack.slice(stack.length - count);
    stack.length -= count;
    for (const item of container.items) if (typeof item === "object") handOn(item);
    machine.push(container);
  };
}

/** Keys that something acts on are seen whatever the dict keeps of its items. */
function noteEntries(machine: Machine, dict: ContainerSym, items: readonly Sym[], from: number): void {
  for (let i = from; i + 1 < items.length; i += 2) machine.noteEntry(dict, items[i]!, items[i + 1]!);
}

/** Puts items into what stands below them. A plain container takes them; anything else runs code of its class. */
function put(machine: Machine, target: Sym, items: readonly Sym[], how: MutationHow): void {
  for (const item of items) handOn(item);
  if (target instanceof ContainerSym) {
    if (target.type === "dict") noteEntries(machine, target, items, 0);
    for (const item of items) target.add(item, machine.keep);
  } else if (machine.isForeign(target)) machine.recorder.mutation(how, target, items, machine.offset);
}

function append(machine: Machine): void {
  const item = machine.pop();
  put(machine, machine.top(), [item], "APPEND");
}

function setItem(machine: Machine): void {
  const value = machine.pop();
  const key = machine.pop();
  put(machine, machine.top(), [key, value], "SETITEM");
}

function extend(how: MutationHow): Handler {
  return (machine) => {
    // Most containers are plain and full of constants: what is beyond the kept items only needs counting.
    const { marks, stack, keep } = machine;
    const mark = marks.pop();
    if (mark === undefined) throw machine.broken("needs a mark, but none was set");
    const count = stack.length - mark;
    const target = mark > machine.floor() ? stack[mark - 1]! : undefined;
    if (target === undefined) throw machine.broken("has nothing to add its items to");
    for (let i = mark; i < stack.length; i++) if (typeof stack[i] === "object") handOn(stack[i]!);
    if (target instanceof ContainerSym) {
      if (target.type === "dict") noteEntries(machine, target, stack, mark);
      const kept = target.more === Infinity ? 0 : Math.min(count, Math.max(0, keep - target.items.length));
      for (let i = 0; i < kept; i++) target.items.push(stack[mark + i]!);
      target.more += count - kept;
    } else if (machine.isForeign(target))
      machine.recorder.mutation(how, target, stack.slice(mark, mark + 3), machine.offset);
    stack.length = mark;
  };
}

export const CONTAINER_HANDLERS: Readonly<Record<string, Handler>> = {
  EMPTY_LIST: empty("list"),
  EMPTY_TUPLE: empty("tuple"),
  EMPTY_DICT: empty("dict"),
  EMPTY_SET: empty("set"),
  LIST: fromMark("list"),
  TUPLE: fromMark("tuple"),
  DICT: fromMark("dict"),
  FROZENSET: fromMark("frozenset"),
  TUPLE1: tuple(1),
  TUPLE2: tuple(2),
  TUPLE3: tuple(3),
  APPEND: append,
  APPENDS: extend("APPENDS"),
  SETITEM: setItem,
  SETITEMS: extend("SETITEMS"),
  ADDITEMS: extend("ADDITEMS"),
};
