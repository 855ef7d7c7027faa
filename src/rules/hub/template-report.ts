import type { Location } from "../../core/location";
import type { Report } from "../../core/rule";
import type { Severity } from "../../core/severity";
import type { TemplateFacts, TemplatePlace } from "../../core/template-facts";
import { shorten } from "../../core/text";

/** Characters of a name in a message. */
const MAX_NAME = 100;

/** A report about one place of a template: `what` goes on from "the chat template". */
export function templateReport(
  { place }: TemplateFacts,
  at: Location,
  { line, templateLine, text }: TemplatePlace,
  what: string,
  key: readonly string[],
  severity?: Severity,
): Report {
  const where = place === undefined ? "" : ` in ${shorten(place, MAX_NAME)}`;
  return {
    message: `the chat template${where} ${what}${line === undefined ? ` (line ${templateLine} of the template)` : ""}`,
    at: line === undefined ? at : { ...at, line },
    evidence: text,
    key,
    ...(severity === undefined ? {} : { severity }),
  };
}

/** A name of the input as messages show it. */
export function shownName(name: string): string {
  return shorten(name, MAX_NAME);
}
