import type { Location } from "../../core/location";
import type { MutationFact, Value } from "../../core/pickle-facts";
import { defineRule, type Report } from "../../core/rule";
import { reportMany } from "../report-many";
import { isGetattr, isTypeLookup } from "./calls/stands-for";
import { described } from "./calls/described";
import { dotted } from "./globals/judge";

/**
 * Why: state given to an imported class or module changes it for the whole program: a pickle can so replace
 * methods that harmless code calls later, without importing anything that looks bad.
 */
export const mutatedImport = defineRule({
  id: "MA-PKL-004",
  name: "mutated-import",
  on: "pickle",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A pickle changes something it imported, rather than an object it made",
  remedy: "Do not load this file. Saving a model never writes to an imported class or module.",
  *check({ pickle, at }) {
    yield* reportMany(
      pickle.mutations,
      (mutation) => tell(mutation, at),
      (more) => ({ message: `and ${more} more changes of imported objects`, key: ["more"] }),
    );
  },
});

function tell(mutation: MutationFact, at: Location): Report | undefined {
  if (!isImported(mutation.target)) return undefined;
  const what = mutation.how === "BUILD" ? "gives state to" : "puts items into";
  const target = described(mutation.target);
  return {
    message: `${what} ${target} (${mutation.how}), which changes it for the whole program`,
    at: { ...at, offset: mutation.offset },
    evidence: mutation.evidence,
    key: [target, mutation.how],
  };
}

/** Calls that hand out what others hold as well: their argument, an item or attribute of it, or a shared object. */
const HANDS_OUT = new Set([
  "builtins.type",
  "numpy.core.multiarray.scalar",
  "numpy._core.multiarray.scalar",
  "operator.getitem",
  "_operator.getitem",
  "logging.getLogger",
  "torch.jit._pickle.restore_type_tag",
  "torch.jit._pickle.build_intlist",
  "torch.jit._pickle.build_tensorlist",
  "torch.jit._pickle.build_doublelist",
  "torch.jit._pickle.build_boollist",
]);

/** An import itself, or what a call may have got out of one: that is not the pickle's own object. */
function isImported(target: Value): boolean {
  if (target.kind === "global") return true;
  if (target.kind !== "call" || target.call.callee === undefined) return false;
  const { callee, how } = target.call;
  return isGetattr(callee) || isTypeLookup(callee) || (how === "REDUCE" && HANDS_OUT.has(dotted(callee)));
}
