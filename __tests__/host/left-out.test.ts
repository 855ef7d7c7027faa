import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { leftOutOf } from "../../src/host/left-out";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";

afterAll(removeRepos);

const PATHS = [
  "m/a.bin",
  "m/b.bin",
  "m/kept.bin",
  "n/c.bin",
  "sub/d.bin",
  "gone.bin",
  "-x",
  ":(glob)y",
  "[k]*.bin",
  "é.bin",
];
const leftOut = (directory: string) => {
  const is = leftOutOf(openWorkspace(directory, process.env), PATHS);
  return PATHS.filter(is);
};

test("what git ignores is, on disk or not, and what is tracked is not", () => {
  const repo = TestRepo.create();
  repo.write({ "m/kept.bin": "x" }).commit("first");
  expect(leftOut(repo.root)).toEqual([]);
  repo.write({ ".gitignore": "m/\n/é.bin\n:(glob)y\nkk.bin\n", "m/a.bin": "x" }).commit("second");
  expect(leftOut(repo.root)).toEqual(["m/a.bin", "m/b.bin", ":(glob)y", "é.bin"]);
});

test("what a sparse checkout does not have is", () => {
  const repo = TestRepo.create();
  repo.write({ "m/a.bin": "x", "n/c.bin": "x" }).commit("first");
  repo.git("sparse-checkout", "set", "n");
  expect(leftOut(repo.root)).toEqual(["m/a.bin"]);
});

test("what is in a submodule is, and nothing else for that", () => {
  const repo = TestRepo.create();
  const commit = repo.write({ ".gitignore": "n/\n" }).commit("first");
  repo.git("update-index", "--add", "--cacheinfo", `160000,${commit},sub`);
  mkdirSync(join(repo.root, "sub"));
  expect(leftOut(repo.root)).toEqual(["n/c.bin", "sub/d.bin"]);
});

test("what is outside of the directory is", () => {
  const repo = TestRepo.create();
  repo.write({ "m/a.bin": "x" }).commit("first");
  expect(leftOut(join(repo.root, "m"))).toEqual(PATHS.filter((path) => !path.startsWith("m/")));
});

test("without git nothing is", () => expect(leftOut(temporaryDirectory())).toEqual([]));
