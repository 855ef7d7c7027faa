import type { Location } from "../../core/location";
import type { GlobalFact, PickleFacts } from "../../core/pickle-facts";
import { defineRule, type Report, type RuleContext } from "../../core/rule";
import { reportMany } from "../report-many";
import { verbs } from "./calls/called";
import { dotted, judgeGlobal } from "./globals/judge";
import { weightsOnlyWords } from "./weights-only/words";

/**
 * Why: a list of bad names can always be bypassed with a name that is not on it. So what is not known to be
 * safe is reported, and the people who know the name can say so once, in the policy file.
 */
export const unlistedGlobal = defineRule({
  id: "MA-PKL-002",
  name: "unlisted-global",
  on: "pickle",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "A pickle imports a name that nobody has vouched for",
  remedy:
    "Find out what the name is. If it is yours and loads safely, allow it in the policy file; else ask for safetensors.",
  *check({ pickle, at }, context) {
    const verb = verbs(pickle);
    yield* reportMany(
      pickle.globals,
      (global) => tell(global, verb(global), pickle, at, context),
      (more) => ({ message: `and ${more} more names that nobody has vouched for`, key: ["more"] }),
    );
  },
});

function tell(
  global: GlobalFact,
  verb: string,
  pickle: PickleFacts,
  at: Location,
  context: RuleContext,
): Report | undefined {
  const { module, name } = global;
  if (judgeGlobal(module, name).verdict !== "unlisted") return undefined;
  const full = dotted(global);
  const common = { at: { ...at, offset: global.offset }, evidence: global.evidence, key: [module, name] };
  const waived = context.allowedGlobals.get(full);
  if (waived !== undefined)
    return {
      ...common,
      waived,
      severity: "info",
      message: `${verb} ${full}, which the policy allows: ${waived.reason}`,
    };
  const remedy = remedyFor(full);
  const torch = weightsOnlyWords(global, pickle);
  if (context.definesUnchanged(module, name))
    return {
      ...common,
      remedy,
      severity: "medium",
      message: `${verb} ${full}, which this repository defines and this change leaves alone${torch}`,
    };
  const message = `${verb} ${full}, which is neither known to be safe nor allowed by the policy${torch}`;
  return { ...common, remedy, message };
}

/** The command to copy. Only for a plain name: the pickle chose it, and it must not be a piece of shell. */
function remedyFor(name: string): string {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name) || name.length > 200)
    return "This is not a name that a Python library would have. Do not load the file.";
  return (
    `Look at what ${name} does when it is loaded. If it is yours and does no harm: ` +
    `model-assay allow ${name} --reason "why it is safe" (takes effect on the base branch). Otherwise ask for safetensors.`
  );
}
