import type { Callable } from "../../core/reference-facts";
import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";
import { judgeCallable } from "./judge-callable";

/**
 * Why: libraries import and call what a configuration names (Hydra's instantiate, PyYAML's tags, importers of modules).
 * A name that runs code makes the configuration a program: CVE-2025-23304 (NeMo), and the same in Uni2TS and FlexTok.
 */
export const dangerousCallableInConfig = defineRule({
  id: "MA-HUB-004",
  name: "dangerous-callable-in-config",
  on: "reference",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A configuration names a callable that runs code, and its reader calls it",
  remedy: "Do not load this configuration. Find out who wrote the line, and why; a model needs no such call.",
  *check({ reference: { field, target } }, context) {
    if (target.kind !== "callable") return;
    const judged = judgeCallable(target, context);
    if (judged.verdict !== "dangerous") return;
    const name = shorten(judged.name, 200);
    yield {
      message: `${field} names ${name}, which ${judged.reason}, and ${WHAT_HAPPENS[target.by]}`,
      severity: judged.severity,
      evidence: called(name, target),
      key: [target.by, judged.name, ...target.arguments.flat()],
    };
  },
});

const WHAT_HAPPENS: Readonly<Record<Callable["by"], string>> = {
  hydra: "Hydra calls it with the keys beside it",
  params: "it is called with the params beside it",
  "yaml-call": "an unsafe YAML loader calls it",
  "yaml-object": "an unsafe YAML loader makes an object of it",
  "yaml-name": "an unsafe YAML loader imports it and hands it on",
  import: "its reader imports it",
  component: "diffusers imports it",
};

function called(name: string, { arguments: given, by }: Callable): string {
  if (by === "yaml-name" || by === "import" || by === "component") return name;
  const inside = given.map(([key, text]) =>
    /^\d+$/.test(key) ? JSON.stringify(text) : `${key}=${JSON.stringify(text)}`,
  );
  return shorten(`${name}(${inside.join(", ")})`, 300);
}
