import { setupCfg } from "../../src/lockfiles/setup-cfg";
import { parseLock } from "../support/parse-lock";

const read = (text: string, beside: Record<string, string> = {}) => parseLock(setupCfg, text, "setup.cfg", beside);

describe("setup-cfg", () => {
  test("reads the options of setuptools", () => {
    const text = [
      "[metadata]",
      "name = x",
      "[options]",
      "install_requires =",
      "    numpy==1.26.4",
      "    # why",
      "    torch>=2 ; python_version<'4'",
      "setup-requires: a==1; b",
      "[options.extras_require]",
      "dev =",
      "\tpytest",
      "docs = sphinx==5.0",
      "[other]",
      "install_requires =",
      "    y==1",
    ].join("\r\n");
    const said = read(text);
    expect(
      said.packages.map(({ name, version, unlocked, group, at }) => [at.line, name, version ?? unlocked, group]),
    ).toEqual([
      [5, "numpy", "1.26.4", undefined],
      [7, "torch", ">=2", undefined],
      [8, "a", "1", "build"],
      [8, "b", "b", "build"],
      [11, "pytest", "pytest", "dev"],
      [12, "sphinx", "5.0", "docs"],
    ]);
    expect(said.entries).toHaveLength(6);
    expect(said.packages.every(({ direct }) => direct)).toBe(true);
  });

  test("a file of requirements is a lockfile of its own", () => {
    expect(read("[options]\ninstall_requires = file: requirements.txt\n").entries).toEqual([]);
  });

  test("where a lock stands beside, it says what is locked", () => {
    expect(read("[options]\ninstall_requires = a\n", { "poetry.lock": "" }).entries).toEqual([]);
  });

  test("says what it cannot read, with an end, and soon", () => {
    const start = Date.now();
    const { entries } = read(`[options]\ninstall_requires =\n${" a b\n".repeat(100)} c==1\n`);
    expect(entries.filter(({ kind }) => kind === "unreadable")).toHaveLength(20);
    expect(entries.at(-1)).toMatchObject({ kind: "package", pkg: { name: "c" } });
    for (const text of [
      " ".repeat(10e6),
      "[".repeat(10e6),
      "a\n".repeat(5e6),
      `a${" ".repeat(10e6)}b`,
      "=".repeat(10e6),
    ])
      read(text);
    expect(Date.now() - start).toBeLessThan(120_000);
  });
});
