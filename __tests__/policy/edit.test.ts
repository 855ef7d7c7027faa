import { withAllowedGlobal } from "../../src/policy/edit";
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
  expect((await parsePolicy(after, "p", [])).pickle.allow).toEqual([
    { name: "a.B", reason: "x" },
    { ...NET, until: "2027-06-30" },
  ]);
});

test("a name that is there already is replaced, not doubled", async () => {
  const once = await withAllowedGlobal("version: 1\n", { ...NET, until: "2026-01-01" });
  const twice = await withAllowedGlobal(once, { ...NET, reason: "checked again" });
  expect((await parsePolicy(twice, "p", [])).pickle.allow).toEqual([{ ...NET, reason: "checked again" }]);
});

test("text that YAML could take for something else is quoted", async () => {
  for (const reason of ["yes", "null", "a: b # c", "line one\nline two", "- x", "'quoted\""]) {
    const after = await withAllowedGlobal("version: 1\n", { ...NET, reason });
    expect((await parsePolicy(after, "p", [])).pickle.allow).toEqual([{ ...NET, reason }]);
  }
});

test("a long reason stays on one line", async () => {
  const reason = "word ".repeat(60).trim();
  expect(await withAllowedGlobal("version: 1\n", { ...NET, reason })).toContain(`reason: ${reason}\n`);
});
