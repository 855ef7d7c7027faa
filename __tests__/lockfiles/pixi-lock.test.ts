import { existsSync, readFileSync } from "node:fs";
import { pixiLock } from "../../src/lockfiles/pixi-lock";
import { parseLock } from "../support/parse-lock";

const parse = (text: string) => parseLock(pixiLock, text, "pixi.lock");
const told = (text: string) => parse(text).packages.map(({ name, version }) => `${name} ${version}`);
const CONDA = "https://conda.anaconda.org/conda-forge/linux-64/openssl-3.2.1-hcfcfb64_1.conda";
const WHEEL = "https://files.pythonhosted.org/packages/fa/2a/blinker-1.7.0-py3-none-any.whl";
const V6 = `version: 6
environments:
  default:
    packages:
      linux-64:
      - conda: ${CONDA}
      - pypi: ${WHEEL}
      - pypi: ./
  dev:
    packages:
      linux-64:
      - conda: ${CONDA}
      - pypi: https://files.pythonhosted.org/packages/00/11/Black-24.8.0-cp311-cp311-win_amd64.whl
      - pypi: https://files.pythonhosted.org/packages/00/22/black-24.8.0-cp311-cp311-macosx_10_9_x86_64.whl
packages:
- conda: ${CONDA}
  sha256: ${"6".repeat(64)}
  md5: ${"8".repeat(32)}
  depends:
  - ca-certificates
  - ucrt >=10
- pypi: ${WHEEL}
  name: blinker
  version: 1.7.0
  requires_dist:
  - openssl>=1 ; extra == 'never'
- pypi: https://files.pythonhosted.org/packages/00/11/Black-24.8.0-cp311-cp311-win_amd64.whl
  name: black
  version: 24.8.0
  requires_dist:
  - blinker>=1 ; python_version < '3.9'
- pypi: https://files.pythonhosted.org/packages/00/22/black-24.8.0-cp311-cp311-macosx_10_9_x86_64.whl
  name: black
  version: 24.8.0
- pypi: ./
  name: myself
  version: 0.1.0
  editable: true
`;

describe("pixi.lock", () => {
  test("claims its name", () => {
    expect(pixiLock.claims("a/pixi.lock")).toBe(true);
    expect(pixiLock.claims("pixi.toml")).toBe(false);
  });

  test("version 6: each package once, without the project itself", () => {
    expect(told(V6)).toEqual(["openssl 3.2.1", "blinker 1.7.0", "black 24.8.0"]);
    expect(parse(V6).packages).toEqual([
      {
        name: "openssl",
        version: "3.2.1",
        purl: "pkg:conda/openssl@3.2.1?build=hcfcfb64_1&channel=conda-forge&subdir=linux-64&type=conda",
        at: { path: "pixi.lock", inside: [], line: 16 },
        direct: true,
        via: [],
        hashes: [`sha256:${"6".repeat(64)}`, `md5:${"8".repeat(32)}`],
        source: { kind: "channel", where: "conda-forge" },
      },
      expect.objectContaining({ name: "blinker", ecosystem: "PyPI", purl: "pkg:pypi/blinker@1.7.0", via: ["black"] }),
      expect.objectContaining({ name: "black", direct: true, group: "dev" }),
    ]);
    expect(parse(V6).practices).toEqual([]);
  });

  test("versions 4 and 5: kind, url, path", () => {
    const text = (version: number) => `version: ${version}
packages:
- kind: conda
  name: openssl
  version: 3.2.1
  url: ${CONDA}
- kind: pypi
  name: idna
  version: '3.6'
  url: https://files.pythonhosted.org/packages/idna-3.6-py3-none-any.whl
- kind: pypi
  name: click
  version: 8.1.7
  url: direct+https://github.com/pallets/click/releases/download/8.1.7/click-8.1.7-py3-none-any.whl
- kind: pypi
  name: flask
  version: 3.0.2
  url: git+ssh://git@github.com/pallets/flask@b90a4f1f4a370e92054b9cc9db0efcb864f87ebe
- kind: pypi
  name: minimal-project
  version: '0.1'
  path: ./minimal_project
  editable: true
- kind: pypi
  name: myself
  version: '0.1'
  path: .
`;
    for (const version of [4, 5])
      expect(parse(text(version)).packages).toMatchObject([
        { name: "openssl" },
        { name: "idna", version: "3.6", ecosystem: "PyPI" },
        { name: "click", source: { kind: "url" } },
        { name: "flask", source: { kind: "vcs" } },
        { name: "minimal-project", source: { kind: "local", where: "./minimal_project" } },
      ]);
  });

  test.each([1, 2, 3])("version %s: like conda-lock", (version) => {
    const text = `version: ${version}
package:
- {platform: linux-64, name: openssl, version: 3.2.1, manager: conda, dependencies: ['ucrt >=10'], url: '${CONDA}'}
- {platform: win-64, name: openssl, version: 3.2.1, manager: conda, url: '${CONDA.replace("linux-64", "win-64")}'}
- {platform: linux-64, name: idna, version: '3.6', manager: pip, requires_dist: ['openssl ; extra == "x"'], url: 'https://files.pythonhosted.org/idna-3.6-py3-none-any.whl'}
`;
    expect(told(text)).toEqual(["openssl 3.2.1", "idna 3.6"]);
    expect(parse(text).packages[1]).toMatchObject({ ecosystem: "PyPI", at: { line: 5 } });
  });

  test("version 7: an index, and packages built from source", () => {
    const text = `version: 7
packages:
- pypi: https://my.example.org/packages/requests-2.31.0-py3-none-any.whl
  name: requests
  version: 2.31.0
  index: https://my.example.org/simple
- source: "child-package[87dc0b8a] @ child-package"
  version: 0.1.0
- source: "me[87dc0b8a] @ ."
- pypi: ../my_subdir
  name: my-subdir
`;
    expect(parse(text).packages).toMatchObject([
      { name: "requests", source: { kind: "index", where: "https://my.example.org/simple" }, ecosystem: "PyPI" },
      { name: "child-package", version: "0.1.0", purl: "pkg:conda/child-package@0.1.0", source: { kind: "local" } },
      { name: "my-subdir", source: { kind: "local", where: "../my_subdir" } },
    ]);
    expect(parse(text).practices).toMatchObject([{ kind: "other-index", what: "https://my.example.org/simple" }]);
  });

  test("packages of conda that are built here, or from a repository", () => {
    const text =
      "version: 6\npackages:\n- conda: ../minimal\n  name: minimal\n  version: '0.1'\n- conda: git+https://u:p@example.org/x\n  name: x\n";
    expect(parse(text).packages).toMatchObject([
      { name: "minimal", source: { kind: "local", where: "../minimal" } },
      { name: "x", source: { kind: "vcs", where: "git+https://example.org/x" } },
    ]);
    for (const pkg of parse(text).packages) expect(pkg).not.toHaveProperty("ecosystem");
  });

  test.each([
    ["version: 8\npackages: []\n", "Unsupported"],
    ["version: x\n", "Unsupported"],
    ["packages: []\n", "Malformed"],
    ["version: 6\n", "Malformed"],
    ["version: 6\npackages: [\n", "Malformed"],
    ["version: 6\npackages: \0", "Malformed"],
    ["", "Malformed"],
  ])("%j is refused", (text, kind) => expect(parse(text).thrown?.name).toBe(kind));

  test("records that say too little are told, and the others are read", () => {
    const { packages, entries } = parse(`${V6}- name: x\n- conda: {}\n- 3\n- kind: npm\n  url: x\n`);
    expect(packages).toHaveLength(3);
    expect(entries.filter(({ kind }) => kind === "unreadable")).toHaveLength(4);
  });

  test("billion laughs end soon, and aliases hide nothing", () => {
    const laughs = ["a0: &a0 [lol]"];
    for (let i = 1; i < 40; i++)
      laughs.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    const start = performance.now();
    expect(parse(`version: 6\n${laughs.join("\n")}\npackages: *a39\n`).thrown?.name).toBe("Malformed");
    expect(performance.now() - start).toBeLessThan(120_000);
    expect(told(`version: 6\nx: &x {name: a, version: '1', pypi: 'https://pypi.org/a.zip'}\npackages: [*x]\n`)).toEqual(
      ["a 1"],
    );
  });

  test("many packages that ask for many end in a few seconds", () => {
    const asks = Array.from({ length: 1000 }, (_, i) => `p${i}`).join(", ");
    const records = Array.from(
      { length: 300 },
      (_, i) => `- {pypi: 'https://pypi.org/${i}', name: p${i}, version: '1', requires_dist: [${asks}]}`,
    );
    const start = performance.now();
    expect(parse(`version: 6\npackages:\n${records.join("\n")}\n`).packages).toHaveLength(300);
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test("the command", () =>
    expect(pixiLock.upgrade!({ ecosystem: "PyPI", name: "x", version: "2", file: "pixi.lock" })).toBe("pixi update x"));
});

const REAL = "/work/shared/data/lockfiles";
(existsSync(REAL) ? describe : describe.skip)("pixi.lock of pixi's example (shared data)", () => {
  test.each([
    ["pixi-pypi", 93, 54],
    ["pixi-v4-pypi2024", 87, 50],
  ])("%s: %s of PyPI, %s of conda", (folder, pypi, conda) => {
    const { packages, entries, thrown } = parse(readFileSync(`${REAL}/${folder}/pixi.lock`, "utf8"));
    expect(thrown).toBeUndefined();
    expect(packages.filter(({ ecosystem }) => ecosystem === "PyPI")).toHaveLength(pypi);
    expect(packages.filter(({ purl }) => purl.startsWith("pkg:conda/"))).toHaveLength(conda);
    expect(entries).toHaveLength(pypi + conda);
  });
});
