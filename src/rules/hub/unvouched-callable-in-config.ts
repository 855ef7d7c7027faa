import type { Callable } from "../../core/reference-facts";
import { defineRule, type Report } from "../../core/rule";
import type { Severity } from "../../core/severity";
import { shorten } from "../../core/text";
import { judgeCallable } from "./judge-callable";

/** Why: what a configuration names is imported and called. A name that nobody knows is code that nobody has looked at. */
export const unvouchedCallableInConfig = defineRule({
  id: "MA-HUB-005",
  name: "unvouched-callable-in-config",
  on: "reference",
  severity: "low",
  confidence: "medium",
  since: "0.1.0",
  summary: "A configuration names a callable of a package that nobody has vouched for",
  remedy: "Look at what the name is, and that its package is the one you mean. Read YAML with yaml.safe_load.",
  *check({ reference: { field, target } }, context): Iterable<Report> {
    if (target.kind !== "callable" || target.by === "params") return;
    if (judgeCallable(target, context).verdict !== "unknown") return;
    const full = target.name.replace(/\.$/, "");
    const waived = context.allowedGlobals.get(full);
    const key = [target.by, target.name === "" ? (target.written ?? "") : target.name];
    if (waived !== undefined)
      yield {
        message: `${field} names ${full}, which the policy allows: ${waived.reason}`,
        severity: "info",
        waived,
        key,
      };
    else
      yield {
        message: `${field} ${whatItNames(target)}, ${WHAT_HAPPENS[target.by]}`,
        severity: SEVERITY[target.by],
        key,
      };
  },
});

function whatItNames({ name, written }: Callable): string {
  if (name === "" && written !== undefined) return `is computed (${shorten(written, 120)})`;
  return name === "" ? "names nothing" : `names ${shorten(name.replace(/\.$/, ""), 200)}, which nobody has vouched for`;
}

const WHAT_HAPPENS: Readonly<Record<Callable["by"], string>> = {
  hydra: "and Hydra calls it",
  params: "and it is called",
  "yaml-call": "and an unsafe YAML loader calls it",
  "yaml-object": "and an unsafe YAML loader makes an object of it",
  "yaml-name": "and an unsafe YAML loader imports it",
  import: "and its reader imports it",
  component: "and diffusers imports it",
};

/** A tag makes any object while the text is read, as a pickle does; the others are the everyday of configurations. */
const SEVERITY: Readonly<Record<Callable["by"], Severity>> = {
  hydra: "low",
  params: "low",
  "yaml-call": "high",
  "yaml-object": "high",
  "yaml-name": "low",
  import: "low",
  component: "info",
};
