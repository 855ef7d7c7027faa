import { templateLoadsTemplate } from "../../../src/rules/hub/template-loads-template";
import { checkRule } from "../../support/check-rule";
import { PLACE, templateSubject } from "../../support/template-facts";

describe("MA-HUB-012 template-loads-template", () => {
  test("names what is loaded, and by which tag", () => {
    const loads = [
      { ...PLACE, tag: "include" as const, template: "a.jinja" },
      { ...PLACE, tag: "extends" as const },
    ];
    expect(checkRule(templateLoadsTemplate, templateSubject({ loads }))).toMatchObject([
      { severity: "medium", message: "the chat template loads a.jinja (include)" },
      { severity: "medium", message: "the chat template loads a template whose name it computes (extends)" },
    ]);
  });

  test("a template that loads nothing is silent", () => {
    expect(checkRule(templateLoadsTemplate, templateSubject({}))).toEqual([]);
  });
});
