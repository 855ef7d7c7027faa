import type { SkopsName } from "../../../src/core/skops-facts";
import type { RuleContext } from "../../../src/core/rule";
import { skopsType } from "../../../src/rules/served/skops-type";
import { checkRule } from "../../support/check-rule";

const at = { path: "m.skops", inside: ["schema.json"] };
const say = (name: Partial<SkopsName>, context: Partial<RuleContext> = {}) =>
  checkRule(
    skopsType,
    {
      kind: "skops",
      at,
      skops: {
        names: [
          {
            module: "mylib",
            name: "Net",
            use: "restored",
            loader: "ObjectNode",
            field: "content.a",
            count: 1,
            ...name,
          },
        ],
      },
    },
    context,
  );

test("shows where the name stands", () =>
  expect(say({})[0]).toMatchObject({ severity: "medium", evidence: "ObjectNode at content.a" }));

test("a name that the policy allows is seen, and does not decide", () => {
  const waived = { by: "policy", reason: "ours" };
  expect(say({}, { allowedGlobals: new Map([["mylib.Net", waived]]) })[0]).toMatchObject({ severity: "info", waived });
});

test("a class that is safe to restore is not safe to call", () => {
  const name = { module: "torch.nn.modules.linear", name: "Linear" };
  expect(say({ ...name, use: "restored" })).toEqual([]);
  expect(say({ ...name, use: "constructed", loader: "SetNode" })[0]?.message).toMatch(
    /^calls torch\.nn\.modules\.linear\.Linear, which is neither/,
  );
});

test("many names end in one line", () => {
  const names = Array.from({ length: 300 }, (_, i) => ({
    module: "mylib",
    name: `N${i}`,
    use: "restored" as const,
    loader: "ObjectNode",
    field: "x",
    count: 1,
  }));
  const found = checkRule(skopsType, { kind: "skops", at, skops: { names } });
  expect(found.length).toBeLessThan(300);
  expect(found.at(-1)!.message).toMatch(/^and \d+ more names/);
});
