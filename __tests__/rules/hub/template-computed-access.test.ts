import type { TemplateFacts } from "../../../src/core/template-facts";
import { templateComputedAccess } from "../../../src/rules/hub/template-computed-access";
import { checkRule } from "../../support/check-rule";
import { PLACE, access, templateSubject } from "../../support/template-facts";

const say = (facts: Partial<TemplateFacts>) =>
  checkRule(templateComputedAccess, templateSubject(facts)).map(({ severity, message }) => `${severity} ${message}`);

describe("MA-HUB-011 template-computed-access", () => {
  test.each<[Partial<TemplateFacts>, string]>([
    [
      { accesses: [access({ way: "attr-filter", built: true })] },
      "medium the chat template reaches for an attribute by a name that it computes",
    ],
    [
      { accesses: [access({ way: "subscript", called: true })] },
      "medium the chat template calls an item or attribute by a name that it computes",
    ],
    [
      { accesses: [access({ name: "_private" })] },
      "medium the chat template reaches for _private, a private attribute",
    ],
    [
      { accesses: [access({ name: "format", called: true })] },
      "low the chat template formats by a text that only shows when it runs",
    ],
    [
      { accesses: [access({ name: "x", on: { kind: "global", name: "cycler" } })] },
      "medium the chat template reaches into cycler, an object of the program that renders it",
    ],
    [
      { calls: [{ ...PLACE, name: "f", bound: "variable" }] },
      "medium the chat template calls f, a variable that it has set",
    ],
    [
      { calls: [{ ...PLACE, bound: "computed" }] },
      "medium the chat template calls what a call, filter or choice gives",
    ],
  ])("%j", (facts, words) => {
    expect(say(facts)).toEqual([words]);
  });

  test("what chat templates do is silent, and what MA-HUB-010 tells is not told twice", () => {
    const accesses = [
      access({ name: "role", way: "subscript" }),
      access({ name: "_id", way: "subscript" }),
      access({ name: "title", called: true, on: { kind: "global", name: "self" } }),
      access({ name: "content", on: { kind: "global", name: "message" } }),
      access({ name: "__class__" }),
    ];
    expect(say({ accesses, calls: [{ ...PLACE, name: "strftime_now", bound: "global" }] })).toEqual([]);
  });
});
