import type { Location } from "../../core/location";
import { defineRule, type Report, type RuleContext } from "../../core/rule";
import type { SkopsName } from "../../core/skops-facts";
import { dotted, judgeGlobal, type Judgement } from "../pickle/globals/judge";
import { reportMany } from "../report-many";

/** Beside our own list: what skops itself makes from a file without asking, and what that is good for. */
const TRUSTED = new Set(
  (
    "builtins.dict builtins.list builtins.set builtins.tuple collections.OrderedDict collections.defaultdict numpy.ndarray " +
    "numpy.ma.MaskedArray numpy.ma.core.MaskedArray numpy.random.RandomState numpy.random.mtrand.RandomState numpy.random.Generator " +
    "numpy.random._generator.Generator functools.partial numpy.dtype"
  ).split(" "),
);
/** The three that `OperatorFuncNode` is for; it would call any other function of the module (CVE-2025-54412). */
const OPERATORS = new Set(["attrgetter", "itemgetter", "methodcaller"]);

/**
 * Why: skops asks before it makes an instance of a type that it does not know. Whoever answers with the file's own
 * list has everything run that the file names.
 */
export const skopsType = defineRule({
  id: "MA-FMT-060",
  name: "skops-type",
  on: "skops",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A skops file names types or functions that are dangerous, or that nobody has vouched for",
  remedy: "Do not pass this name in `trusted`. Save the model again from objects that you know.",
  *check({ skops, at }, context) {
    yield* reportMany(
      skops.names,
      (name) => tell(name, at, context),
      (more) => ({ message: `and ${more} more names of this kind`, key: ["more"], severity: "medium" }),
    );
  },
});

function tell(found: SkopsName, at: Location, context: RuleContext): Report | undefined {
  const { module, name, loader } = found;
  const full = dotted(found);
  const common = { at, key: [loader, module, name], evidence: `${loader} at ${found.field}` };
  if (loader === "OperatorFuncNode")
    return OPERATORS.has(name) && module === "operator"
      ? undefined
      : { ...common, message: `${full} stands in an OperatorFuncNode, which calls any function of operator` };
  if (found.disagrees !== undefined)
    return { ...common, message: `calls itself ${full}, and is a method of ${found.disagrees}` };
  if (loader === "MethodNode" && name.split(".").length > 2)
    return { ...common, message: `reaches ${full} through attributes of an object (CVE-2025-54413)` };
  const judgement = judgeGlobal(module, name);
  if (judgement.verdict === "dangerous")
    return { ...common, message: `names ${full}, which ${judgement.reason} [${judgement.family}]` };
  if (TRUSTED.has(full) || vouched(judgement, found)) return undefined;
  const waived = context.allowedGlobals.get(full);
  if (waived !== undefined)
    return { ...common, waived, severity: "info", message: `names ${full}, which the policy allows: ${waived.reason}` };
  const verb = { restored: "restores", constructed: "calls", referred: "refers to" }[found.use];
  return {
    ...common,
    severity: "medium",
    message: `${verb} ${full}, which is neither known to be safe nor allowed; skops asks before it does`,
  };
}

/** Whether the list vouches for this name in the way that the file uses it. */
function vouched(judgement: Judgement, { use }: SkopsName): boolean {
  if (judgement.verdict !== "safe") return false;
  if (use === "constructed") return judgement.mode === "call";
  return use === "referred" || judgement.mode === "call" || judgement.mode === "new";
}
