import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the page of each rule says below its generated head, as Markdown. The bundle has `rule-pages.json` in place of this file, which the
 * build makes of the same pages (`tools/build/rule-pages.mjs`); here they are read where they are written.
 */
export const PAGES: Readonly<Record<string, string>> = readPages(join(__dirname, "../../../docs/rules"));

function readPages(directory: string): Record<string, string> {
  const names = readdirSync(directory).filter((name) => /^MA-[A-Z]{3}-\d{3}\.md$/.test(name));
  return Object.fromEntries(
    names.sort().map((name) => [name.slice(0, -3), bodyOf(readFileSync(join(directory, name), "utf8"))]),
  );
}

function bodyOf(page: string): string {
  return page.split("<!-- /generated -->").at(-1)!.replace(/^Source: \[.*$/m, "").trim(); // prettier-ignore
}
