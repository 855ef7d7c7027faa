import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { directoryContent } from "../../src/host/directory-content";
import { writeModel } from "../support/model-signing";
import { removeRepos, TestRepo } from "../support/repo";

afterAll(removeRepos);

test("files and links below a directory, whatever git thinks of them", () => {
  const { root } = TestRepo.create();
  writeModel(root, { "a/b.bin": "12", ".gitignore": "a\n", "a/.git/c.bin": "3" });
  symlinkSync(root, join(root, "circle"));
  execFileSync("mkfifo", [join(root, "pipe")]);
  const { files, links } = directoryContent(root);
  expect(files.map(({ path, size }) => [path, size])).toEqual([
    [".gitignore", 2],
    ["a/.git/c.bin", 1],
    ["a/b.bin", 2],
  ]);
  expect(links).toEqual(["circle", "pipe"]);
});

test("its own `.git` is left out only where it is a directory", () => {
  const { root } = TestRepo.create();
  mkdirSync(join(root, "worktree"));
  writeFileSync(join(root, "worktree/.git"), "gitdir: ../.git");
  expect(directoryContent(join(root, "worktree")).files.map(({ path }) => path)).toEqual([".git"]);
});

test("a directory that is not there", () => {
  expect(() => directoryContent("/none/of/this")).toThrow(/cannot be listed \(ENOENT\)/);
});
