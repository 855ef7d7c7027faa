import { withAllowedGlobal, withIgnoredAdvisory, withWaiver } from "../../src/policy/edit";
import { parsePolicy } from "../../src/policy/file";

const NET = { name: "mylib.nets.Net", reason: "our own class" };

test("an empty policy gets its first allowance", async () => {
  expect(await withAllowedGlobal("version: 1\n", NET)).toBe(
    "version: 1\npickle:\n  allow:\n    - name: mylib.nets.Net\n      reason: our own class\n",
  );
});

test("comments, order and other keys stay as they are", async () => {
  const before = [
    "# Ask security before you change this.",
    "version: 1",
    "fail-on: medium # stricter than the default",
    "",
    "pickle:",
    "  # our own classes",
    "  allow:",
    "    - name: a.B # the first",
    "      reason: x",
    "",
    "waivers: []",
    "",
  ].join("\n");
  const after = await withAllowedGlobal(before, { ...NET, until: "2027-06-30" });
  for (const line of before.split("\n")) expect(after).toContain(line);
  expect(after.indexOf("mylib.nets.Net")).toBeGreaterThan(after.indexOf("a.B"));
  expect(after.indexOf("waivers")).toBeGreaterThan(after.indexOf("mylib.nets.Net"));
  expect((await parsePolicy(after, "p", [], () => undefined)).pickle.allow).toEqual([
    { name: "a.B", reason: "x" },
    { ...NET, until: "2027-06-30" },
  ]);
});

test("a name that is there already is replaced, not doubled", async () => {
  const once = await withAllowedGlobal("version: 1\n", { ...NET, until: "2026-01-01" });
  const twice = await withAllowedGlobal(once, { ...NET, reason: "checked again" });
  expect((await parsePolicy(twice, "p", [], () => undefined)).pickle.allow).toEqual([
    { ...NET, reason: "checked again" },
  ]);
});

test("text that YAML could take for something else is quoted", async () => {
  for (const reason of ["yes", "null", "a: b # c", "line one\nline two", "- x", "'quoted\""]) {
    const after = await withAllowedGlobal("version: 1\n", { ...NET, reason });
    expect((await parsePolicy(after, "p", [], () => undefined)).pickle.allow).toEqual([{ ...NET, reason }]);
  }
});

test("a long reason stays on one line", async () => {
  const reason = "word ".repeat(60).trim();
  expect(await withAllowedGlobal("version: 1\n", { ...NET, reason })).toContain(`reason: ${reason}\n`);
});

const SHA = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
const WAIVER = { rule: "MA-PKL-002", path: "a b/x.pkl", sha256: SHA, reason: "old", until: "2027-01-31" } as const;

test("a waiver is written into an empty list, below what is there, and renewed in its place", async () => {
  const first = await withWaiver("version: 1\nwaivers: [] # none\n", { ...WAIVER, approvedBy: "Ada" });
  expect(first).toContain(
    `  - rule: MA-PKL-002\n    path: a b/x.pkl\n    sha256: ${SHA}\n    reason: old\n    until: 2027-01-31\n    approved-by: Ada\n`,
  );
  const other = await withWaiver(first, { ...WAIVER, sha256: SHA.replace("2c", "2d") });
  const renewed = await withWaiver(other, { ...WAIVER, reason: "again", until: "2027-06-30" });
  const { waivers } = await parsePolicy(renewed, "p", [], () => undefined);
  expect(waivers.map(({ reason, until }) => [reason, until])).toEqual([
    ["again", "2027-06-30"],
    ["old", "2027-01-31"],
  ]);
});

test("an ignored advisory goes to its package", async () => {
  const ignore = { id: "GHSA-x", package: "torch", reason: "r", until: "2027-01-31" };
  const once = await withIgnoredAdvisory("version: 1\ndependencies:\n  unknown-severity: high\n", ignore);
  const twice = await withIgnoredAdvisory(once, { ...ignore, package: "numpy" });
  const { dependencies } = await parsePolicy(twice, "p", [], () => undefined);
  expect(dependencies).toEqual({
    unknownSeverity: "high",
    grace: {},
    ignore: [ignore, { ...ignore, package: "numpy" }],
  });
});
