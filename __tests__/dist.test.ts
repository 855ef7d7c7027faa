import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DIST, start } from "./support/command";
import { pickle, type PickleBuilder } from "./support/pickle-builder";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";

afterEach(removeRepos);

const EVIL = pickle(4).call("os", "system", "id").stop();
const files = readdirSync(DIST, { recursive: true, encoding: "utf8" }).filter((name) =>
  statSync(join(DIST, name)).isFile(),
);
const read = (name: string): string => readFileSync(join(DIST, name), "utf8");
const ENTRIES = ["action.js", "verify.js", "cli.js", "worker.js", "hash-worker.js", "rego-worker.js"];
/** Texts and bytes as they are: the Rego engine, which its thread reads, and the licences of what is in it and in the bundles. */
const COPIED = ["licenses.txt", "rego.wasm", "rego.wasm.licenses.txt"];
/** What each entry may ask for. A thread scans models: it knows nothing of lockfiles, and has no network. */
const OF_SCAN = ["known-globals.json", "python-parser.js", "yaml.js"];
const OF_AUDIT = ["actions-cache.js", "js-yaml.js", "saxes.js", "smol-toml.js", "undici.js"];
const OF_BOM = ["bom-1.6-validator.js", "bom-1.7-validator.js"];
const OF_RULES = ["evidence-validator.js"];
const OF_REPORTS = ["frameworks.json"];
/** Pages of rules, for `explain`. */
const OF_EXPLAIN = ["rule-pages.json"];
/** What the others ask for: a promotion reads bills and writes none; of the threads one scans, one digests, one asks rules in Rego. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  "action.js": [...OF_SCAN, ...OF_AUDIT, ...OF_BOM, ...OF_RULES, ...OF_REPORTS].sort(),
  "verify.js": [...OF_SCAN, ...OF_AUDIT, ...OF_RULES].sort(),
  "worker.js": OF_SCAN,
  "hash-worker.js": [],
  "rego-worker.js": [],
};
const SHARED = [...OF_SCAN, ...OF_AUDIT, ...OF_BOM, ...OF_RULES, ...OF_REPORTS, ...OF_EXPLAIN].sort();
/** What a file of those asks for. */
const WITHIN = ["azure-storage-common.js"];
const chunks = files.filter((name) => /^\d+\.(action|verify|cli|worker)\.js$/.test(name));

test("dist/ is the six entries, what they share and their chunks, and small enough to download in every run", () => {
  expect(files.toSorted()).toEqual([...ENTRIES, ...SHARED, ...WITHIN, ...COPIED, ...chunks, "package.json"].sort());
  expect(files.filter((name) => /\.(map|d\.ts|node)$/.test(name))).toEqual([]);
  const size = files.reduce((sum, name) => sum + statSync(join(DIST, name)).size, 0);
  expect(size).toBeLessThan(15 * 1024 * 1024);
});

test("every package that the lockfile holds for running has its licence in it", () => {
  const { packages } = JSON.parse(readFileSync(join(__dirname, "../package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string; dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  };
  const lines = new Set(read("licenses.txt").split("\n"));
  const running = Object.entries(packages).filter(
    ([path, { dev, optional, devOptional }]) => path && !dev && !optional && !devOptional,
  );
  expect(running.length).toBeGreaterThan(50);
  const names = running.map(
    ([path, { version }]) => `${path.slice(path.lastIndexOf("node_modules/") + 13)} ${version}`,
  );
  expect(names.filter((name) => !lines.has(name))).toEqual([]);
});

test("it does not name the directory it was built in", () => {
  const root = join(__dirname, "..");
  expect(files.filter((name) => read(name).includes(root))).toEqual([]);
});

test("it is ASCII, which takes half the memory and less time to read", () => {
  expect(files.filter((name) => !COPIED.includes(name) && /[^\0-\x7f]/.test(read(name)))).toEqual([]);
  expect(chunks.some((name) => read(name).includes("\\u26a0"))).toBe(true);
});

describe("files beside the entries that load when they are needed", () => {
  test.each(ENTRIES)("%s asks for all of them, holds none, and is short enough to start fast", (entry) => {
    const own = chunks.filter((name) => name.endsWith(`.${entry}`));
    const source = [entry, ...own].map(read).join("\n");
    const asked = [...source.matchAll(/\brequire\("\.\/([^"]+)"\)/g)].map(([, name]) => name!);
    expect([...new Set(asked)].sort()).toEqual(ASKED[entry] ?? SHARED);
    const marks = [
      "YAMLParseError",
      "LRParser",
      "torch.optim.sgd ",
      "nesting exceeded",
      "trying to redefine an already defined table",
      "unclosed tag",
      "ReserveCacheError",
      "PW.4.4",
    ];
    expect(marks.filter((mark) => !SHARED.some((name) => read(name).includes(mark)))).toEqual([]);
    expect(marks.filter((mark) => source.includes(mark))).toEqual([]);
    expect(read(entry).length).toBeLessThan(
      {
        "action.js": 600_000,
        "verify.js": 200_000,
        "cli.js": 50_000,
        "worker.js": 1_000_000,
        "hash-worker.js": 20_000,
        "rego-worker.js": 20_000,
      }[entry]!,
    );
    expect(own.filter((name) => read(name).length > 1_200_000)).toEqual([]);
  });

  test.each([
    ["known-globals.json", "MODULES,SPECIAL"],
    ["python-parser.js", "parser"],
    ["frameworks.json", "CHECKS,FRAMEWORKS,GROUPS"],
    ["yaml.js", "Alias,CST,Composer"],
    ["js-yaml.js", "parseEvents"],
    ["smol-toml.js", "parse"],
    ["saxes.js", "SaxesParser"],
    ["undici.js", "Agent"],
    ["actions-cache.js", "restoreCache"],
    ["bom-1.6-validator.js", "validator"],
    ["bom-1.7-validator.js", "validator"],
    ["evidence-validator.js", "validator"],
  ])("%s loads, and has what is asked of it", (name, exports) => {
    const script = "console.log(Object.keys(require(process.argv[1])).sort().join())";
    expect(execFileSync(process.execPath, ["-e", script, join(DIST, name)], { encoding: "utf8" })).toContain(exports);
  });
});

describe("chunks that load when they are needed", () => {
  test.each(["action", "verify", "cli", "worker"])("all that %s.js asks for are there", (entry) => {
    const source = [`${entry}.js`, ...chunks.filter((name) => name.endsWith(`.${entry}.js`))].map(read).join("\n");
    const asked = [...source.matchAll(/\.e\((\d+)\)/g)].map(([, id]) => `${id}.${entry}.js`);
    expect(asked.filter((name) => !files.includes(name))).toEqual([]);
    expect(chunks.filter((name) => name.endsWith(`.${entry}.js`) && !asked.includes(name))).toEqual([]);
  });

  test.each(chunks)("%s loads, and holds modules", (name) => {
    const script =
      "const { ids, modules } = require(process.argv[1]); console.log(ids.length, Object.keys(modules).length)";
    const [ids, modules] = execFileSync(process.execPath, ["-e", script, join(DIST, name)], { encoding: "utf8" }).split(
      " ",
    );
    expect([Number(ids) > 0, Number(modules) > 0]).toEqual([true, true]);
  });

  test("a policy file is read, which needs the YAML library", async () => {
    const repo = TestRepo.create().write({
      "m.pkl": EVIL,
      ".model-assay.yml": "version: 1\nfail-on: never # for now\n",
    });
    const { code, stdout } = await start("cli.js", ["gate", "--format", "json"], { cwd: repo.root });
    expect([code, JSON.parse(stdout).decision.failOn]).toEqual([0, "never"]);
  });

  test("a policy that is wrong ends the action with 2 and names the place", async () => {
    const repo = TestRepo.create().write({ ".model-assay.yml": "version: 2\n" });
    const { code, stdout } = await start("action.js", [], { cwd: repo.root, env: { GITHUB_WORKSPACE: repo.root } });
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/^::error::.*\.model-assay\.yml:1:10: version must be 1$/m),
    ]);
  });
});

test("the action asks GitHub's compare API, which needs Octokit", async () => {
  const repo = TestRepo.create().write({ "a.txt": "a" });
  const base = repo.commit();
  const head = repo.write({ "m.pkl": EVIL }).commit();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ merge_base_commit: { sha: base } }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    const scratch = temporaryDirectory();
    const event = { number: 1, pull_request: { number: 1, base: { sha: base }, head: { sha: head } } };
    new TestRepo(scratch).write({ "event.json": JSON.stringify(event), output: "", summary: "" });
    const env = {
      GITHUB_WORKSPACE: repo.root, GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: join(scratch, "event.json"),
      GITHUB_SHA: "1".repeat(40), GITHUB_REPOSITORY: "ada/models", GITHUB_OUTPUT: join(scratch, "output"),
      GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, NO_PROXY: "127.0.0.1",
      GITHUB_STEP_SUMMARY: join(scratch, "summary"), RUNNER_TEMP: scratch, "INPUT_GITHUB-TOKEN": "t0ken",
      "INPUT_COMMENT-SUMMARY-IN-PR": "never",
    }; // prettier-ignore
    const { code, stdout } = await start("action.js", [], { cwd: repo.root, env });
    expect(asked).toEqual([`GET /repos/ada/models/compare/${base}...${head}?per_page=1 token t0ken`]);
    expect([code, stdout]).toEqual([1, expect.stringContaining("calls os.system")]);
    expect(readFileSync(join(scratch, "output"), "utf8")).toMatch(/verdict<<\S+\nfail\n/);
    expect(readFileSync(join(scratch, "summary"), "utf8")).toContain("Model Assay: failed");
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

describe("large files go to worker threads", () => {
  /** A pickle of 20 MB that takes no room on disk: a constant of zeros before its STOP. */
  function write(directory: string, name: string, stream: PickleBuilder): void {
    const head = stream.raw("B").raw([0, 0x2d, 0x31, 1]).bytes();
    const path = join(directory, name);
    writeFileSync(path, head);
    truncateSync(path, head.length + 20_000_000);
    appendFileSync(path, ".");
  }

  function twoModels(): string {
    const directory = temporaryDirectory();
    write(directory, "good.pkl", pickle(4).none());
    write(directory, "evil.pkl", pickle(4).call("os", "system", "id"));
    return directory;
  }

  test("which see and digest what they should", async () => {
    const directory = twoModels();
    const { code, stdout } = await start("cli.js", ["scan", directory, "--format", "json"]);
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([{ rule: "MA-PKL-001", location: { path: "evil.pkl" } }]);
    const digest = (name: string) =>
      createHash("sha256")
        .update(readFileSync(join(directory, name)))
        .digest("hex");
    expect(report.artifacts.map((each: { path: string; sha256: string }) => [each.path, each.sha256])).toEqual([
      ["evil.pkl", digest("evil.pkl")],
      ["good.pkl", digest("good.pkl")],
    ]);
  });

  test("one that dies leaves a finding for each file, not silence", async () => {
    const copy = temporaryDirectory();
    for (const name of files.filter((each) => !each.startsWith("worker")))
      copyFileSync(join(DIST, name), join(copy, name));
    writeFileSync(join(copy, "worker.js"), "throw new Error('this thread is broken')");
    const { stdout } = await start(join(copy, "cli.js"), ["scan", twoModels(), "--format", "json"]);
    const { findings, artifacts } = JSON.parse(stdout);
    expect(
      findings.map((each: { rule: string; message: string }) => [each.rule, /thread is broken/.test(each.message)]),
    ).toEqual([
      ["MA-SYS-006", true],
      ["MA-SYS-006", true],
    ]);
    expect(artifacts).toMatchObject([
      { notScanned: { reason: "unreadable" } },
      { notScanned: { reason: "unreadable" } },
    ]);
  });
});
