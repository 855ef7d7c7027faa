import { templateUnknownTag } from "../../../src/rules/hub/template-unknown-tag";
import { checkRule } from "../../support/check-rule";
import { lines, scanBytes } from "../../support/scan";
import { PLACE, templateSubject } from "../../support/template-facts";

describe("MA-HUB-014 template-unknown-tag", () => {
  test("names the tag", () => {
    expect(checkRule(templateUnknownTag, templateSubject({ tags: [{ ...PLACE, name: "python" }] }))).toMatchObject([
      { severity: "medium", message: "the chat template uses the tag python, which Jinja does not have" },
    ]);
  });

  test("once for a tag, whatever stands in it and between it and its end", () => {
    const text = "{% trans a=b %}x{{ y }}{% pluralize %}z{% endtrans %}{% trans %}{% endtrans %}{% debug %}";
    expect(lines(scanBytes(Uint8Array.from(Buffer.from(text)), "chat_template.jinja").findings)).toEqual(
      ["trans", "pluralize", "debug"].map(
        (tag) =>
          `medium MA-HUB-014 chat_template.jinja:1: the chat template uses the tag ${tag}, which Jinja does not have`,
      ),
    );
  });

  test("Jinja's own tags and transformers' are silent", () => {
    expect(checkRule(templateUnknownTag, templateSubject({}))).toEqual([]);
  });
});
