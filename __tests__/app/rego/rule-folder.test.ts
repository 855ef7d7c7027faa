import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderOnDisk } from "../../../src/app/rego/rule-folder";
import { MAX_RULE_BYTES, MAX_RULE_FILES, readRules } from "../../../src/policy/rego/rule-files";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rules-"));
  mkdirSync(join(root, "p/inside.rego"), { recursive: true });
  rmSync(join(root, "p/inside.rego"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(root, "p", name), content);
const read = (path = "p") => readRules(folderOnDisk(root, path));

test("the rules of a folder, by name, without those of `opa test` and without a mark of UTF-8", () => {
  for (const name of ["b.rego", "a.rego", "B.rego", "a_test.rego", "readme.md"]) put(name, `# ${name}`);
  put("c.rego", "\ufeffpackage x");
  expect(read().map(({ name, text }) => [name, text])).toEqual([
    ["p/B.rego", "# B.rego"],
    ["p/a.rego", "# a.rego"],
    ["p/b.rego", "# b.rego"],
    ["p/c.rego", "package x"],
  ]);
});

test.each([
  ["no folder", () => undefined, "q", /q: cannot be read \(ENOENT\)/],
  ["an empty folder", () => undefined, "p", /there is no \.rego file/],
  ["tests alone", () => put("a_test.rego", ""), "p", /there is no \.rego file/],
  ["a file for a folder", () => put("a", ""), "p/a", /is no folder/],
  ["a link", () => symlinkSync("/etc/passwd", join(root, "p/a.rego")), "p", /a\.rego: is no plain file/],
  [
    "a name that is no UTF-8",
    () => writeFileSync(Buffer.concat([Buffer.from(join(root, "p/")), Buffer.from([0xff]), Buffer.from(".rego")]), "x"),
    "p",
    /is no plain file/,
  ],
  ["a folder for a file", () => mkdirSync(join(root, "p/a.rego")), "p", /a\.rego: is no plain file/],
  ["a large file", () => put("a.rego", " ".repeat(MAX_RULE_BYTES + 1)), "p", /has 262145 bytes, more than 262144/],
  [
    "many large files",
    () => [..."abcde"].forEach((c) => put(`${c}.rego`, " ".repeat(MAX_RULE_BYTES))),
    "p",
    /more than 1048576 bytes together/,
  ],
  [
    "many files",
    () => Array.from({ length: MAX_RULE_FILES + 1 }, (_, i) => put(`${i}.rego`, "")),
    "p",
    /65 \.rego files, more than 64/,
  ],
  ["bytes that are no text", () => put("a.rego", Uint8Array.of(0xff)), "p", /is not UTF-8/],
  ["a name of two lines", () => put("a\nb.rego", ""), "p", /control character/],
])("%s is refused", (_, make, path, words) => {
  make();
  expect(() => read(path)).toThrow(words);
});
