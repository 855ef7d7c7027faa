import type { LinkFacts } from "../../../src/core/link-facts";
import { oddLink } from "../../../src/rules/format/odd-link";
import { checkRule } from "../../support/check-rule";
import { lines } from "../../support/scan";

function check(oddity: LinkFacts["oddity"], shown: string): string[] {
  const link = { format: "gguf", place: "general.url", oddity, shown };
  return lines(checkRule(oddLink, { kind: "link", at: { path: "m.gguf", inside: [] }, link }));
}

describe("MA-FMT-015 odd-link", () => {
  test("a script is medium", () => {
    expect(check("script", "javascript:alert(1)")).toEqual([
      "medium MA-FMT-015 m.gguf: general.url: javascript:alert(1) runs as a script where a page shows it as a link",
    ]);
  });

  test("a login is medium", () => {
    expect(check("credentials", "https://me:***@x.org/")).toEqual([
      "medium MA-FMT-015 m.gguf: general.url: https://me:***@x.org/ has a login in it",
    ]);
  });

  test("a file of the reader's machine is low", () => {
    expect(check("file", "file://host/share")[0]).toContain("low MA-FMT-015");
  });
});
