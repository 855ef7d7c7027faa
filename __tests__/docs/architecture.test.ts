import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, read, ROOT } from "./pages";

const page = read("docs/architecture.md");

/** Names that the page has for a reason, and that are no files of this repository. */
const ELSEWHERE = new Set(["config.json", "models.lock.yaml", "Buffer.slice", "context.neighbours", "os.system", "safe.directory", "summary.durationMs"]);
/** Made by the build, which a checkout need not have. */
const MADE = /^(dist\/.*|rule-pages\.json)$/;

/** What is written as a path or a file: it has a slash, or ends like a file. */
const isPath = (name: string): boolean => /^[\w./-]+$/.test(name) && /[/.]/.test(name) && !/^\.|\.{3}/.test(name);

test("every path of the page is there", () => {
  const files = ["src", "tools", "e2e", "__tests__", "verify"].flatMap((folder) => filesBelow(folder, () => true));
  const names = [...new Set([...page.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name!))];
  const paths = names.filter((name) => isPath(name) && !ELSEWHERE.has(name) && !MADE.test(name));
  expect(paths.length).toBeGreaterThan(60);
  const ends = (path: string) => files.some((file) => file.endsWith(`/${path}`) || file.includes(`/${path.replace(/\/$/, "")}/`));
  expect(paths.filter((path) => !existsSync(join(ROOT, path)) && !ends(path))).toEqual([]);
});

test("every room and every entry of src/ has its row", () => {
  const rows = [...page.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell!).join(" ") + " " + page.slice(0, page.indexOf("## One direction"));
  const told = readdirSync(join(ROOT, "src")).filter((name) => !/^(worker|hash-worker|rego-worker)\.ts$/.test(name));
  expect(told.filter((name) => !rows.includes(`src/${name}`))).toEqual([]);
  for (const thread of ["worker.ts", "hash-worker.ts", "rego-worker.ts"]) expect(page).toContain(`\`src/${thread}\``);
});

test("the floors of the page are those that are checked", () => {
  const [, table = ""] = /const FLOORS[^=]*= (\[[^]*?\n\]);/.exec(read("__tests__/house.test.ts")) ?? [];
  const floors = JSON.parse(table.replace(/,(\s*\])/g, "$1")) as string[][];
  const [, block = ""] = /Imports go down only[^]*?```text\n([^]*?)```/.exec(page) ?? [];
  expect(block.trim().split("\n").map((line) => line.split(", "))).toEqual([...floors].reverse());
});
