import { join } from "node:path";
import { contextInCommit, contextOnDisk, decodeText, readLockfileText } from "../../src/host/lockfile-text";
import { openWorkspace } from "../../src/host/workspace";
import { removeRepos, temporaryDirectory, TestRepo } from "../support/repo";

afterEach(removeRepos);

const files = {
  "app/requirements.txt": "-r base.txt",
  "app/base.txt": "torch==2.5.1",
  "app/leak.txt": { link: "/etc/hostname" },
  "shared.txt": "numpy==2.0.0",
};

describe.each(["on disk", "in a commit"])("what is around a lockfile, %s", (where) => {
  const contextOf = (path: string) => {
    const repo = TestRepo.create().write(files);
    const commit = repo.commit();
    if (where === "on disk") return contextOnDisk(repo.root, path);
    repo.write({ "app/base.txt": "changed since" });
    return contextInCommit(openWorkspace(repo.root, process.env).git!, commit, path);
  };
  const include = (path: string) => contextOf("app/requirements.txt").include(path);

  test("is read by a path from its directory", () => {
    expect(include("base.txt")).toEqual({ text: "torch==2.5.1", path: "app/base.txt" });
    expect(include("../shared.txt")).toEqual({ text: "numpy==2.0.0", path: "shared.txt" });
    expect(include("./x/../base.txt")).toMatchObject({ path: "app/base.txt" });
  });

  test("is nothing where there is nothing", () =>
    expect(include("other.txt")).toEqual({ missing: "absent", path: "app/other.txt" }));

  test.each(["../../etc/hostname", "/etc/hostname", "C:\\x.txt", "base.txt\0", "..", "../.."])(
    "never leaves: %j",
    (path) => expect(include(path)).toMatchObject({ missing: "outside" }),
  );

  test("a link that leaves is not followed", () => expect(include("leak.txt")).not.toHaveProperty("text"));

  test("names what stands beside it", () =>
    expect([...contextOf("app/requirements.txt").siblings()].sort()).toEqual([
      "base.txt",
      "leak.txt",
      "requirements.txt",
    ]));
});

test("text is UTF-8, or what its byte order mark says", () => {
  expect(decodeText(Buffer.from("torch"))).toBe("torch");
  expect(decodeText(Buffer.from("\ufefftorch"))).toBe("torch");
  expect(decodeText(Buffer.from("\ufefftorch", "utf16le"))).toBe("torch");
  expect(decodeText(Buffer.from("\ufefftorch", "utf16le").swap16())).toBe("torch");
  expect(decodeText(Buffer.from([0x74, 0xff, 0x6f]))).toBe("t\ufffdo");
});

test("a file that is too large, or gone, is not read", () => {
  expect(readLockfileText("/nowhere", 33 * 1024 ** 2)).toEqual({ tooLarge: 33 * 1024 ** 2 });
  expect(readLockfileText(join(temporaryDirectory(), "gone"), 1)).toEqual({ failed: "ENOENT" });
});

test("a path means what a tool would open, and not what is left of it when it is tidied", () => {
  const repo = TestRepo.create().write({
    "requirements.txt": "",
    link: { link: "deep/er" },
    "deep/er/x.txt": "",
    "deep/evil.txt": "pillow==8.0.0",
    "evil.txt": "decoy",
    "a/b.txt": "decoy",
    "a\\b.txt": "pillow==8.0.0",
    "c/d.txt": "only one",
  });
  const { include } = contextOnDisk(repo.root, "requirements.txt");
  expect(include("link/../evil.txt")).toMatchObject({ missing: "outside" });
  expect(include("deep/../evil.txt")).toMatchObject({ text: "decoy" });
  if (process.platform !== "win32") expect(include("a\\b.txt")).toMatchObject({ missing: "outside" });
  expect(include("c\\d.txt")).toMatchObject({ text: "only one" });
});
