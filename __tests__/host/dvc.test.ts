import { createHash } from "node:crypto";
import { parseDvcFile } from "../../src/host/dvc-file";
import { selectFiles } from "../../src/host/select";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, TestRepo } from "../support/repo";

afterAll(removeRepos);

const md5 = (content: string) => createHash("md5").update(content).digest("hex");
const dvc = (content: string, path: string) =>
  `outs:\n- md5: ${md5(content)}\n  size: ${content.length}\n  hash: md5\n  path: ${path}\n`;

function select(
  files: Record<string, string | { link: string }>,
  disk: Record<string, string | { link: string }> = {},
  before = {},
) {
  const repo = TestRepo.create();
  const base = repo.write({ ".gitignore": "*.pkl\ndata/\n", ...before }).commit();
  repo.write(files).commit();
  repo.write(disk);
  return selectFiles(openWorkspace(repo.root, process.env), { kind: "commits", base, head: repo.head(), notices: [] });
}

test("an output on disk is selected, though git ignores it", () => {
  const selection = select({ "models/a.pkl.dvc": dvc("model", "a.pkl") }, { "models/a.pkl": "model" });
  expect(selection.files.map((file) => file.path)).toEqual(["models/a.pkl", "models/a.pkl.dvc"]);
  expect(selection.missing).toEqual([]);
});

test("an output that is not on disk: not fetched, with the line and what to do", () => {
  expect(select({ "models/a.pkl.dvc": dvc("model", "a.pkl") }).missing).toEqual([
    {
      path: "models/a.pkl.dvc",
      reason: "not-fetched",
      line: 2,
      detail: "output a.pkl: it is not on disk. Run `dvc pull models/a.pkl.dvc` before this step.",
    },
  ]);
});

test.each([
  ["another size", "other model"],
  ["another digest", "MODEL"],
])("what is on disk has %s: another version, so not fetched", (_, content) => {
  const selection = select({ "a.pkl.dvc": dvc("model", "a.pkl") }, { "a.pkl": content });
  expect(selection.missing).toMatchObject([
    { reason: "not-fetched", detail: expect.stringContaining("another version") },
  ]);
  expect(selection.files.map((file) => file.path)).toEqual(["a.pkl.dvc"]);
});

test("a directory: its files, if they add up", () => {
  const text = "wdir: ..\nouts:\n- md5: 0123.dir\n  size: 3\n  nfiles: 2\n  path: data/\n";
  expect(
    select({ "dvc/data.dvc": text }, { "data/x.bin": "x", "data/sub/y.bin": "yy" }).files.map((file) => file.path),
  ).toEqual(["data/sub/y.bin", "data/x.bin", "dvc/data.dvc"]);
  expect(select({ "dvc/data.dvc": text }, { "data/x.bin": "xxxxxxxx" }).missing).toHaveLength(1);
});

test("dvc.lock: only the outputs that changed", () => {
  const lock = (second: string) =>
    `schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    deps:\n    - path: train.py\n    outs:\n    - path: a.pkl\n      md5: ${md5("a")}\n    - path: b.pkl\n      md5: ${second}\n`;
  const selection = select({ "dvc.lock": lock(md5("new")) }, {}, { "dvc.lock": lock(md5("old")) });
  expect(selection.missing).toMatchObject([
    { path: "dvc.lock", line: 10, detail: expect.stringContaining("output b.pkl") },
  ]);
});

test.each([
  ["../../../etc/hostname", "outside"],
  ["/etc/hostname", "outside"],
  ["s3://bucket/model.pkl", "outside"],
  [".git/config", "outside"],
])("an output at %s is never read", (path, reason) => {
  expect(select({ "a.dvc": `outs:\n- md5: abc\n  path: ${path}\n` }).missing).toMatchObject([
    { path: "a.dvc", reason },
  ]);
});

test("a DVC file that names itself, or another, ends", () => {
  const selection = select({ "a.dvc": "outs:\n- path: a.dvc\n- path: b.dvc\n", "b.dvc": "outs:\n- path: a.dvc\n" });
  expect(selection.files.map((file) => file.path)).toEqual(["a.dvc", "b.dvc"]);
});

test.each([
  ["[broken", "not valid YAML"],
  ["just text", "it has no `outs`"],
  ["outs: 3\n", "`outs` is no list"],
  ["outs:\n- 3\n", "no map"],
  ["outs:\n- md5: x\n", "an output without a path"],
  ["x: &a\n  path: m.pkl\nouts:\n- *a\n", "aliases are not read"],
])("a malformed one (%j) is not passed over", (text, words) => {
  expect(select({ "a.dvc": text }).missing).toMatchObject([
    { reason: "not-fetched", detail: expect.stringContaining(words) },
  ]);
});

test("nested aliases cost nothing", () => {
  const levels = Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`);
  expect(parseDvcFile(["a0: &a0 x", ...levels, "outs:", "- path: m.pkl"].join("\n"))).toMatchObject([
    { path: "m.pkl" },
  ]);
});
