import type { LayoutOddity } from "../../../src/core/layout-facts";
import { impossibleLayout } from "../../../src/rules/format/impossible-layout";
import { checkLayout } from "../../support/check-layout";
import { lines } from "../../support/scan";

describe("MA-FMT-010 impossible-layout", () => {
  test.each<LayoutOddity>(["out-of-file", "overlap", "gap", "size-mismatch", "bad-count", "bad-value", "misaligned"])(
    "says the format's words about %s, and where",
    (oddity) => {
      const found = checkLayout(impossibleLayout, { oddity, part: "w", detail: "its words", offset: 16 });
      expect(lines(found)).toEqual(["high MA-FMT-010 models/m.gguf @ 0x10: w: its words"]);
    },
  );

  test.each<LayoutOddity>(["duplicate-key", "missing-part", "unlisted-part", "wrong-kind", "stale-total", "appended"])(
    "leaves %s to its own rule",
    (oddity) => {
      expect(checkLayout(impossibleLayout, { oddity, detail: "x" })).toEqual([]);
    },
  );

  test("one part's oddity is the same finding wherever it stands", () => {
    const [a] = checkLayout(impossibleLayout, { oddity: "overlap", part: "w", detail: "with x", offset: 1 });
    const [b] = checkLayout(impossibleLayout, { oddity: "overlap", part: "w", detail: "with y", offset: 2 });
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("tells a text's line", () => {
    const found = checkLayout(impossibleLayout, { oddity: "bad-value", part: "w", detail: "odd", line: 7 });
    expect(lines(found)).toEqual(["high MA-FMT-010 models/m.gguf:7: w: odd"]);
  });

  test("sums up above 200", () => {
    const many = Array.from({ length: 250 }, (_, i) => ({ oddity: "gap" as const, part: `t${i}`, detail: "a hole" }));
    const found = checkLayout(impossibleLayout, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toBe("and 50 more of the same in this gguf file");
  });
});
