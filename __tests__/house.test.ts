import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { FORMATS } from "../src/formats";
import { RULES } from "../src/rules";

/** The house rules of docs/architecture.md, held against the code. */
const ROOT = join(__dirname, "..");
const SRC = join(ROOT, "src");

/** Rooms from the ground up: a file imports from lower rooms and from its own, never from a neighbour or above. */
const FLOORS: readonly (readonly string[])[] = [
  ["core"],
  ["bytes", "frameworks"],
  ["pickle", "syntax", "host"],
  [
    "formats",
    "lockfiles",
    "osv",
    "cards",
    "sources",
    "bom",
    "attest",
    "verify",
    "rules",
    "policy",
    "promotion",
    "report",
  ],
  ["judge.ts", "inventory"],
  ["scan.ts", "audit.ts", "inventory.ts"],
  ["gate"],
  ["gate.ts"],
  ["app"],
  ["action.ts", "verify-action.ts", "cli.ts", "worker.ts", "hash-worker.ts", "rego-worker.ts"],
];
const DATA_TABLES = /(globals\/table\.ts|python2-names\.ts|opcodes\.ts|\/dangerous\/|allow-list\.ts)/;

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.replaceAll("\\", "/"))
  .sort();
const sources = new Map(files.map((name) => [name, readFileSync(join(SRC, name), "utf8")]));

function importsOf(name: string): string[] {
  const found = sources.get(name)!.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g);
  return [...found].map(([, target]) => resolveImport(name, target!)).filter((target) => target !== undefined);
}

function resolveImport(from: string, target: string): string | undefined {
  const base = relative(SRC, join(SRC, dirname(from), target)).replaceAll("\\", "/");
  return [`${base}.ts`, `${base}/index.ts`].find((candidate) => sources.has(candidate));
}

const room = (name: string) => name.split("/")[0]!;
const floor = (name: string) => FLOORS.findIndex((rooms) => rooms.includes(room(name)));

describe("imports", () => {
  test("every room has its floor", () => {
    expect(files.filter((name) => floor(name) < 0)).toEqual([]);
  });

  test("go down only", () => {
    const upward = files.flatMap((name) =>
      importsOf(name)
        .filter((target) => room(target) !== room(name) && floor(target) >= floor(name))
        .map((target) => `${name} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test("only app and the entries reach the host", () => {
    const reaching = files.filter((name) => importsOf(name).some((target) => room(target) === "host"));
    const allowed = [
      "host",
      "app",
      "action.ts",
      "verify-action.ts",
      "cli.ts",
      "worker.ts",
      "hash-worker.ts",
      "rego-worker.ts",
    ];
    expect(reaching.filter((name) => !allowed.includes(room(name)))).toEqual([]);
  });

  test("rules see core only, formats and pickle never a rule", () => {
    const seen = files
      .filter((name) => room(name) === "rules")
      .flatMap((name) => importsOf(name).filter((target) => !["rules", "core"].includes(room(target))));
    expect(seen).toEqual([]);
  });

  test("make no circle, types included", () => {
    const state = new Map<string, "open" | "done">();
    const circles: string[] = [];
    const visit = (name: string, path: readonly string[]): void => {
      if (state.get(name) === "done") return;
      if (state.get(name) === "open") {
        circles.push([...path.slice(path.indexOf(name)), name].join(" -> "));
        return;
      }
      state.set(name, "open");
      for (const target of importsOf(name)) visit(target, [...path, name]);
      state.set(name, "done");
    };
    for (const name of files) visit(name, []);
    expect(circles).toEqual([]);
  });

  test("of what a run may not need are made when it is needed, and the build keeps those files apart", () => {
    const build = readFileSync(join(ROOT, "tools/build/entries.mjs"), "utf8");
    const apart = [...build.matchAll(/^ {2}"?([^\s":]+)"?: \{\s*file: /gm)].map(([, request]) => request!);
    const all = [...sources.values()].join("\n");
    const required = [...all.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, request]) => request!);
    expect([...new Set(required)].sort()).toEqual(apart.sort());
    const named = new RegExp(`/(${apart.map((request) => request.split("/").at(-1)).join("|")})"`);
    const atStart = [...all.matchAll(/^import (?!type )[^;]*? from "([^"]+)"/gm)].map(([, from]) => from!);
    expect(atStart.filter((from) => apart.includes(from) || named.test(`/${from}"`))).toEqual([]);
    for (const request of apart.filter((each) => each.startsWith("./")))
      expect(files.filter((name) => name.endsWith(`${request.slice(1)}.ts`))).toHaveLength(1);
  });

  test("touch the environment, disk, network and git in host, app and the entries only", () => {
    const outside = files.filter(
      (name) =>
        ![
          "host",
          "app",
          "action.ts",
          "verify-action.ts",
          "cli.ts",
          "worker.ts",
          "hash-worker.ts",
          "rego-worker.ts",
        ].includes(room(name)),
    );
    const touching = outside.filter((name) =>
      /process\.env|from "node:(fs|net|http|https|child_process|os|worker_threads)|@actions\//.test(sources.get(name)!),
    );
    expect(touching).toEqual([]);
  });
});

describe("files", () => {
  test("stay below 400 lines, data tables aside, and mostly below 150", () => {
    const lengths = files
      .filter((name) => !DATA_TABLES.test(name))
      .map((name) => sources.get(name)!.split("\n").length);
    expect(lengths.filter((length) => length > 400)).toEqual([]);
    const sorted = [...lengths].sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(100);
  });

  test("have no drawer for everything", () => {
    expect(files.filter((name) => /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.ts$)/.test(name))).toEqual([]);
  });
});

describe("tests", () => {
  const tests = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^(?!house\.).*\.test\.ts$/.test(name),
  );

  test("measure nothing: where one says how long something may take, it only says that it ends", () => {
    const lines = tests.flatMap((name) =>
      readFileSync(join(__dirname, name), "utf8")
        .split("\n")
        .filter((line) => /(performance\.now|Date\.now|hrtime|cpuUsage|costOf).*toBeLessThan(OrEqual)?\(/.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(lines.length).toBeGreaterThan(20);
    const least = (line: string) =>
      Number(/toBeLessThan(?:OrEqual)?\(([\d_]+)\)/.exec(line)?.[1]!.replaceAll("_", "") ?? 0);
    expect(lines.filter((line) => least(line) < 60_000)).toEqual([]);
  });
});

describe("rules", () => {
  const written = files.filter((name) => room(name) === "rules" && /defineRule|Rule\(/.test(sources.get(name)!));
  const ids = new Set(
    written.flatMap((name) => [...sources.get(name)!.matchAll(/\bid: "(MA-[A-Z]{3}-\d{3})"/g)].map((m) => m[1]!)),
  );

  test("are registered, each once", () => {
    expect(RULES.map((rule) => rule.id).sort()).toEqual([...ids].sort());
  });

  test.each(RULES.map((rule) => [rule.id, rule.name] as const))("%s %s has a file, a test and a page", (id, name) => {
    const file = files.find((each) => each.startsWith("rules/") && each.endsWith(`/${name}.ts`));
    expect(file).toBeDefined();
    expect(existsSync(join(ROOT, "__tests__", file!.replace(/\.ts$/, ".test.ts")))).toBe(true);
    const page = readFileSync(join(ROOT, "docs", "rules", `${id}.md`), "utf8");
    const sections = [
      "What it finds",
      "Why it matters",
      "Example, as reported",
      "Instead",
      "False positives",
      "Limits",
      "References",
    ];
    for (const section of sections) expect(page).toContain(`## ${section}`);
  });
});

describe("formats", () => {
  const tests = readdirSync(join(ROOT, "__tests__", "formats"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(ROOT, "__tests__", "formats", name), "utf8"))
    .join("\n");

  test("have ids of their own and refine what exists", () => {
    const ids = FORMATS.map((format) => format.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { refines } of FORMATS) if (refines !== undefined) expect(ids).toContain(refines);
  });

  test.each(FORMATS.map((format) => [format.id] as const))("%s has a test and a page", (id) => {
    expect(tests).toMatch(
      new RegExp(`["'\`]${id}["'\`]|\\b${id.replace(/-(.)/g, (_, c: string) => c.toUpperCase())}\\b`),
    );
    expect(existsSync(join(ROOT, "docs", "formats", `${id}.md`))).toBe(true);
  });
});
