import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { filesBelow, markdown, read, ROOT } from "./pages";

/** Where a link of a page leads, and the line that it stands in; links inside of code are no links. */
function linksOf(page: string): { target: string; line: number }[] {
  const prose = page
    .replace(/^([ ]*)```[^]*?^\1```$/gm, (block) => block.replace(/[^\n]/g, " "))
    .replace(/`[^`\n]+`/g, (code) => " ".repeat(code.length));
  return [...prose.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)/g)].map((match) => ({
    target: match[1]!,
    line: prose.slice(0, match.index).split("\n").length,
  }));
}

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = page.replace(/^([ ]*)```[^]*?^\1```$/gm, "").matchAll(/^#{1,6} +(.+?) *#*$/gm);
  return new Set(
    [...headings].map(([, heading]) => {
      const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
      const slug = plain.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, "").trim().replace(/\s/g, "-");
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}

const isPage = (path: string): boolean => path.endsWith(".md");

function problems(path: string): string[] {
  return linksOf(read(path)).flatMap(({ target, line }) => {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
    const [file = "", anchor] = decodeURIComponent(target).split("#");
    const led = file === "" ? path : normalize(join(dirname(path), file));
    if (!existsSync(join(ROOT, led))) return [`${path}:${line}: ${target}: no such file`];
    if (anchor === undefined || statSync(join(ROOT, led)).isDirectory() || !isPage(led)) return [];
    return anchorsOf(read(led)).has(anchor) ? [] : [`${path}:${line}: ${target}: no such heading`];
  });
}

test("every link of every page leads somewhere", () => {
  const pages = markdown();
  expect(pages.length).toBeGreaterThan(200);
  expect(pages.flatMap(problems)).toEqual([]);
});

/** Pages in the texts of the sources: their comments name files of other projects, too. */
const OF_SOURCES = /(?<=["`]|\/model-assay\/blob\/main\/|}\/blob\/main\/)docs\/[\w/-]+\.md/g;
const OF_OTHERS = /(?<![\w/.-])docs\/[\w/-]+\.md(?![\w*])/g;

test("every page that the sources, the actions and the examples name is there", () => {
  const folders = ["src", "verify", "examples", "schemas", "tools", "e2e", ".github"];
  const texts = folders.flatMap((folder) => filesBelow(folder, (name) => /\.(ts|mjs|ya?ml|json|sh|py|rego)$/.test(name)));
  const named = ["action.yml", ...texts].flatMap((path) =>
    [...read(path).matchAll(path.startsWith("src/") ? OF_SOURCES : OF_OTHERS)].map(([page]) => ({ path, page })),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ page }) => !existsSync(join(ROOT, page)))).toEqual([]);
});

test("the index has every page of docs/", () => {
  const index = linksOf(read("docs/README.md")).map(({ target }) => normalize(join("docs", target.split("#")[0]!)));
  const pages = markdown().filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== "docs/README.md");
  expect(pages.filter((page) => !index.includes(page))).toEqual([]);
});
