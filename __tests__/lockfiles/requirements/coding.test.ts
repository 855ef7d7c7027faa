import { requirements } from "../../../src/lockfiles/requirements";
import { otherCoding } from "../../../src/lockfiles/requirements/coding";
import { parseLock } from "../../support/parse-lock";

test.each([
  ["# -*- coding: utf-7 -*-\n# +AAo-torch==1.0.0\n", "utf-7"],
  ["# first\n# vim: set fileencoding=UTF-16-LE :\n", "UTF-16-LE"],
  ["#coding=unicode_escape\n# \\ntorch==1.0.0\n", "unicode_escape"],
  ["# coding: latin-1\n# \ufffdtorch==1.0.0\n", "latin-1"],
  ["# coding: latin-1\ntorch==2.6.0\n", undefined],
  ["# coding: cp1252\ntorch==2.6.0\n", undefined],
  ["# -*- coding: utf_8 -*-\n# \u00e9\n", undefined],
  ["a\nb\n# coding: utf-7\n", undefined],
  ["torch==2.6.0 # coding: utf-7\n", undefined],
])("the coding of %j: %s", (text, coding) => expect(otherCoding(text)).toBe(coding));

test("a file that pip reads as another text is said, with what can be read of it", () => {
  const { entries, packages } = parseLock(requirements, "# coding: utf-7\nnumpy==2.1.0\n", "requirements.txt");
  expect(packages.map(({ name }) => name)).toEqual(["numpy"]);
  expect(entries).toContainEqual(expect.objectContaining({ kind: "unreadable", reason: "unsupported" }));
});

test("an included file too", () => {
  const beside = { "x.txt": "# coding: utf-7\n# +AAo-torch==1.0.0\n" };
  const { entries } = parseLock(requirements, "-r x.txt\n", "requirements.txt", beside);
  const at = { path: "x.txt", inside: [], line: 1 };
  expect(entries).toContainEqual(expect.objectContaining({ kind: "unreadable", reason: "unsupported", at }));
});

test.each([
  ["pillow<9", "pillow==11.0.0 ; python_version < '3'", ["11.0.0", "<9"]],
  ["pillow<9", "pillow==11.0.0", ["11.0.0"]],
  ["pillow", "pillow==11.0.0 ; sys_platform == 'linux'", ["11.0.0"]],
  ["pillow>=9", "pillow==11.0.0 ; sys_platform == 'linux'", ["11.0.0"]],
])("%s with the constraint %s", (asked, constraint, told) => {
  const text = `-c limits.txt\n${asked}\n`;
  const { packages } = parseLock(requirements, text, "requirements.txt", { "limits.txt": constraint });
  expect(packages.map(({ version, unlocked }) => version ?? unlocked)).toEqual(told);
});
