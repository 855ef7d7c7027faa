import type { ExecutableFacts } from "../../../src/core/executable-facts";
import { disguisedProgram } from "../../../src/rules/archive/disguised-program";
import { checkRule } from "../../support/check-rule";

const say = (facts: Partial<ExecutableFacts>) =>
  checkRule(disguisedProgram, {
    kind: "executable",
    at: { path: "m.pt", inside: [] },
    executable: { what: "a Linux program (ELF)", place: "member", name: "honest", container: "model", ...facts },
  }).map(({ severity, message }) => `${severity} ${message}`);

test.each<[Partial<ExecutableFacts>, string]>([
  [{ place: "file", name: "model" }, "high under a model's name is a program: a Linux program (ELF)"],
  [
    { place: "hidden", name: "other" },
    "high a program is hidden in bytes that belong to nothing: a Linux program (ELF)",
  ],
  [{}, "high the model holds a program: a Linux program (ELF)"],
  [{ name: "model", container: "software" }, "high a member with a model's name is a program: a Linux program (ELF)"],
  [
    { container: "compiled" },
    "medium the model brings compiled code, which runs when it is used: a Linux program (ELF)",
  ],
])("%j", (facts, words) => expect(say(facts)).toEqual([words]));

test.each<[string, Partial<ExecutableFacts>]>([
  ["a library in a wheel", { container: "software" }],
  ["a tool in an archive", { container: "software", name: "other" }],
])("nothing about %s", (_, facts) => expect(say(facts)).toEqual([]));
