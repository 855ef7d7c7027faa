import { readDvc } from "../../src/inventory/dvc";
import { inventoryOf, treeOf, weights } from "../support/inventory-tree";

const [A, B] = ["a".repeat(32), "1e".padEnd(32, "0")];
const YAML = [
  "stages:",
  "  train:",
  "    cmd: python train.py https://u:p@h/x",
  "    wdir: work",
  "    deps: [../data/raw]",
  "    outs:",
  "      - model.pkl:",
  "          cache: true",
  "    metrics: [out/m.json]",
  "  later: { cmd: [a, b], outs: [z] }",
].join("\n");
const LOCK = [
  "schema: '2.0'",
  "stages:",
  "  train:",
  "    cmd: python train.py",
  "    deps:",
  `    - { path: ../data/raw, md5: ${A}.dir, size: 10, hash: md5 }`,
  "    params:",
  "      params.yaml:",
  "        train.seed: 1.10",
  "      other.json: { sizes: [1, 2] }",
  "    outs:",
  `    - { path: out/m.json, md5: ${A}, size: 1 }`,
  `    - { path: out, md5: ${A}.dir, size: 1 }`,
  `    - { path: model.pkl, md5: ${B}, size: 7 }`,
].join("\n");

describe("a pipeline", () => {
  const { stages, outputs } = readDvc(treeOf({ "p/dvc.yaml": YAML, "p/dvc.lock": LOCK }));

  test("is its stages as locked, by DVC's own address, with paths from the root", () =>
    expect(stages).toEqual([
      {
        name: "p/dvc.yaml:later",
        command: "a && b",
        inputs: [],
        outputs: [{ path: "p/z" }],
        parameters: [],
        at: { path: "p/dvc.yaml", line: 10 },
      },
      {
        name: "p/dvc.yaml:train",
        command: "python train.py",
        inputs: [{ path: "p/data/raw", md5: `${A}.dir`, size: 10 }],
        outputs: [
          { path: "p/work/model.pkl", md5: B, size: 7 },
          { path: "p/work/out", md5: `${A}.dir`, size: 1 },
          { path: "p/work/out/m.json", md5: A, size: 1 },
        ],
        parameters: [
          ["other.json:sizes", "[1, 2]"],
          ["train.seed", "1.10"],
        ],
        at: { path: "p/dvc.lock", line: 3 },
      },
    ]));

  test("keeps its outputs, but metrics and directories with them are no data", () =>
    expect([...outputs.keys()]).toEqual(["p/work/model.pkl"]));

  test("commands say no password", () =>
    expect(readDvc(treeOf({ "dvc.yaml": YAML })).stages[1]!.command).toBe("python train.py https://h/x"));
});

test("an import is a stage, from another repository at its commit", () => {
  const text = `frozen: true\nwdir: ..\ndeps:\n- path: d/x\n  repo:\n    url: https://t:k@h/r\n    rev_lock: abc\nouts:\n- md5: ${A}\n  path: data/x\n`;
  const { stages, outputs } = readDvc(treeOf({ "a/x.dvc": text }));
  expect(stages).toEqual([
    {
      name: "a/x.dvc",
      inputs: [{ path: "https://h/r@abc#d/x" }],
      outputs: [{ path: "data/x", md5: A }],
      parameters: [],
      at: { path: "a/x.dvc", line: 1 },
    },
  ]);
  expect(outputs.get("data/x")).toEqual({ path: "data/x", md5: A, at: { path: "a/x.dvc", line: 9 }, directory: false });
});

test("md5 stands beside our own digest; what was not pulled is a gap; a model is no dataset", () => {
  const inventory = inventoryOf({
    "m.safetensors": weights("safetensors"),
    "m.safetensors.dvc": `outs:\n- { md5: ${A}, size: 64, path: m.safetensors }\n`,
    "n.onnx.dvc": `outs:\n- { md5: ${B}, size: 9, path: n.onnx }\n`,
    "dvc.yaml": "artifacts:\n  x: { path: blob, type: model }\n",
    "blob.dvc": `outs:\n- { md5: ${B}, path: blob }\n`,
    "d.csv.dvc": `outs:\n- { md5: ${B}, size: 3, path: d.csv }\n`,
  });
  expect(inventory.models.map(({ files, gaps }) => [files, gaps])).toEqual([
    [[expect.objectContaining({ path: "m.safetensors", sha256: expect.any(String) as string, md5: A })], []],
    [
      [{ path: "n.onnx", role: "weights", mime: "application/octet-stream", size: 9, md5: B }],
      ["n.onnx is kept by DVC and is not here"],
    ],
  ]);
  expect(inventory.datasets.map(({ id, facts }) => [id, facts])).toEqual([
    ["d.csv", [{ at: { path: "d.csv.dvc", line: 2 }, kind: "property", name: "dvc-md5", value: B }]],
  ]);
});

test.each([
  ["no YAML", "stages: ["],
  ["a list", "- a"],
  [
    "wrong types",
    "stages: { a: 1, b: { outs: { x: 1 }, deps: 3, cmd: { a: b }, wdir: [1], params: x } }\nmetrics: 3\nartifacts: [1]",
  ],
  ["outs that leave the tree", "stages: { a: { outs: [{ path: ../../x, md5: aa }, { path: /etc/passwd }, 'C:\\x'] } }"],
  ["names of prototypes", "stages: { __proto__: { outs: [constructor] }, constructor: { cmd: x } }"],
])("%s is read as far as it goes", (_, text) => {
  const { outputs } = readDvc(treeOf({ "dvc.yaml": text, "dvc.lock": text, "x.dvc": text }));
  expect([...outputs.keys()].filter((path) => /^[/.]|^[A-Z]:/.test(path))).toEqual([]);
});
