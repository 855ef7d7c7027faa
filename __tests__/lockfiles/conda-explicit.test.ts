import { existsSync, readFileSync } from "node:fs";
import { condaExplicit } from "../../src/lockfiles/conda-explicit";
import { parseLock } from "../support/parse-lock";

const read = (text: string) => parseLock(condaExplicit, text, "conda-linux-64.lock");
const MD5 = "b6d5d7f1c171cbd228ea06b556cfa859";
const SHA256 = "c".repeat(64);

describe("conda-explicit", () => {
  test("is known by its marker", () => {
    expect(condaExplicit.claims("conda-linux-64.lock")).toBe(true);
    expect(condaExplicit.claims("spec.txt")).toBe(true);
    expect(condaExplicit.claims("environment.yml")).toBe(false);
    expect(condaExplicit.sniff!("# platform: linux-64\n@EXPLICIT\r\nhttps://x")).toBe(true);
    expect(condaExplicit.sniff!("# platform: linux-64\n@EXPLICIT\nhttps://x")).toBe(true);
    expect(condaExplicit.sniff!("# $ conda create --name <env> --file <this file>\n")).toBe(true);
    expect(condaExplicit.sniff!("not @EXPLICIT\n")).toBe(false);
    expect(condaExplicit.sniff!("numpy==1.26.4\n")).toBe(false);
  });

  test("reads addresses, and what conda-lock writes of PyPI", () => {
    const text = [
      "@EXPLICIT",
      `https://conda.anaconda.org/conda-forge/noarch/cuda-version-12.9-h4f385c5_3.conda#${MD5}`,
      `https://u:secret@repo.example/t/ch/linux-64/font-ttf-x-3.000-h77eed37_0.tar.bz2#sha256:${SHA256}`,
      "https://conda.anaconda.org/pytorch/linux-64/pytorch-2.1.0-py3.10_cuda.tar.bz2",
      "# a remark",
      `# pip six @ https://files.pythonhosted.org/packages/a/six-1.16.0-py2.py3-none-any.whl#sha256=${SHA256}`,
      `# pip flask == 1.0 --hash=sha256:${SHA256}`,
    ].join("\n");
    expect(
      read(text).packages.map(({ name, version, ecosystem, purl, hashes, at }) => [
        at.line,
        name,
        version,
        ecosystem,
        purl,
        hashes,
      ]),
    ).toEqual([
      [
        2,
        "cuda-version",
        "12.9",
        undefined,
        "pkg:conda/cuda-version@12.9?build=h4f385c5_3&channel=conda-forge&subdir=noarch&type=conda",
        [`md5:${MD5}`],
      ],
      [
        3,
        "font-ttf-x",
        "3.000",
        undefined,
        "pkg:conda/font-ttf-x@3.000?build=h77eed37_0&channel=https:%2F%2Frepo.example%2Ft%2Fch&subdir=linux-64&type=tar.bz2",
        [`sha256:${SHA256}`],
      ],
      [
        4,
        "pytorch",
        "2.1.0",
        undefined,
        "pkg:conda/pytorch@2.1.0?build=py3.10_cuda&channel=pytorch&subdir=linux-64&type=tar.bz2",
        undefined,
      ],
      [6, "six", "1.16.0", "PyPI", "pkg:pypi/six@1.16.0", [`sha256:${SHA256}`]],
      [7, "flask", "1.0", "PyPI", "pkg:pypi/flask@1.0", [`sha256:${SHA256}`]],
    ]);
    expect(JSON.stringify(read(text))).not.toContain("secret");
  });

  test("reads the list of `conda list --export`, where pip's packages are PyPI's", () => {
    const { packages } = read(
      "# $ conda create --name <env> --file <this file>\nnumpy=1.26.4=py310_0\ntorch=2.0.1=pypi_0\n",
    );
    expect(packages.map(({ name, version, ecosystem }) => [name, version, ecosystem])).toEqual([
      ["numpy", "1.26.4", undefined],
      ["torch", "2.0.1", "PyPI"],
    ]);
  });

  test("says what it cannot read, with an end", () => {
    const { entries, packages } = read(
      `@EXPLICIT\nhttps://x/y.exe\n${"x".repeat(10e6)}\n${"***\n".repeat(100)}numpy=1=0\n`,
    );
    expect(entries.filter(({ kind }) => kind === "unreadable")).toHaveLength(21);
    expect(entries[0]).toMatchObject({ kind: "unreadable", reason: "malformed", at: { line: 2 } });
    expect(packages.map(({ name }) => name)).toEqual(["numpy"]);
    expect(read("a=1=0\n".repeat(100_001)).entries.at(-1)).toMatchObject({ reason: "limit" });
  });
});

const REAL = "/work/shared/data/lockfiles/conda-explicit-pytorch/conda-linux-64.lock";
(existsSync(REAL) ? test : test.skip)("a real file: every address is a package", () => {
  const text = readFileSync(REAL, "utf8");
  const { packages, entries } = read(text);
  expect(condaExplicit.sniff!(text.slice(0, 16_384))).toBe(true);
  expect(packages).toHaveLength(text.split("\n").filter((line) => line.startsWith("https://")).length);
  expect(entries).toHaveLength(packages.length);
  expect(packages.every(({ version, hashes }) => version !== undefined && hashes?.length === 1)).toBe(true);
});
