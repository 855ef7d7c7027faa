import type { AccessFact } from "../../../src/core/template-facts";
import { templateLeavesSandbox } from "../../../src/rules/hub/template-leaves-sandbox";
import { checkRule } from "../../support/check-rule";
import { PLACE, access, templateSubject } from "../../support/template-facts";

const say = (...accesses: AccessFact[]) => checkRule(templateLeavesSandbox, templateSubject({ accesses }));

describe("MA-HUB-010 template-leaves-sandbox", () => {
  test("names what is reached, where, and how it is written", () => {
    expect(say(access({ name: "__class__" }))).toMatchObject([
      {
        severity: "high",
        message: "the chat template reaches for __class__, an internal of Python",
        location: { line: 4 },
        evidence: "x.y",
      },
    ]);
  });

  test("tells the place in the model, and the template's own line where the file has none", () => {
    const { line, ...place } = PLACE;
    const facts = {
      place: "metadata key tokenizer.chat_template",
      accesses: [{ ...access({ name: "mro" }), ...place, line: undefined }],
    };
    expect(line).toBe(4);
    const subject = templateSubject(JSON.parse(JSON.stringify(facts)) as typeof facts as never);
    expect(checkRule(templateLeavesSandbox, subject)[0]?.message).toBe(
      "the chat template in metadata key tokenizer.chat_template reaches for mro, an internal of Python (line 4 of the template)",
    );
  });

  test.each<[Partial<AccessFact>, boolean]>([
    [{ name: "role" }, false],
    [{ name: "__class__", way: "text" }, true],
    [{ name: "__globals__", way: "keyword" }, true],
    [{ name: "__image__", way: "text" }, false],
    [{ name: "__type", way: "subscript" }, false],
    [{ name: "__secret" }, true],
    [{ name: "_Class__secret", way: "subscript" }, true],
    [{ name: "f_back" }, true],
    [{ name: "system", called: false }, false],
    [{ name: "system", called: true }, true],
    [{ name: "open", called: true }, false],
    [{ name: "format", called: true, on: { kind: "text" } }, false],
    [{ name: "format", called: false }, false],
    [{ name: "format", called: false, on: { kind: "text" } }, true],
    [{ name: "format", way: "attr-filter" }, true],
    [{ name: "format_map", called: true }, true],
    [{}, false],
  ])("%j: %s", (fact, expected) => {
    expect(say(access(fact)).length > 0).toBe(expected);
  });

  test("a name is told once, and names that Python does not have are left out where others are sure", () => {
    const found = say(
      access({ name: "__class__" }),
      access({ name: "__class__", way: "subscript" }),
      access({ name: "__classclass__", built: true }),
    );
    expect(found).toHaveLength(1);
    expect(say(access({ name: "__classclass__", built: true }))).toHaveLength(1);
  });

  test("calls of Python's functions", () => {
    const call = (name: string, bound: "global" | "variable") =>
      checkRule(templateLeavesSandbox, templateSubject({ calls: [{ ...PLACE, name, bound }] }));
    expect(call("eval", "global")[0]?.message).toBe("the chat template calls eval, a function of Python");
    expect(call("eval", "variable")).toEqual([]);
    expect(call("raise_exception", "global")).toEqual([]);
  });

  test("the fingerprint does not know lines", () => {
    const other = { ...access({ name: "mro" }), line: 9, templateLine: 9 };
    expect(say(other)[0]?.fingerprint).toBe(say(access({ name: "mro" }))[0]?.fingerprint);
  });
});
