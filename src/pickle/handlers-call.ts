import { shorten, utf8 } from "../core/text";
import type { CallHow, ImportHow } from "../core/pickle-facts";
import type { Handler, Machine } from "./machine";
import { ContainerSym, GlobalSym, handOn, UnknownSym, type Sym } from "./values";

/** Longest name that is read, in bytes. No module or class of any library comes near. */
const MAX_NAME = 4096;
/** Characters of a name that stand in words for people. */
const MAX_SHOWN_NAME = 200;

function nameLine(machine: Machine, what: string): string {
  const start = machine.input.offset;
  const length = machine.input.skipLine(what);
  return utf8(machine.input.peek(start, Math.min(length, MAX_NAME)));
}

/** GLOBAL and INST spell module and name out. */
function namedGlobal(machine: Machine, how: ImportHow): GlobalSym {
  const module = nameLine(machine, "a module name");
  // At the very end the name is empty, and CPython's Python unpickler imports the module before it fails.
  const name = machine.input.first() < 0 ? "" : nameLine(machine, "a global's name");
  return machine.recorder.global(how, module, name, machine.protocol, machine.offset);
}

/** STACK_GLOBAL takes them from the stack, where they may be anything. */
function stackGlobal(machine: Machine): void {
  const name = machine.pop();
  const module = machine.pop();
  const python2 = machine.protocol < 3;
  const known = machine.names.find(module, name, python2);
  if (known !== undefined) {
    machine.recorder.again(known);
    machine.push(known);
    return;
  }
  const [moduleText, nameText] = [machine.text(module, MAX_NAME), machine.text(name, MAX_NAME)];
  if (moduleText !== undefined && nameText !== undefined) {
    const global = machine.recorder.global("STACK_GLOBAL", moduleText, nameText, machine.protocol, machine.offset);
    machine.names.add(module, name, python2, [moduleText, nameText], global);
    machine.push(global);
    return;
  }
  const part = moduleText === undefined ? "module" : "name";
  const other = moduleText ?? nameText;
  const detail = `the ${part} is not written in the file but computed${other === undefined ? "" : ` (the other part is ${shorten(other, MAX_SHOWN_NAME)})`}`;
  machine.recorder.computedImport("STACK_GLOBAL", machine.offset, detail);
  machine.push(new UnknownSym("computed import"));
}

function extension(size: 1 | 2 | 4): Handler {
  return (machine) => {
    const { input } = machine;
    const code =
      size === 1
        ? input.u8("an extension code")
        : size === 2
          ? input.unsigned(2, "an extension code")
          : input.signed4("an extension code");
    if (code <= 0) throw machine.broken("has an extension code that is not positive");
    const registered = machine.extensions.get(code);
    if (registered !== undefined) {
      const { module, name } = registered;
      machine.push(machine.recorder.global("EXT", module, name, machine.protocol, machine.offset));
      return;
    }
    machine.recorder.computedImport(
      "EXT",
      machine.offset,
      `extension code ${code} stands for a name that only the loading program knows`,
    );
    machine.push(new UnknownSym(`extension ${code}`));
  };
}

/** The module under both its names: whether Python 2's is mapped is up to the loader (`fix_imports`). */
const COPYREG: ReadonlySet<string> = new Set(["copyreg", "copy_reg"]);
/** Registrations that one stream may make; an EXT code beyond them counts as unknown. CWE-770. */
const MAX_EXTENSIONS = 10_000;

/**
 * `copyreg.add_extension(module, name, code)` names what a later EXT opcode imports. The opcode maps the
 * name as its own protocol says, so it is kept as written.
 */
function noteExtension(machine: Machine, callee: Sym, args: Sym): void {
  if (!(callee instanceof GlobalSym) || callee.name !== "add_extension" || !COPYREG.has(callee.module)) return;
  if (!(args instanceof ContainerSym) || (args.type !== "tuple" && args.type !== "list")) return;
  if (args.items.length < 3 || machine.extensions.size >= MAX_EXTENSIONS) return;
  const [module, name] = [machine.text(args.items[0]!, MAX_NAME), machine.text(args.items[1]!, MAX_NAME)];
  const code = machine.integer(args.items[2]!);
  if (module === undefined || name === undefined || code === undefined) return;
  machine.extensions.set(Number(code), { module, name });
  machine.recorder.global("EXT", module, name, machine.protocol, machine.offset);
}

/**
 * The class that `copyreg` makes an empty instance of is not handed on. A tuple of arguments that is given twice
 * counts each time, so that it cannot be harmless in one place and harmful in the other.
 */
function countHandedOn(callee: Sym, args: Sym): void {
  handOn(args);
  if (!(args instanceof ContainerSym)) return;
  if (args.given) for (const item of args.items) handOn(item);
  args.given = true;
  const made = callee instanceof GlobalSym && callee.module === "copyreg" ? MADE_BY[callee.name] : undefined;
  const first = args.items[0];
  if (made === args.items.length && args.more === 0 && first instanceof GlobalSym) first.handedOn--;
}

/** Helpers of `copyreg` that only make an instance, by the number of their arguments in a normal stream. */
const MADE_BY: Readonly<Record<string, number | undefined>> = { _reconstructor: 3, __newobj__: 1 };

function call(machine: Machine, how: CallHow, callee: Sym, args: Sym, kwargs?: Sym): void {
  noteExtension(machine, callee, args);
  countHandedOn(callee, args);
  if (kwargs !== undefined) handOn(kwargs);
  const keep = machine.keepsArguments(callee, args);
  machine.push(machine.recorder.call(how, callee, args, kwargs, machine.offset, keep));
}

function tupleOf(machine: Machine, items: readonly Sym[]): ContainerSym {
  const tuple = new ContainerSym("tuple");
  for (const item of items) {
    handOn(item);
    tuple.add(item, machine.keep);
  }
  return tuple;
}

function reduce(machine: Machine): void {
  const args = machine.pop();
  call(machine, "REDUCE", machine.pop(), args);
}

function newObject(machine: Machine): void {
  const args = machine.pop();
  call(machine, "NEWOBJ", machine.pop(), args);
}

function newObjectEx(machine: Machine): void {
  const kwargs = machine.pop();
  const args = machine.pop();
  call(machine, "NEWOBJ_EX", machine.pop(), args, kwargs);
}

function object(machine: Machine): void {
  const [callee, ...args] = machine.popMark();
  if (callee === undefined) throw machine.broken("has no class to make an object of");
  call(machine, "OBJ", callee, tupleOf(machine, args));
}

function instance(machine: Machine): void {
  const callee = namedGlobal(machine, "INST");
  call(machine, "INST", callee, tupleOf(machine, machine.popMark()));
}

/** BUILD gives state to what stands below it; a reader may then take raw bytes out of the stream. */
function build(machine: Machine): void {
  const state = machine.pop();
  handOn(state);
  const target = machine.top();
  if (machine.isForeign(target)) machine.recorder.mutation("BUILD", target, [state], machine.offset);
  const resume = machine.hooks.afterBuild?.(machine, target, state, machine.input.offset);
  if (resume === undefined) return;
  machine.leaveFrame("a frame goes on behind the bytes that its reader takes out of the stream");
  machine.input.moveTo(resume);
}

/** The reader's own `persistent_load` decides what an id means. */
function persistent(machine: Machine, id: Sym | undefined): void {
  machine.recorder.persistentIds++;
  if (id !== undefined) {
    handOn(id);
    machine.hooks.onPersistentId?.(machine, id);
  }
  machine.push(machine.persistent);
}

function persistentLine(machine: Machine): void {
  machine.input.skipLine("a persistent id");
  persistent(machine, undefined);
}

export const CALL_HANDLERS: Readonly<Record<string, Handler>> = {
  GLOBAL: (machine) => machine.push(namedGlobal(machine, "GLOBAL")),
  STACK_GLOBAL: stackGlobal,
  INST: instance,
  EXT1: extension(1),
  EXT2: extension(2),
  EXT4: extension(4),
  REDUCE: reduce,
  NEWOBJ: newObject,
  NEWOBJ_EX: newObjectEx,
  OBJ: object,
  BUILD: build,
  PERSID: persistentLine,
  BINPERSID: (machine) => persistent(machine, machine.pop()),
};
