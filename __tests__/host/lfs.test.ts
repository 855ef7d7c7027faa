import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSize } from "../../src/host/lfs";
import { parsePointer } from "../../src/host/lfs-pointer";
import { openable } from "../../src/host/path-bytes";
import { selectFiles, type SelectOptions } from "../../src/host/select";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, TestRepo } from "../support/repo";

afterAll(removeRepos);

const withLfs = isInstalled() ? test : test.skip;

function isInstalled(): boolean {
  try {
    execFileSync("git", ["lfs", "version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const oidOf = (content: string) => createHash("sha256").update(content).digest("hex");
const pointerTo = (content: string) =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${oidOf(content)}\nsize ${content.length}\n`;

function store(repo: TestRepo, content: string, bytes = content): void {
  const oid = oidOf(content);
  const path = join(repo.root, ".git/lfs/objects", oid.slice(0, 2), oid.slice(2, 4), oid);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

function changed(files: Record<string, string>): { repo: TestRepo; base: string } {
  const repo = TestRepo.create();
  const base = repo.write({ "README.md": "r" }).commit();
  repo.write(files).commit();
  return { repo, base };
}

function select(repo: TestRepo, base: string, options: SelectOptions = {}) {
  const workspace = openWorkspace(repo.root, process.env);
  return selectFiles(workspace, { kind: "commits", base, head: repo.head(), notices: [] }, options);
}

test("an object in the clone's store is read from there", () => {
  const { repo, base } = changed({ "m.pkl": pointerTo("the model") });
  store(repo, "the model");
  const [file] = select(repo, base).files;
  expect(file).toMatchObject({ path: "m.pkl", size: 9, sameAsBase: false });
  expect(readFileSync(openable(file?.absolute ?? ""), "utf8")).toBe("the model");
});

test("an object in the store that is not what its name says is not used", () => {
  const { repo, base } = changed({ "m.pkl": pointerTo("the model") });
  store(repo, "the model", "evil mod!");
  expect(select(repo, base, { lfsMaxBytes: 0 })).toMatchObject({
    files: [],
    missing: [{ path: "m.pkl", reason: "not-fetched" }],
  });
});

withLfs("only what changed is fetched, whatever its name; the work tree stays as it is", () => {
  const origin = TestRepo.create();
  for (const content of ["old model", "new model"]) store(origin, content);
  const base = origin.write({ "old.pkl": pointerTo("old model") }).commit();
  const head = origin.write({ "*[new],!.pkl": pointerTo("new model") }).commit();
  const clone = origin.checkout(head, 2);
  clone.git("config", "lfs.fetchexclude", "*");
  clone.git("config", "lfs.url", `file://${origin.root}`);
  const selection = select(clone, base);
  expect(selection.missing).toEqual([]);
  expect(selection.files).toMatchObject([{ path: "*[new],!.pkl", size: 9 }]);
  expect(readFileSync(openable(selection.files[0]?.absolute ?? ""), "utf8")).toBe("new model");
  expect(clone.git("status", "--porcelain")).toBe("");
  expect(() => readFileSync(join(clone.root, ".git/lfs/objects", oidOf("old model").slice(0, 2)))).toThrow("ENOENT");
});

withLfs("what the server does not have is not fetched, and what to do", () => {
  const { repo, base } = changed({ "m.pkl": pointerTo("gone") });
  repo.git("remote", "add", "origin", "file:///nowhere/at/all");
  expect(select(repo, base).missing).toMatchObject([
    {
      path: "m.pkl",
      reason: "not-fetched",
      line: 1,
      detail: expect.stringMatching(/git-lfs could not fetch it: .*lfs: true/s),
    },
  ]);
});

test("over lfs-max-size, together: not fetched, and what to do", () => {
  const { repo, base } = changed({ "m.pkl": pointerTo("the model") });
  const [missing] = select(repo, base, { lfsMaxBytes: 8 }).missing;
  expect(missing?.detail).toMatch(/Git LFS pointer \(9 bytes.*`lfs-max-size` leaves 8 in this run/);
});

test("nothing is fetched where the change touches .lfsconfig", () => {
  const { repo, base } = changed({ "m.pkl": pointerTo("x"), ".lfsconfig": "[lfs]\n\turl = https://evil.example/\n" });
  expect(select(repo, base).missing[0]?.detail).toContain("also touches .lfsconfig");
});

test("nothing is fetched for what the policy ignores", () => {
  const { repo, base } = changed({ "fixtures/m.pkl": pointerTo("x") });
  const selection = select(repo, base, { ignored: (path) => path.startsWith("fixtures/") });
  expect(selection.missing).toEqual([]);
  expect(selection.files).toMatchObject([{ path: "fixtures/m.pkl" }]);
});

describe("pointers", () => {
  test.each([
    ["as git-lfs writes it", pointerTo("x")],
    [
      "with an extension",
      `version https://git-lfs.github.com/spec/v1\next-0-foo sha256:${oidOf("y")}\noid sha256:${oidOf("x")}\nsize 1\n`,
    ],
    ["with CRLF", pointerTo("x").replaceAll("\n", "\r\n")],
    ["of the old address", pointerTo("x").replace("git-lfs.github.com", "hawser.github.com")],
  ])("%s", (_, text) => {
    expect(parsePointer(Buffer.from(text))).toEqual({ oid: oidOf("x"), size: 1 });
  });

  test.each([
    ["empty", ""],
    ["a model that begins like one", "version https://git-lfs.github.com/spec/v1\ncos\nsystem\n"],
    ["another version", pointerTo("x").replace("v1", "v9")],
    ["no size", pointerTo("x").replace(/size.*\n/, "")],
    ["a negative size", pointerTo("x").replace("size 1", "size -1")],
    ["another hash", pointerTo("x").replace("sha256:", "md5:")],
    ["too long", pointerTo("x") + " ".repeat(1024)],
  ])("not one: %s", (_, text) => {
    expect(parsePointer(Buffer.from(text))).toBeUndefined();
  });
});

test("sizes", () => {
  expect([parseSize("5 GB"), parseSize("500MB"), parseSize("12"), parseSize("1kib")]).toEqual([
    5 * 1024 ** 3,
    500 * 1024 ** 2,
    12,
    1024,
  ]);
  expect(() => parseSize("much")).toThrow(/lfs-max-size: much is no size/);
});
