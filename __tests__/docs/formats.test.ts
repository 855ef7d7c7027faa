import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FORMATS } from "../../src/formats";
import { RULES } from "../../src/rules";

const ROOM = join(__dirname, "../../docs/formats");
const read = (name: string): string => readFileSync(join(ROOM, name), "utf8");
const ids = FORMATS.map(({ id }) => id);

const SECTIONS = [
  "What it is",
  "How it is recognised",
  "What is checked",
  "Rules that may speak",
  "Limits",
  "What is not checked",
];

test("the index lists every format, each once, and nothing else", () => {
  const listed = [...read("README.md").matchAll(/^\| \[([^\]]+)\]\(([^)]+)\.md\) \|/gm)].map(([, id, page]) => [id, page]);
  expect(listed.map(([id]) => id).sort()).toEqual([...ids].sort());
  for (const [id, page] of listed) expect(page).toBe(id);
});

test("there is a page for each format and for no other", () => {
  expect(readdirSync(ROOM).sort()).toEqual([...ids.map((id) => `${id}.md`), "README.md"].sort());
});

test.each(ids)("%s: every section, in order, with something in it", (id) => {
  const page = read(`${id}.md`);
  expect(page.startsWith(`# ${id}: `)).toBe(true);
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(SECTIONS);
  for (const section of page.split(/^## .*$/m).slice(1)) expect(section.trim()).not.toBe("");
});

test.each(ids)("%s: rules it names are there, under their names, and its links lead somewhere", (id) => {
  const page = read(`${id}.md`);
  const named = [...page.matchAll(/^- \[(MA-[A-Z]{3}-\d{3})\]\(\.\.\/rules\/\1\.md\) (.*)$/gm)];
  expect(named.length).toBeGreaterThan(0);
  for (const [, rule, name] of named) expect(RULES.find((each) => each.id === rule)?.name).toBe(name);
  for (const [, target] of page.matchAll(/\]\(([^)#]+)\)/g)) expect([target, existsSync(join(ROOM, target!))]).toEqual([target, true]);
});
