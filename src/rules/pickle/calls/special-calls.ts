import type { CallFact, GlobalName, Value } from "../../../core/pickle-facts";
import type { RuleContext } from "../../../core/rule";
import { dotted, judgeGlobal } from "../globals/judge";
import { attributeProblem } from "./attributes";
import { described } from "./described";
import { named } from "./stands-for";

/** Problem in words that continue "calls X, ...", `fine`, or nothing where the table's own mode decides. */
type Opinion = string | "fine" | undefined;

/**
 * Callables of Python itself whose arguments decide: pickle's own helpers, which call what they are given,
 * and a few more that only make sense with certain arguments.
 */
export function specialCall(call: CallFact, global: GlobalName, context: RuleContext): Opinion {
  const name = dotted(global);
  return Object.hasOwn(SPECIAL, name) ? SPECIAL[name]!(call, context) : undefined;
}

const SPECIAL: Readonly<Record<string, (call: CallFact, context: RuleContext) => Opinion>> = {
  /** `cls.__new__`, and the base's `__init__` where it is not `object`. */
  "copyreg._reconstructor": (call, context) =>
    classProblem(call.args[0], context) ?? baseProblem(call.args[1], context) ?? "fine",
  "copyreg.__newobj__": (call, context) => classProblem(call.args[0], context) ?? "fine",
  "copyreg.__newobj_ex__": (call, context) => classProblem(call.args[0], context) ?? "fine",
  /** How protocols 0 to 2 write bytes. Other codecs (`zlib`, `rot13`) turn constants into what nobody has read. */
  "_codecs.encode": (call) => {
    const encoding = call.args[1];
    if (encoding === undefined) return call.args[0]?.kind === "literal" ? "fine" : "with arguments that are computed";
    if (encoding.kind !== "literal") return "with an encoding that is computed";
    return PLAIN_ENCODING.test(encoding.text) ? "fine" : "with a codec that hides what its argument holds";
  },
  /** `type(None)` is how pickle writes `NoneType`; with three arguments it makes a class. */
  "builtins.type": ({ args: [of, ...more] }) =>
    of !== undefined && of.kind !== "unknown" && more.length === 0 ? "fine" : "which makes a new class",
  "builtins.getattr": (call, context) => attributeProblem(call, context) ?? "fine",
  "collections.defaultdict": (call, context) => factory(call.args[0], context) ?? "fine",
  "torch._tensor._rebuild_from_type": (call, context) => rebuilder(call.args[0], context) ?? "fine",
  "torch._tensor._rebuild_from_type_v2": (call, context) => rebuilder(call.args[0], context) ?? "fine",
  "torch.tensor._rebuild_from_type": (call, context) => rebuilder(call.args[0], context) ?? "fine",
  "numpy.random._pickle.__randomstate_ctor": (call) => bitGenerator(call),
  "numpy.random._pickle.__generator_ctor": (call) => bitGenerator(call),
  "functools.partial": (call, context) => deferred(call.args[0], context) ?? "fine",
};

/** Encodings that leave text what it is, as Python source of the argument. */
const PLAIN_ENCODING = /^['"](latin-?_?1|iso-?8859-1|utf-?_?8|ascii)['"]$/i;

/** Base types whose `__new__` and `__init__` do nothing but hold data. */
const PLAIN = new Set("object dict list tuple set frozenset int float complex bool str bytes bytearray".split(" "));

/** The class that a pickle helper instantiates has to be a name that may be instantiated. */
function classProblem(value: Value | undefined, context: RuleContext): string | undefined {
  const global = named(value);
  if (global === undefined) return "with a class that is computed, so what is made cannot be told";
  if (context.allowedGlobals.has(dotted(global))) return undefined;
  const judgement = judgeGlobal(global.module, global.name);
  if (judgement.verdict !== "safe") return reportedElsewhere(value);
  return INSTANTIABLE.has(judgement.mode)
    ? undefined
    : `with ${dotted(global)}, which is not known to be safe to instantiate`;
}

const INSTANTIABLE: ReadonlySet<string> = new Set(["call", "new", "guarded"]);

/** An import that is not known to be safe is reported as such; an attribute of one is not. */
function reportedElsewhere(value: Value | undefined): string | undefined {
  return value?.kind === "global" ? undefined : "with something that nobody has vouched for";
}

/** A base's `__new__` and `__init__` are called with the state, so it has to be a plain type of Python. */
function baseProblem(value: Value | undefined, context: RuleContext): string | undefined {
  const global = named(value);
  if (global === undefined) return "with a base that is computed, so what is called cannot be told";
  const { module, name } = global;
  if (module === "builtins" && PLAIN.has(name)) return undefined;
  if (context.allowedGlobals.has(dotted(global))) return undefined;
  if (judgeGlobal(module, name).verdict !== "safe") return reportedElsewhere(value);
  return `with the base ${dotted(global)}, which is no plain type of Python`;
}

/**
 * torch rebuilds a tensor of a subclass with a function that is given, and sets attributes of whatever that
 * returns. So it has to be one that makes a new tensor: others could hand out an imported class.
 */
function rebuilder(value: Value | undefined, context: RuleContext): string | undefined {
  if (value?.kind !== "global") return "with a function that is computed, so what it calls cannot be told";
  const { module, name } = value.global;
  if (context.allowedGlobals.has(dotted(value.global))) return undefined;
  const judgement = judgeGlobal(module, name);
  if (judgement.verdict !== "safe" || (module === "torch._utils" && name.startsWith("_rebuild_"))) return undefined;
  return `with ${dotted(value.global)}, which does not rebuild a tensor`;
}

/** numpy's own pickles give the constructor of bit generators along, which calls the first argument. */
function bitGenerator({ args }: CallFact): Opinion {
  const [generator, maker] = args;
  if (maker?.kind !== "global" || dotted(maker.global) !== "numpy.random._pickle.__bit_generator_ctor")
    return undefined;
  if (generator?.kind === "global") {
    const judgement = judgeGlobal(generator.global.module, generator.global.name);
    if (judgement.verdict === "safe" && judgement.mode !== "call")
      return "with a generator that is not known to be safe to call";
  }
  return "fine";
}

/** A dict with a factory calls it for every key that it lacks, which other calls can ask for. */
function factory(value: Value | undefined, context: RuleContext): string | undefined {
  if (value === undefined || value.kind === "literal") return undefined;
  if (value.kind === "call" && value.call.callee !== undefined && dotted(value.call.callee) === "functools.partial")
    return undefined;
  const global = named(value);
  if (global === undefined) return `which calls something that is no name (${described(value)})`;
  if (context.allowedGlobals.has(dotted(global))) return undefined;
  const judgement = judgeGlobal(global.module, global.name);
  if (judgement.verdict !== "safe") return reportedElsewhere(value);
  if (judgement.mode === "call" || judgement.mode === "new") return undefined;
  return `which calls ${dotted(global)}, which is not known to be safe to call`;
}

/** What returns a value that `partial` may keep: another partial, a bound method. */
const DEFERRABLE = new Set(["functools.partial", "builtins.getattr"]);

/**
 * `partial` only keeps its function; it is called later, by the program. So any known value will do, except what
 * would load a pickle. Calling the partial inside the pickle is an indirect call, and reported as such.
 */
export function deferred(value: Value | undefined, context: RuleContext): string | undefined {
  if (value === undefined || value.kind === "literal") return undefined;
  if (value.kind === "call" && value.call.callee !== undefined && DEFERRABLE.has(dotted(value.call.callee)))
    return undefined;
  const global = named(value);
  if (global === undefined) return "with a function that is computed, so what it will call cannot be told";
  if (context.allowedGlobals.has(dotted(global))) return undefined;
  const judgement = judgeGlobal(global.module, global.name);
  return judgement.verdict === "safe" && judgement.mode === "loads"
    ? `with ${dotted(global)}, which loads a pickle`
    : undefined;
}
