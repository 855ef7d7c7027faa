import { pyproject } from "../../src/lockfiles/pyproject";
import { parseLock } from "../support/parse-lock";

const COMMIT = "0123456789012345678901234567890123456789";
const read = (text: string, beside: Record<string, string> = {}) =>
  parseLock(pyproject, text, "pyproject.toml", beside);
const brief = (text: string) =>
  read(text).packages.map(({ name, version, unlocked, group, source, at }) => [
    at.line,
    name,
    version ?? (unlocked === undefined ? "exact" : `? ${unlocked}`),
    group ?? "",
    source?.kind ?? "",
  ]);

describe("pyproject", () => {
  test("reads what the standard tables ask for", () => {
    const text = [
      "[build-system]",
      "requires = [\"setuptools>=61\", 'wheel==0.40.0']",
      "[project]",
      "dependencies = [",
      '  "torch==2.0.1", # why',
      '  "numpy",',
      "]",
      "[project.optional-dependencies]",
      'gpu = ["numpy>=2"]',
      "[dependency-groups]",
      'test = ["pytest==7", {include-group = "lint"}]',
      'lint = ["ruff"]',
    ].join("\n");
    expect(brief(text)).toEqual([
      [2, "setuptools", "? >=61", "build", ""],
      [2, "wheel", "0.40.0", "build", ""],
      [5, "torch", "2.0.1", "", ""],
      [6, "numpy", "? numpy", "", ""],
      [9, "numpy", "? >=2", "gpu", ""],
      [11, "pytest", "7", "test", ""],
      [12, "ruff", "? ruff", "lint", ""],
    ]);
    expect(read(text).packages.every(({ direct }) => direct)).toBe(true);
  });

  test("reads the tables of Poetry, uv and PDM", () => {
    const text = [
      "[tool.poetry.dependencies]",
      'python = "^3.8"',
      'flask = "1.0"',
      'django = "^4"',
      'multi = [{version="1.0", python="<3.8"}, {version="==2.0"}]',
      `g = {git="https://github.com/o/g.git", rev="${COMMIT}"}`,
      "[tool.poetry.dependencies.sub]",
      'version = "*"',
      "[tool.poetry.group.dev.dependencies]",
      'black = "==23.1"',
      "[tool.pdm.dev-dependencies]",
      'd = ["-e file:///x#egg=y"]',
      "[tool.uv]",
      'dev-dependencies = ["mypy==1.0"]',
    ].join("\n");
    expect(brief(text)).toEqual([
      [14, "mypy", "1.0", "dev", ""],
      [12, "y", "exact", "d", "local"],
      [3, "flask", "1.0", "", ""],
      [4, "django", "? ^4", "", ""],
      [5, "multi", "1.0", "", ""],
      [5, "multi", "2.0", "", ""],
      [6, "g", "exact", "", "vcs"],
      [7, "sub", "? sub", "", ""],
      [10, "black", "23.1", "dev", ""],
    ]);
  });

  test("a source of uv stands for the index", () => {
    const { packages } = read(
      `[project]\ndependencies = ["a", "b", "c"]\n[tool.uv.sources]\nA = { git = "https://tok@github.com/o/a", branch = "x" }\nb = [{ workspace = true }]\nc = { index = "y" }\n`,
    );
    expect(packages.map(({ name, ecosystem, source }) => [name, ecosystem, source])).toEqual([
      ["a", undefined, { kind: "vcs", where: "git+https://github.com/o/a@x" }],
      ["b", undefined, { kind: "local", where: "./" }],
      ["c", "PyPI", undefined],
    ]);
  });

  test("notes other indexes", () => {
    const { practices } = read(
      '[[tool.uv.index]]\nurl = "https://u:p@corp.example/simple"\n[[tool.uv.index]]\nurl = "https://x.example"\nexplicit = true\n[tool.uv]\nextra-index-url = ["http://y.example/simple"]\n',
    );
    expect(practices.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
      "other-index https://corp.example/simple",
      "extra-index http://y.example/simple",
      "no-verification http://y.example/simple",
    ]);
  });

  test.each(["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "pylock.toml", "pylock.dev.toml"])(
    "where %s stands beside, it says what is locked",
    (lock) => {
      expect(read('[project]\ndependencies = ["a"]', { [lock]: "" }).entries).toEqual([]);
    },
  );

  test("says what it cannot read", () => {
    const { entries } = read('[project]\ndependencies = [\n"a b c",\n7,\n"d==1"]');
    expect(entries).toMatchObject([
      { kind: "unreadable", reason: "malformed", at: { line: 3 } },
      { kind: "unreadable", reason: "malformed", at: { line: 2 } },
      { kind: "package" },
    ]);
    expect(read("[project\n").thrown?.name).toBe("Malformed");
  });

  test("hostile input is bounded", () => {
    const start = Date.now();
    const many = read(`[project]\ndependencies = [${'"a==1",\n'.repeat(20_001)}]`);
    expect(many.entries.at(-1)).toMatchObject({ kind: "unreadable", reason: "limit" });
    read(`[project]\ndependencies = ["${"a".repeat(10e6)}"]`);
    read(`${"a".repeat(10e6)}`);
    read(`[dependency-groups]\n__proto__ = ["a"]\nconstructor = ["b"]`).packages.forEach(({ group }) =>
      expect(["__proto__", "constructor"]).toContain(group),
    );
    expect(read(`x = ${"[".repeat(100_000)}`).thrown?.name).toBe("Malformed");
    expect(Date.now() - start).toBeLessThan(120_000);
  });
});
