import type { CallFact, PickleFacts, Value } from "../../../core/pickle-facts";
import type { RuleContext } from "../../../core/rule";
import { dotted, judgeGlobal } from "../globals/judge";
import { classOf, identifier, isGetattr, named } from "./stands-for";

/** An attribute that a pickle takes: of this class or what it made, and the dotted name that stands for it. */
interface Attribute {
  readonly module: string;
  readonly owner: string;
  readonly path: string;
}

/**
 * Whether every `getattr` of a pickle is of the kind that pickles have: a plain literal name, of an imported class
 * (`Outer.Inner` below protocol 4) or of an instance of one (a bound method), and `getattr` itself is not handed on
 * to anything. What it returns is data then; calling that, or changing it, is judged where it happens.
 */
export function namesAttributes({ calls }: PickleFacts): boolean {
  const own = calls.filter(({ callee }) => callee.kind === "global" && isGetattr(callee.global));
  return (
    own.length > 0 &&
    own.every((call) => attributeOf(call) !== undefined) &&
    !calls.some((call) => call.args.some(holds) || holds(call.kwargs))
  );
}

/**
 * What is wrong with taking this attribute. It is judged as its dotted name, since a property runs code and a method
 * may be called later: it has to be a name of the table, as `Class.method` is in a newer protocol.
 */
export function attributeProblem(call: CallFact, context: RuleContext): string | undefined {
  const found = attributeOf(call);
  if (found === undefined) return undefined; // said of `getattr` itself
  const { module, owner, path } = found;
  if (context.allowedGlobals.has(dotted({ module, name: owner }))) return undefined;
  if (context.allowedGlobals.has(dotted({ module, name: path }))) return undefined;
  if (judgeGlobal(module, owner).verdict !== "safe" || judgeGlobal(module, path).verdict === "safe") return undefined;
  return `which takes ${dotted({ module, name: path })}, a name that nobody has vouched for`;
}

function attributeOf(call: CallFact): Attribute | undefined {
  const name = call.args.length === 2 ? identifier(call.args[1]) : undefined;
  const owner = named(call.args[0]) ?? classOf(call.args[0]);
  if (name === undefined || owner === undefined) return undefined;
  const { module } = owner;
  // `getattr(logging, 'os')` is still `logging.os`.
  const path = `${owner.name}.${name}`;
  const isDangerous = [owner.name, path].some((whole) => judgeGlobal(module, whole).verdict === "dangerous");
  return isDangerous ? undefined : { module, owner: owner.name, path };
}

/** Whether `getattr` itself stands somewhere in the value. */
function holds(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === "global") return isGetattr(value.global);
  return value.kind === "container" && value.items.some(holds);
}
