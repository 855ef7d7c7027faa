import { existsSync, readFileSync } from "node:fs";
import { condaEnvironment } from "../../src/lockfiles/conda-environment";
import { parseLock } from "../support/parse-lock";

const read = (text: string, beside: Record<string, string> = {}, path = "environment.yml") =>
  parseLock(condaEnvironment, text, path, beside);
const brief = (...given: Parameters<typeof read>) =>
  read(...given).packages.map(({ name, version, unlocked, purl, at }) => [
    at.line,
    name,
    version ?? `? ${unlocked}`,
    purl,
  ]);

describe("conda-environment", () => {
  test.each([
    ["environment.yml", true],
    ["envs/environment-gpu.yaml", true],
    ["model/conda.yaml", true],
    ["model/python_env.yaml", true],
    ["env.yml", true],
    ["conda-lock.yml", false],
    ["config.yml", false],
    ["environment.json", false],
  ])("%s: %s", (path, claimed) => {
    expect(condaEnvironment.claims(path)).toBe(claimed);
  });

  test("sniffs what other tools call an environment", () => {
    expect(condaEnvironment.sniff!("name: x\ndependencies:\n - a")).toBe(true);
    expect(condaEnvironment.sniff!('{"dependencies": []}')).toBe(true);
    expect(condaEnvironment.sniff!("production:\n  host: x\n")).toBe(false);
  });

  test("reads specifications, and the pip section as PyPI", () => {
    const text = [
      "channels: [conda-forge, nodefaults]",
      "dependencies:",
      "  - python=3.10",
      "  - numpy==1.26.4",
      "  - pytorch::pytorch=2.1.0=py3.10_cuda",
      "  - defaults/linux-64::scipy 1.10",
      "  - \"pandas[version='>=1,<2']\"",
      "  - foo=1.2.*",
      "  - pip:",
      "    - torch==2.0.1",
      "    - -r req.txt",
      "    - transformers>=4",
    ].join("\n");
    expect(brief(text, { "req.txt": "\nflask==1.0" })).toEqual([
      [3, "python", "? =3.10", "pkg:conda/python?channel=conda-forge"],
      [4, "numpy", "1.26.4", "pkg:conda/numpy@1.26.4?channel=conda-forge"],
      [5, "pytorch", "2.1.0", "pkg:conda/pytorch@2.1.0?build=py3.10_cuda&channel=pytorch"],
      [6, "scipy", "1.10", "pkg:conda/scipy@1.10?channel=defaults&subdir=linux-64"],
      [7, "pandas", "? >=1,<2", "pkg:conda/pandas?channel=conda-forge"],
      [8, "foo", "? =1.2.*", "pkg:conda/foo?channel=conda-forge"],
      [10, "torch", "2.0.1", "pkg:pypi/torch@2.0.1"],
      [2, "flask", "1.0", "pkg:pypi/flask@1.0"],
      [12, "transformers", "? >=4", "pkg:pypi/transformers"],
    ]);
    const { packages } = read(text);
    expect(packages.map(({ ecosystem }) => ecosystem)).toEqual([
      ...Array<undefined>(6).fill(undefined),
      "PyPI",
      "PyPI",
    ]);
    expect(packages[2]!.source).toEqual({ kind: "channel", where: "pytorch" });
  });

  test("reads MLflow's python_env.yaml; a version is no number", () => {
    const text =
      "python: 3.10\nbuild_dependencies:\n- pip==23.1\ndependencies:\n- -r requirements.txt\n- six==1.16.0\n";
    expect(brief(text, { "requirements.txt": "mlflow==2.1" }, "python_env.yaml")).toEqual([
      [1, "python", "3.10", "pkg:generic/python@3.10"],
      [3, "pip", "23.1", "pkg:pypi/pip@23.1"],
      [1, "mlflow", "2.1", "pkg:pypi/mlflow@2.1"],
      [6, "six", "1.16.0", "pkg:pypi/six@1.16.0"],
    ]);
  });

  test("credentials of channels are not kept", () => {
    const said = read(
      'channels: ["https://u:secret@c.example/ch"]\ndependencies: [a, "https://u:secret@c.example/x::b"]',
    );
    expect(said.packages.map(({ source }) => source?.where)).toEqual(["https://c.example/ch", "https://c.example/x"]);
    expect(JSON.stringify(said)).not.toContain("secret");
  });

  test.each([
    ["x: &all [torch==1]\ndependencies: *all\n", 2],
    ["x: &all [torch==1]\ndependencies:\n - a\n - pip: *all\n", 4],
    ["x: &all [torch==1]\ndependencies:\n - pip:\n    - *all\n", 4],
    ["x: &all {dependencies: [torch]}\n<<: *all\n", 2],
    ["dependencies:\n - [a]\n", 2],
    ["dependencies:\n - '***'\n", 2],
  ])("what is not followed is said: %j", (text, line) => {
    const said = read(text).entries.filter(({ kind }) => kind === "unreadable");
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ at: { line } });
  });

  test("hostile YAML ends early", () => {
    const start = Date.now();
    const laughs = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i},*a${i},*a${i}]`).join("\n");
    expect(read(`a0: &a0 x\n${laughs}\ndependencies: *a30`).packages).toEqual([]);
    expect(read(`dependencies: ${"[".repeat(10_000)}`).thrown ?? read("x: [").entries[0]).toBeDefined();
    expect(read(`dependencies: [${"a,".repeat(10e6)}]`).thrown?.name).toBe("Malformed");
    expect(Date.now() - start).toBeLessThan(120_000);
  });

  test("broken YAML is said, and what can be read counts", () => {
    const { entries, packages } = read("dependencies:\n - numpy==1\n - 'open\n");
    expect(entries.some(({ kind }) => kind === "unreadable")).toBe(true);
    expect(packages.map(({ name }) => name)).toContain("numpy");
  });
});

const REAL = "/work/shared/data/lockfiles/conda-env-ml/environment.yml";
(existsSync(REAL) ? test : test.skip)("a real file", () => {
  const { packages, entries } = read(readFileSync(REAL, "utf8"));
  expect(packages.map(({ name }) => name)).toEqual([
    "cuda-version",
    "flax",
    "jax",
    "jaxlib",
    "jupyterlab-nvdashboard",
    "keras-cv",
    "tensorflow",
  ]);
  expect(packages[6]).toMatchObject({ unlocked: ">=2.17.0=cuda12*", at: { line: 14 } });
  expect(entries).toHaveLength(7);
});
