import { defineRule, type Report } from "../../core/rule";
import type { TemplateWorkFact } from "../../core/template-facts";
import { reportMany } from "../report-many";
import { templateReport } from "./template-report";

/** Steps, characters or bits from which one prompt stops a server: seconds of time, or hundreds of megabytes. */
const STOPS = 10_000_000;

const WORDS: Record<TemplateWorkFact["what"], (amount: string) => string> = {
  range: (amount) => `counts up to ${amount} (Jinja's sandbox stops at 100,000)`,
  loops: (amount) => `runs loops inside each other ${amount} times`,
  repetition: (amount) => `repeats a text or list to ${amount} characters or items`,
  power: (amount) => `raises a number to ${amount} bits`,
  padding: (amount) => `pads a text to ${amount} characters`,
  filler: (amount) => `makes up to ${amount} words of filler text`,
};

/** Why: the template runs for every prompt. One that asks for endless time or memory takes down who serves the model. */
export const templateExhausts = defineRule({
  id: "MA-HUB-013",
  name: "template-exhausts",
  on: "template",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A chat template asks for time or memory that no prompt needs",
  remedy: "Do not serve the model with this template. Take the number down, or take another template.",
  *check({ template, at }) {
    yield* reportMany(
      template.work,
      (work): Report => {
        const { what, amount } = work;
        const shown = Number.isFinite(amount) ? Math.round(amount).toLocaleString("en-US") : "endlessly many";
        const severity = amount >= STOPS ? undefined : "low";
        return templateReport(template, at, work, WORDS[what](shown), [what, shown], severity);
      },
      (more) => ({ message: `and ${more} more such places in this template`, key: ["more"] }),
    );
  },
});
