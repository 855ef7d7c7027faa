import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FileSelection } from "../../src/core/host";
import { openable } from "../../src/host/path-bytes";
import { selectFiles, type SelectOptions } from "../../src/host/select";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";

afterAll(removeRepos);

function select(repo: TestRepo, base: string | undefined, options: SelectOptions = {}): FileSelection {
  const head = repo.head();
  const comparison =
    base === undefined
      ? { kind: "tree" as const, head, notices: [] }
      : { kind: "commits" as const, base, head, notices: [] };
  return selectFiles(openWorkspace(repo.root, process.env), comparison, options);
}

const paths = (selection: FileSelection) => selection.files.map((file) => file.path);

test("additions, changes, deletions and type changes", () => {
  const repo = TestRepo.create();
  const base = repo.write({ "a.pkl": "a", "gone.pkl": "g", "was-link": { link: "a.pkl" }, "same.pkl": "s" }).commit();
  repo.remove("gone.pkl").write({ "a.pkl": "A", "new.pkl": "n", "was-link": "file now" }).commit();
  const selection = select(repo, base);
  expect(paths(selection)).toEqual(["a.pkl", "new.pkl", "was-link"]);
  expect(selection.files.every((file) => !file.sameAsBase)).toBe(true);
  expect(selection.deleted).toEqual(["gone.pkl"]);
  expect([...selection.changedPaths].sort()).toEqual(["a.pkl", "gone.pkl", "new.pkl", "was-link"]);
  expect(selection.files[0]).toMatchObject({ size: 1, absolute: join(repo.root, "a.pkl") });
});

test("a rename without a change is the base's content; one with a change is not; nor one changed on disk since", () => {
  const repo = TestRepo.create();
  const base = repo
    .write({ "a.pkl": "aaaa".repeat(99), "b.pkl": "bbbb".repeat(99), "c.pkl": "cccc".repeat(99) })
    .commit();
  repo.git("mv", "a.pkl", "a2.pkl");
  repo.git("mv", "b.pkl", "b2.pkl");
  repo.git("mv", "c.pkl", "c2.pkl");
  repo.write({ "b2.pkl": "bbbb".repeat(99) + "!" }).commit();
  repo.write({ "c2.pkl": "dddd".repeat(99) });
  const selection = select(repo, base);
  expect(selection.files.map((file) => [file.path, file.sameAsBase])).toEqual([
    ["a2.pkl", true],
    ["b2.pkl", false],
    ["c2.pkl", false],
  ]);
  expect(selection.deleted).toEqual(["b.pkl"]);
  expect(selection.changedPaths.has("a.pkl")).toBe(true);
});

test("a change of the mode bits only is the base's content", () => {
  const repo = TestRepo.create();
  const base = repo.write({ "a.pkl": "a" }).commit();
  repo.git("update-index", "--chmod=+x", "a.pkl");
  repo.git("commit", "-q", "-m", "mode");
  repo.git("checkout", "-q", "-f", "HEAD");
  expect(select(repo, base).files).toMatchObject([{ path: "a.pkl", sameAsBase: true }]);
});

test("odd names survive: newlines, workflow commands, quotes, patterns, bytes that are no UTF-8", () => {
  const repo = TestRepo.create();
  const base = repo.commit();
  const odd = [
    "new\nline.pkl",
    "::error file=x::hi.pkl",
    "[ab]*?.pkl",
    'quote".pkl',
    "-rf",
    "tab\t.pkl",
    "\u202Egnp.pkl",
  ];
  for (const name of odd) repo.write({ [name]: name });
  repo.writeRaw(Buffer.from("bad\xff\xc3(.pkl", "latin1"), "bytes");
  repo.commit();
  const selection = select(repo, base);
  expect(paths(selection)).toEqual([...odd, "bad\\xff\\xc3(.pkl"].sort());
  const bad = selection.files.find((file) => file.path.startsWith("bad"));
  expect(readFileSync(openable(bad?.absolute ?? ""), "utf8")).toBe("bytes");
  expect(paths(select(repo, undefined))).toEqual(paths(selection));
});

test("submodules are said, not entered", () => {
  const repo = TestRepo.create();
  const base = repo.commit();
  repo.git("update-index", "--add", "--cacheinfo", `160000,${base},vendor/models`);
  repo.git("commit", "-q", "-m", "submodule");
  for (const selection of [select(repo, base), select(repo, undefined)]) {
    expect(selection.files).toEqual([]);
    expect(selection.missing).toEqual([]);
    expect(selection.notices).toEqual([expect.stringContaining("vendor/models")]);
  }
});

test("a checkout of another repository that lies here untracked is said, and entered where it is named", () => {
  const repo = TestRepo.create();
  const base = repo.write({ "a.txt": "a" }).commit();
  repo.git("init", "-q", "tools/other");
  repo.git(
    "-C",
    "tools/other",
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.com",
    "commit",
    "-q",
    "--allow-empty",
    "-m",
    "x",
  );
  repo.write({ "tools/other/m.pkl": "m", "new.pkl": "n" });
  const selection = select(repo, undefined);
  expect(paths(selection)).toEqual(["a.txt", "new.pkl"]);
  expect(selection.missing).toEqual([]);
  expect(selection.notices).toEqual([
    expect.stringMatching(/checkouts inside this one .* not looked at: tools\/other\./),
  ]);
  expect(paths(select(repo, base, { paths: ["tools/other"] }))).toEqual(["tools/other/m.pkl"]);
});

describe("models of a repository inside this one that lie here are missed", () => {
  const isModel = (path: string): boolean => path.endsWith(".pkl");
  const detail = expect.stringMatching(/in a repository of its own, vendor\.md, .* Run the gate there/) as string;
  const missed = (path: string) => ({ path, reason: "outside", detail });

  test("of a submodule that a change brings or moves, whatever it is called, and of the whole tree", () => {
    const repo = TestRepo.create();
    const base = repo.write({ "a.txt": "a" }).commit();
    repo.git("update-index", "--add", "--cacheinfo", `160000,${base},vendor.md`);
    repo.git("commit", "-q", "-m", "submodule");
    expect(select(repo, base, { isModel }).missing).toEqual([]);
    repo.write({ "vendor.md/deep/m.pkl": "m", "vendor.md/n.pkl": "n", "vendor.md/code.py": "x" });
    repo.write({ "vendor.md/out": { link: "/tmp" } });
    for (const from of [base, undefined])
      expect(select(repo, from, { isModel }).missing).toEqual([missed("vendor.md/deep/m.pkl"), missed("vendor.md/n.pkl")]);
    expect(select(repo, base, { isModel, ignored: (path) => path.includes("deep") }).missing).toEqual([missed("vendor.md/n.pkl")]);
    expect(select(repo, repo.head(), { isModel }).missing).toEqual([]);
    expect(select(repo, base).missing).toEqual([]);
  });

  test("of an untracked checkout, a hundred at most", () => {
    const repo = TestRepo.create();
    repo.write({ "a.txt": "a" }).commit();
    repo.git("init", "-q", "vendor.md");
    repo.git("-C", "vendor.md", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "--allow-empty", "-m", "x");
    repo.write(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`vendor.md/m${i}.pkl`, "m"])));
    const { missing } = select(repo, undefined, { isModel });
    expect(missing).toHaveLength(100);
    expect(missing[0]).toEqual(missed("vendor.md/m0.pkl"));
  });
}); // prettier-ignore

test("links: inside they are read, outside, into .git and broken ones are not", () => {
  const repo = TestRepo.create();
  const secret = join(temporaryDirectory(), "secret.pkl");
  writeFileSync(secret, "secret");
  const base = repo.write({ "real/a.pkl": "a" }).commit();
  repo.write({
    "in.pkl": { link: "real/a.pkl" },
    "out.pkl": { link: secret },
    "up.pkl": { link: "../../../../../../etc/hostname" },
    "git.pkl": { link: ".git/config" },
    "broken.pkl": { link: "real/none.pkl" },
    "loop.pkl": { link: "loop.pkl" },
    dir: { link: "real" },
  });
  repo.commit();
  const selection = select(repo, base);
  expect(selection.files).toEqual([
    { path: "in.pkl", absolute: join(repo.root, "real/a.pkl"), size: 1, sameAsBase: false },
  ]);
  expect(selection.missing.map(({ path, reason }) => [path, reason])).toEqual([
    ["broken.pkl", "not-fetched"],
    ["git.pkl", "outside"],
    ["loop.pkl", "outside"],
    ["out.pkl", "outside"],
    ["up.pkl", "outside"],
  ]);
  expect(selection.notices).toEqual([expect.stringContaining("dir is a link to a directory")]);
});

test("a directory that became a link out of the workspace after the checkout", () => {
  const repo = TestRepo.create();
  const base = repo.commit();
  repo.write({ "models/a.pkl": "a" }).commit();
  const elsewhere = temporaryDirectory();
  writeFileSync(join(elsewhere, "a.pkl"), "other");
  rmSync(join(repo.root, "models"), { recursive: true });
  repo.write({ models: { link: elsewhere } });
  expect(select(repo, base)).toMatchObject({ files: [], missing: [{ path: "models/a.pkl", reason: "outside" }] });
});

test("pipes are never opened; files that are not there are said", () => {
  const repo = TestRepo.create();
  const base = repo.commit();
  repo.write({ "pipe.pkl": "x", "sparse.pkl": "x" }).commit();
  repo.remove("pipe.pkl", "sparse.pkl");
  execFileSync("mkfifo", [join(repo.root, "pipe.pkl")]);
  expect(select(repo, base)).toMatchObject({
    files: [],
    missing: [
      { path: "pipe.pkl", reason: "special", detail: expect.stringContaining("named pipe") },
      { path: "sparse.pkl", reason: "not-fetched", detail: expect.stringContaining("sparse checkout") },
    ],
  });
  expect(select(repo, undefined).notices).toEqual([expect.stringContaining("1 tracked file is not on disk")]);
});

describe("paths", () => {
  function trained() {
    const repo = TestRepo.create();
    const base = repo
      .write({ ".gitignore": "out/\n", "m/a.pkl": "a", "m/b.pt": "b", "m/sub/c.pkl": "c", "[x].pkl": "x" })
      .commit();
    repo.write({ "m/a.pkl": "A" }).commit();
    repo.write({ "out/model.pkl": "ignored by git", "fresh.pkl": "untracked", ".hidden/h.pkl": "h" });
    return { repo, base };
  }

  test.each([
    [["m/a.pkl"], ["m/a.pkl"]],
    [["out"], ["out/model.pkl"]],
    [
      ["fresh.pkl", "out/*.pkl", "fresh.pkl"],
      ["fresh.pkl", "out/model.pkl"],
    ],
    [["**/*.pkl"], [".hidden/h.pkl", "[x].pkl", "fresh.pkl", "m/a.pkl", "m/sub/c.pkl", "out/model.pkl"]],
    [["m/*"], ["m/a.pkl", "m/b.pt"]],
    [["m/{a,b}.{pkl,pt}"], ["m/a.pkl", "m/b.pt"]],
    [["[x].pkl"], ["[x].pkl"]],
    [["./m/"], ["m/a.pkl", "m/b.pt", "m/sub/c.pkl"]],
    [["*/sub/"], ["m/sub/c.pkl"]],
  ])("%j", (named, found) => {
    const { repo, base } = trained();
    const selection = select(repo, base, { paths: named });
    expect(selection.mode).toBe("paths");
    expect(paths(selection)).toEqual(found);
    expect(selection.missing).toEqual([]);
  });

  test("say what the base has already", () => {
    const { repo, base } = trained();
    repo.write({ "m/b.pt": "changed by a step" });
    expect(select(repo, base, { paths: ["m", "out"] }).files.map((file) => [file.path, file.sameAsBase])).toEqual([
      ["m/a.pkl", false],
      ["m/b.pt", false],
      ["m/sub/c.pkl", true],
      ["out/model.pkl", false],
    ]);
  });

  test.each([
    ["nope.pkl", /paths: nope.pkl matches no file/],
    ["*.h5", /matches no file/],
    ["nope/*.pkl", /matches no file/],
    ["../x.pkl", /outside of the workspace/],
    ["/etc/hostname", /outside of the workspace/],
    ["{".repeat(20) + "}".repeat(20), /nested braces/],
  ])("%s is a mistake in the configuration", (path, words) => {
    const { repo, base } = trained();
    expect(() => select(repo, base, { paths: [path] })).toThrow(words);
  });

  test("a whole workspace never includes .git", () => {
    const { repo, base } = trained();
    expect(paths(select(repo, base, { paths: ["."] })).some((path) => path.startsWith(".git/"))).toBe(false);
    expect(() => select(repo, base, { paths: [".git/config"] })).not.toThrow();
    expect(select(repo, base, { paths: [".git/config"] })).toMatchObject({
      files: [],
      missing: [{ reason: "outside" }],
    });
  });
});
