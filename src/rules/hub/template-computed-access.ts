import { defineRule, type Report } from "../../core/rule";
import type { AccessFact, TemplateCallFact } from "../../core/template-facts";
import { reportMany } from "../report-many";
import { internalOf } from "./template-names";
import { shownName, templateReport } from "./template-report";

/** Objects of web applications, and classes of Jinja, whose attributes lead to the program that renders. */
const APPLICATION = new Set(["lipsum", "cycler", "joiner", "url_for", "get_flashed_messages", "request", "self"]);

/**
 * Why: where the name that is reached or called is only known when the template runs, nobody can read what it does. Chat
 * templates read the keys of messages; they have no use for names that they compute.
 */
export const templateComputedAccess = defineRule({
  id: "MA-HUB-011",
  name: "template-computed-access",
  on: "template",
  severity: "medium",
  confidence: "medium",
  since: "0.1.0",
  summary: "A chat template reaches or calls something by a name that only shows when it runs",
  remedy: "Read the template at this line. Write the name out, or use the model with a template that does.",
  *check({ template, at }) {
    yield* reportMany(
      [...template.accesses, ...template.calls],
      (thing): Report | undefined => {
        const found = "way" in thing ? accessOf(thing) : callOf(thing);
        if (found === undefined) return undefined;
        const { what, key, severity } = found;
        return templateReport(template, at, thing, what, key, severity);
      },
      (more) => ({ message: `and ${more} more such places in this template`, key: ["more"] }),
    );
  },
});

interface Odd {
  readonly what: string;
  readonly key: readonly string[];
  readonly severity?: "low";
}

function accessOf(access: AccessFact): Odd | undefined {
  const { name, way, called, on } = access;
  if (name === undefined) {
    if (way === "attr-filter") return { what: "reaches for an attribute by a name that it computes", key: ["attr"] };
    return { what: "calls an item or attribute by a name that it computes", key: ["item"] };
  }
  if (internalOf(access) !== undefined) return undefined;
  if (name.startsWith("_") && name !== "_" && ["attribute", "attr-filter", "format-field"].includes(way))
    return { what: `reaches for ${shownName(name)}, a private attribute`, key: ["private", name] };
  if (way === "attribute" && name === "format" && called && on.kind !== "text")
    return { what: "formats by a text that only shows when it runs", key: ["format"], severity: "low" };
  if (on.kind !== "global" || !APPLICATION.has(on.name) || (on.name === "self" && called)) return undefined;
  return { what: `reaches into ${on.name}, an object of the program that renders it`, key: ["application", on.name] };
}

function callOf({ name, bound }: TemplateCallFact): Odd | undefined {
  if (bound === "global") return undefined;
  if (bound === "variable")
    return { what: `calls ${shownName(name!)}, a variable that it has set`, key: ["variable", name!] };
  return { what: "calls what a call, filter or choice gives", key: ["result"] };
}
