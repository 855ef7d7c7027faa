import { defineRule, type Report } from "../../core/rule";
import { reportMany } from "../report-many";
import { shownName, templateReport } from "./template-report";

/**
 * Why: what is loaded is part of the program, and it was not looked at here. The libraries that render chat templates
 * give them nothing to load from, so one that loads was written for another renderer.
 */
export const templateLoadsTemplate = defineRule({
  id: "MA-HUB-012",
  name: "template-loads-template",
  on: "template",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A chat template loads another template",
  remedy: "Put what it loads into the template itself, so that it can be read and checked as one.",
  *check({ template, at }) {
    yield* reportMany(
      template.loads,
      (load): Report => {
        const what = load.template === undefined ? "a template whose name it computes" : shownName(load.template);
        return templateReport(template, at, load, `loads ${what} (${load.tag})`, [load.tag, load.template ?? ""]);
      },
      (more) => ({ message: `and ${more} more in this template`, key: ["more"] }),
    );
  },
});
