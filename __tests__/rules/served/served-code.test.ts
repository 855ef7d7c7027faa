import type { ServedCode } from "../../../src/core/served-code-facts";
import { servedCode } from "../../../src/rules/served/served-code";
import { checkRule } from "../../support/check-rule";

const say = (state: ServedCode["state"]) =>
  checkRule(servedCode, {
    kind: "served-code",
    at: { path: "MLmodel", inside: [], line: 4 },
    served: { format: "mlmodel", code: [{ role: "loader_module", name: "loader", state }] },
  }).map(({ severity, message }) => `${severity} ${message}`);

test.each<[ServedCode["state"], RegExp]>([
  ["reviewed", /^medium its loader_module is loader, .* has the same file$/],
  ["beside", /^medium .* it is part of this repository$/],
  ["packaged", /^high /],
  ["absent", /^high .* finds elsewhere$/],
  ["leaves", /^high .* leads out of the package$/],
  ["elsewhere", /^medium .* from whatever is installed$/],
])("%s", (state, words) => expect(say(state)).toEqual([expect.stringMatching(words)]));

test("nothing about what the server brings", () => expect(say("built-in")).toEqual([]));
