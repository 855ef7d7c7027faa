import type { GlobalFact } from "../../../core/pickle-facts";
import type { RuleContext } from "../../../core/rule";
import { dotted } from "../globals/judge";
import { actsWhenConstructed } from "../globals/known-safe";

/**
 * A class whose constructor acts on its arguments, put where something may call it: in `partial`, as the factory of
 * a dict, as an attribute that numpy or torch looks up. No normal model holds such a class as a value; our red team
 * ran code with it, out of names that are all known. The words continue "hands on X, ...".
 */
export function handedOn(global: GlobalFact, context: RuleContext): string | undefined {
  if (global.handedOn !== true || !actsWhenConstructed(global.module, global.name)) return undefined;
  if (context.allowedGlobals.has(dotted(global))) return undefined;
  return "a class that is only safe to restore: whatever calls it runs what its constructor is given";
}
