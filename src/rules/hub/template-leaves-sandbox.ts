import { defineRule, type Report } from "../../core/rule";
import type { AccessFact, TemplateCallFact, TemplateFacts } from "../../core/template-facts";
import { reportMany } from "../report-many";
import { internalOf, isPythonFunction } from "./template-names";
import { isPythonName } from "./template-python-names";
import { shownName, templateReport } from "./template-report";

/**
 * Why: a chat template is a program that the library runs for every prompt. From any object, Python's internals lead
 * to every module; a renderer without a sandbox (CVE-2024-34359), or with an old one, then runs what the template says.
 */
export const templateLeavesSandbox = defineRule({
  id: "MA-HUB-010",
  name: "template-leaves-sandbox",
  on: "template",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A chat template reaches for internals of Python, as those do that leave the sandbox and run code",
  remedy: "Do not use this model's template. Take one that you have read, and render it with jinja2 3.1.6 or newer.",
  *check({ template, at }) {
    const things = [...unique(template.accesses), ...template.calls.filter(isFunction)];
    yield* reportMany(
      things,
      (thing): Report => {
        if ("way" in thing) return templateReport(template, at, thing, accessWords(thing), ["reaches", thing.name!]);
        return templateReport(template, at, thing, `calls ${thing.name}, a function of Python`, ["calls", thing.name!]);
      },
      (more) => ({ message: `and ${more} more such names in this template`, key: ["more"] }),
    );
  },
});

function isFunction({ name, bound }: TemplateCallFact): boolean {
  return bound === "global" && name !== undefined && isPythonFunction(name);
}

/**
 * One access for each name that is an internal: the way to it is part of the words only. Where pieces give names that
 * Python has, others that they might give as well are left out.
 */
function unique(accesses: TemplateFacts["accesses"]): AccessFact[] {
  const found = new Map<string, AccessFact>();
  for (const access of accesses)
    if (internalOf(access) !== undefined && !found.has(access.name!)) found.set(access.name!, access);
  const all = [...found.values()];
  const sure = all.filter(({ name, built }) => !built || isPythonName(name!));
  return sure.length > 0 ? sure : all;
}

function accessWords(access: AccessFact): string {
  const name = shownName(access.name!);
  const verb = access.way === "text" || access.way === "keyword" ? "spells" : "reaches for";
  const built = access.built ? ", a name that it puts together out of pieces or escapes" : "";
  return `${verb} ${name}, ${internalOf(access)!}${built}`;
}
