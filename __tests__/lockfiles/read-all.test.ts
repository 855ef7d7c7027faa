import type { LockfileSyntax } from "../../src/core/lockfile";
import { readLockfile, type Lockfile } from "../../src/lockfiles/read";
import { readLockfiles } from "../../src/lockfiles/read-all";
import { lockedPackage } from "../support/package-facts";

const NAMES: LockfileSyntax = {
  id: "names",
  title: "Names",
  claims: () => true,
  *parse(text) {
    for (const word of text.split(" ")) {
      const [name = "", version = "1"] = word.split("=");
      yield { kind: "package", pkg: lockedPackage({ name, version, purl: `pkg:pypi/${name}@${version}` }) };
    }
  },
};
const lockfile = (path: string, text: Lockfile["text"]): Lockfile => ({
  ...{ path, syntax: NAMES, text },
  context: { path, include: (each) => ({ missing: "absent", path: each }), siblings: () => [] },
});
const limitsOf = ({ subjects }: ReturnType<typeof readLockfile>) =>
  subjects.flatMap((subject) =>
    subject.kind === "lockfile" && subject.lockfile.kind === "unreadable" && subject.lockfile.reason === "limit"
      ? [subject.lockfile.detail]
      : [],
  );

test("behind the limit no text is asked for, and every lockfile says so", () => {
  const asked: string[] = [];
  const text = (path: string) => () => {
    asked.push(path);
    return "a b c";
  };
  const files = ["1", "2", "3", "4"].map((path) => lockfile(path, text(path)));
  const contents = readLockfiles(files, { packages: 4, subjects: 10 });
  expect(asked).toEqual(["1", "2"]);
  expect(contents.map(({ packages }) => packages.length)).toEqual([3, 3, 0, 0]);
  expect(contents.map((each) => limitsOf(each).length)).toEqual([0, 0, 1, 1]);
});

test.each([`${"a".repeat(1025)}`, `a=${"1".repeat(513)}`])("no package has a name or version that long", (word) => {
  const content = readLockfile(lockfile("x", `b ${word} c`));
  expect(content.packages.map(({ name }) => name)).toEqual(["b", "c"]);
  expect(limitsOf(content)).toEqual([expect.stringContaining("a name has more than 1024 characters")]);
});

test("the longest that are taken", () => {
  const content = readLockfile(lockfile("x", `${"a".repeat(1024)}=${"1".repeat(512)}`));
  expect(content.packages).toHaveLength(1);
  expect(content.subjects).toEqual([]);
});
