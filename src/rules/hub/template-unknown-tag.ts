import { defineRule, type Report } from "../../core/rule";
import { reportMany } from "../report-many";
import { shownName, templateReport } from "./template-report";

/**
 * Why: a tag that Jinja does not have runs code of an extension, and only who renders the template knows which. The
 * libraries that render chat templates refuse it.
 */
export const templateUnknownTag = defineRule({
  id: "MA-HUB-014",
  name: "template-unknown-tag",
  on: "template",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A chat template uses a tag that neither Jinja nor transformers has",
  remedy: "Find out who renders this template and what its tag does, or write it without the tag.",
  *check({ template, at }) {
    yield* reportMany(
      template.tags,
      (tag): Report =>
        templateReport(template, at, tag, `uses the tag ${shownName(tag.name)}, which Jinja does not have`, [tag.name]),
      (more) => ({ message: `and ${more} more such tags in this template`, key: ["more"] }),
    );
  },
});
