import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What `model-assay explain` tells of a rule: the pages of `docs/rules/` below their generated heads, by the rule's id. The same as
 * `src/app/explain/rule-pages.ts` reads from the sources; a test compares them.
 */
export function rulePages(root) {
  const directory = join(root, "docs", "rules");
  const names = readdirSync(directory).filter((name) => /^MA-[A-Z]{3}-\d{3}\.md$/.test(name));
  if (names.length === 0) throw new Error(`${directory} has no page of a rule`);
  return {
    PAGES: Object.fromEntries(
      names.sort().map((name) => [name.slice(0, -3), bodyOf(readFileSync(join(directory, name), "utf8"))]),
    ),
  };
}

function bodyOf(page) {
  return page
    .split("<!-- /generated -->")
    .at(-1)
    .replace(/^Source: \[.*$/m, "")
    .trim();
}
