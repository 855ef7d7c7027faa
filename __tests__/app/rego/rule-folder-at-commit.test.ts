import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderAtCommit } from "../../../src/app/rego/rule-folder-at-commit";
import { Git } from "../../../src/host/git";
import { readRules } from "../../../src/policy/rego/rule-files";

let root: string;
const put = (name: string, content: string) => writeFileSync(join(root, name), content);
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", ...args], {
    cwd: root,
    encoding: "utf8",
  }).trim();
function commit(): string {
  git("add", "-A");
  git("commit", "-qm", "x");
  return git("rev-parse", "HEAD");
}
const read = (at: string, path: string) => readRules(folderAtCommit(new Git(root, process.env, true), at, path));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rules-at-"));
  git("init", "-q");
  mkdirSync(join(root, "p/more.rego"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("the rules of the commit, not those of the work tree", () => {
  put("p/b.rego", "b");
  put("p/a.rego", "a");
  put("p/a_test.rego", "t");
  const base = commit();
  put("p/a.rego", "weaker");
  rmSync(join(root, "p/b.rego"));
  expect(read(base, "p")).toEqual([
    { name: "p/a.rego", text: "a" },
    { name: "p/b.rego", text: "b" },
  ]);
});

test("at the root too", () => {
  put("a.rego", "a");
  expect(read(commit(), ".")).toEqual([{ name: "a.rego", text: "a" }]);
});

test.each([
  ["a folder that the commit has not", () => put("x", ""), /p: there is no \.rego file/],
  ["a link", () => symlinkSync("/etc/passwd", join(root, "p/a.rego")), /a\.rego is no plain file/],
  ["a folder for a file", () => put("p/more.rego/x", ""), /more\.rego is no plain file/],
  ["a large file", () => put("p/a.rego", " ".repeat(262_145)), /a\.rego is no plain file of at most 262144 bytes/],
  ["bytes that are no text in a name", () => put("p/a\u0001.rego", ""), /control character/],
])("%s is refused", (_, make, words) => {
  make();
  const at = commit();
  expect(() => read(at, "p")).toThrow(words);
});
