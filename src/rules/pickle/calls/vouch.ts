import type { CallFact, CallText, GlobalName, PickleFacts, Value } from "../../../core/pickle-facts";
import type { RuleContext } from "../../../core/rule";
import { FUNCTION_MAKERS } from "../globals/dangerous/code-by-value";
import { dotted, judgeGlobal } from "../globals/judge";
import type { SafeUse } from "../globals/known-safe";
import { described } from "./described";
import { handsOnGuarded, importsGuarded } from "./guarded";
import { makesByPartial } from "./partial-new";
import { specialCall } from "./special-calls";
import { isGetattr, isTypeLookup, named, standsFor } from "./stands-for";
import type { Unvouched } from "./unvouched";

/**
 * What is wrong with a call, leaving to other rules what they say of the name that is called. The words continue
 * "calls X, ...".
 */
export function unvouched(call: CallFact, pickle: PickleFacts, context: RuleContext): Unvouched | undefined {
  const { callee } = call;
  if (callee.kind === "global") return ofGlobal(call, callee.global, context);
  if (callee.kind === "call") return ofResult(call, callee.call, pickle, context);
  // torch before 1.6 keeps the classes of a whole model in persistent ids, where they are imported by name.
  if (callee.kind === "persistent" && isNew(call) && !importsGuarded(pickle)) return undefined;
  return { problem: `a value that is no name (${described(callee)}), so what runs cannot be told` };
}

function ofGlobal(call: CallFact, global: GlobalName, context: RuleContext): Unvouched | undefined {
  const guarded = handsOnGuarded(call, global);
  if (guarded !== undefined) return { problem: guarded };
  if (context.allowedGlobals.has(dotted(global))) return undefined;
  const special = specialCall(call, global, context);
  if (special !== undefined) return special === "fine" ? undefined : { problem: special };
  const judgement = judgeGlobal(global.module, global.name);
  if (judgement.verdict !== "safe") return undefined;
  const problem = misuse(call, global, judgement, context);
  return problem === undefined ? undefined : { problem };
}

function misuse(call: CallFact, global: GlobalName, use: SafeUse, context: RuleContext): string | undefined {
  switch (use.mode) {
    case "call":
      return undefined;
    case "new":
    case "guarded":
      return makesOnly(call)
        ? undefined
        : "a class that is known to be safe to restore, but not to be called with arguments";
    case "ref":
      return "which is known to be safe as a value, but not to be called";
    case "applies":
      for (const position of use.positions) {
        const problem = applied(argument(call, position), modesFor(global), context);
        if (problem !== undefined) return `which calls ${problem}`;
      }
      return undefined;
    case "loads":
      return loadable(argument(call, use.position))
        ? undefined
        : "which loads a pickle out of bytes that the pickle computes, so they could not be looked into";
  }
}

/** Only makes an empty instance: `cls.__new__`, without `__init__`. INST and OBJ do so where there is no argument. */
function makesOnly(call: CallFact): boolean {
  return isNew(call) || (call.how !== "REDUCE" && call.args.length === 0);
}

function isNew({ how }: CallFact): boolean {
  return how === "NEWOBJ" || how === "NEWOBJ_EX";
}

/** Helpers that only make an empty instance of the class they are given (`cls.__new__(cls)`), as NEWOBJ does. */
const ONLY_MAKES = /^(newObj|_new_\w*Index|_mareconstruct|_mrreconstruct)$/;

function modesFor({ name }: GlobalName): readonly string[] {
  return ONLY_MAKES.test(name) ? ["call", "new"] : ["call"];
}

/** What is called by the callee has to be a name that may be called; `None` and other literals call nothing. */
function applied(value: Value | undefined, modes: readonly string[], context: RuleContext): string | undefined {
  if (value === undefined || value.kind === "literal") return undefined;
  const global = named(value);
  if (global === undefined) return `something that is no name (${described(value)})`;
  if (context.allowedGlobals.has(dotted(global))) return undefined;
  const judgement = judgeGlobal(global.module, global.name);
  if (judgement.verdict !== "safe") return value.kind === "global" ? undefined : dotted(global);
  if (modes.includes(judgement.mode)) return undefined;
  return `${dotted(global)}, which is not known to be safe to call`;
}

/** Constants were searched for pickles; so were those that protocols 0 to 2 write as text and encode back to bytes. */
function loadable(value: Value | undefined): boolean {
  if (value === undefined || value.kind === "literal") return true;
  return value.kind === "call" && value.call.callee !== undefined && dotted(value.call.callee) === "_codecs.encode";
}

/** An argument by its place; where the arguments are computed as a whole, that unknown stands for each of them. */
function argument(call: CallFact, position: number): Value | undefined {
  return call.args[position] ?? call.args.find((value) => value.kind === "unknown");
}

function ofResult(call: CallFact, made: CallText, pickle: PickleFacts, context: RuleContext): Unvouched | undefined {
  const maker = made.callee;
  if (maker === undefined) return { problem: "what another call returned, so what runs cannot be told" };
  const name = dotted(maker);
  if (FUNCTION_MAKERS.has(name))
    return { problem: `a function that ${name} has rebuilt from code in the pickle`, severity: "critical" };
  const global = standsFor(made);
  if (global !== undefined) return ofNamedResult(call, global, name, context);
  if (makesByPartial(call, made, pickle)) return undefined;
  const isSilent = isGetattr(maker) || isTypeLookup(maker);
  const isReported = !context.allowedGlobals.has(name) && judgeGlobal(maker.module, maker.name).verdict !== "safe";
  if (isReported && !isSilent) return undefined;
  return { problem: `what ${name} returned, so what runs cannot be told` };
}

/** The result of a look-up by name is judged as the name. */
function ofNamedResult(call: CallFact, global: GlobalName, by: string, context: RuleContext): Unvouched | undefined {
  const isKnown =
    context.allowedGlobals.has(dotted(global)) || judgeGlobal(global.module, global.name).verdict === "safe";
  if (!isKnown) return { problem: `what ${by} returned (${dotted(global)}), so what runs cannot be told` };
  const found = ofGlobal(call, global, context);
  return found && { ...found, problem: `what ${by} returned (${dotted(global)}), ${found.problem}` };
}
