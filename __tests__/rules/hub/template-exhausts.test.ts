import { templateExhausts } from "../../../src/rules/hub/template-exhausts";
import { checkRule } from "../../support/check-rule";
import { lines, scanBytes } from "../../support/scan";
import { PLACE, templateSubject } from "../../support/template-facts";

const scan = (text: string) =>
  lines(scanBytes(Uint8Array.from(Buffer.from(text)), "chat_template.jinja").findings).map((line) =>
    line.replace(" chat_template.jinja:1: the chat template", ""),
  );

describe("MA-HUB-013 template-exhausts", () => {
  test.each([
    ["{{ range(10**9) }}", "medium MA-HUB-013 counts up to 1,000,000,000 (Jinja's sandbox stops at 100,000)"],
    ["{{ range(0, 400000, 2) }}", "low MA-HUB-013 counts up to 200,000 (Jinja's sandbox stops at 100,000)"],
    ["{{ 'ab' * 10**8 }}", "medium MA-HUB-013 repeats a text or list to 200,000,000 characters or items"],
    ["{{ 10**9 * [1] }}", "medium MA-HUB-013 repeats a text or list to 1,000,000,000 characters or items"],
    ["{{ 9**(9**9) }}", "medium MA-HUB-013 raises a number to 1,228,093,894 bits"],
    ["{{ '%1000000000d' % 1 }}", "medium MA-HUB-013 pads a text to 1,000,000,000 characters"],
    ["{{ '%1000000000d'|format(1) }}", "medium MA-HUB-013 pads a text to 1,000,000,000 characters"],
    ["{{ '{:>1000000000}'.format(1) }}", "medium MA-HUB-013 pads a text to 1,000,000,000 characters"],
    ["{{ x|center(10**10) }}{% set w = 10 %}", "medium MA-HUB-013 pads a text to 10,000,000,000 characters"],
    ["{{ x|indent(width=10**10) }}", "medium MA-HUB-013 pads a text to 10,000,000,000 characters"],
    ["{{ x.ljust(10**10) }}", "medium MA-HUB-013 pads a text to 10,000,000,000 characters"],
    ["{{ lipsum(n=10**6) }}", "medium MA-HUB-013 makes up to 100,000,000 words of filler text"],
    [
      "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}",
      "medium MA-HUB-013 runs loops inside each other 8,100,000,000 times",
    ],
  ])("%s", (text, expected) => {
    expect(scan(text)).toEqual([expect.stringContaining(expected)]);
  });

  test("what chat templates do is silent", () => {
    expect(
      scan("{% for a in range(100) %}{% for b in messages %}{{ '-' * 40 }}{{ 2 ** 8 }}{% endfor %}{% endfor %}"),
    ).toEqual([]);
    expect(checkRule(templateExhausts, templateSubject({}))).toEqual([]);
  });

  test("endless amounts have words", () => {
    const work = [{ ...PLACE, what: "power" as const, amount: Infinity }];
    expect(checkRule(templateExhausts, templateSubject({ work }))[0]?.message).toBe(
      "the chat template raises a number to endlessly many bits",
    );
  });
});
