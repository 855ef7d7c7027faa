import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockfilesOf } from "../../src/app/audit/find-lockfiles";
import { readLockfileText } from "../../src/host/lockfile-text";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "find-lockfiles-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function foundAs(path: string, text: string, size = text.length): string | undefined {
  const absolute = join(root, path);
  writeFileSync(absolute, text);
  if (size > text.length) truncateSync(absolute, size);
  const [found] = lockfilesOf({ root } as never, [{ path, absolute, size } as never], new Set());
  return found?.syntax.id;
}

const COMMENT = "#".repeat(20_000);

test.each([
  ["conda-lock.yml", `${COMMENT}\npackage:\n`, "conda-lock"],
  ["environment.yml", `${COMMENT}\ndependencies:\n`, "conda-environment"],
  ["pom.xml", `<!--${COMMENT}-->\n<project></project>`, "maven-pom"],
  ["bom.json", `{"x":"${COMMENT}","bomFormat":"CycloneDX"}`, "cyclonedx-sbom"],
  ["conda-linux-64.lock", `${COMMENT}\n@EXPLICIT\n`, "conda-explicit"],
])("%s is known behind a long comment", (path, text, id) => expect(foundAs(path, text)).toBe(id));

test.each(["bom.json", "notes.txt"])("a long %s that is something else is none", (path) =>
  expect(foundAs(path, `{"x":"${COMMENT}"}`)).toBeUndefined(),
);

test("a file of such a name that is too large to look at is one, and then says so", () => {
  const size = 33 * 1024 ** 2;
  expect(foundAs("pom.xml", "<!--", size)).toBe("maven-pom");
  expect(foundAs("data.txt", "x", size)).toBeUndefined();
});

test("a device has no end, and is no file", () =>
  expect(readLockfileText("/dev/zero", 0)).toEqual({ failed: "it is no file" }));
