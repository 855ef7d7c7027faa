import type { Location } from "../../src/core/location";
import type { SubjectOf } from "../../src/core/subject";
import type { AccessFact, TemplateFacts } from "../../src/core/template-facts";

const AT: Location = { path: "m/chat_template.jinja", inside: [] };
/** Where something stands in the file, for facts of tests. */
export const PLACE = { line: 4, templateLine: 4, text: "x.y" };

/** A template of which only these facts are known. */
export function templateSubject(facts: Partial<TemplateFacts>): SubjectOf<"template"> {
  return { kind: "template", at: AT, template: { accesses: [], calls: [], loads: [], work: [], tags: [], ...facts } };
}

export function access(fact: Partial<AccessFact>): AccessFact {
  return { ...PLACE, way: "attribute", built: false, called: false, on: { kind: "other" }, ...fact };
}
