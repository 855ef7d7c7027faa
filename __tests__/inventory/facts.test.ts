import { factsOf } from "../../src/inventory/facts";
import { DEFAULT_POLICY } from "../../src/policy/file";
import { digest, inventoryOf, weights, type Leaf } from "../support/inventory-tree";

const CONFIG = JSON.stringify({ model_type: "bert" });
const origin = (path: string, files: readonly { path: string; size: number; sha256: string }[] = []) => ({
  path,
  source: "x",
  fetched: "",
  line: 4,
  files,
});
const told = (leaves: Readonly<Record<string, Leaf>>, origins: readonly ReturnType<typeof origin>[], wanted: readonly "card"[] = []) =>
  factsOf(inventoryOf(leaves, { origins }), { ...DEFAULT_POLICY, bom: { require: wanted } }).map(({ fact, at, paths }) => [fact.kind, at.path, at.line, paths]); // prettier-ignore

test("nothing is told of a tree without models", () => expect(told({ "a.txt": "x" }, [], ["card"])).toEqual([]));

test("contradictions, drifts, models without an origin, and what is missing, each with the files that say it", () => {
  const leaves = {
    "m/config.json": CONFIG,
    "m/a.safetensors.index.json": '{"weight_map": {"a": "gone.safetensors"}}',
    "n/w.onnx": weights("onnx"),
  };
  const files = [
    { path: "config.json", size: 1, sha256: "aa" },
    { path: "gone.py", size: 1, sha256: "aa" },
    { path: "a.safetensors.index.json", size: 41, sha256: digest(leaves["m/a.safetensors.index.json"]) },
  ];
  expect(told(leaves, [origin("m", files)], ["card"])).toEqual([
    ["contradiction", "m/a.safetensors.index.json", 1, ["m/a.safetensors.index.json"]],
    ["drift", "m/config.json", undefined, ["models.lock.yaml", "m/config.json"]],
    ["drift", "models.lock.yaml", 4, ["models.lock.yaml", "m/gone.py"]],
    ["unlisted-origin", "n/w.onnx", undefined, ["models.lock.yaml", "n/w.onnx"]],
    ["missing", "m/config.json", undefined, ["m/a.safetensors.index.json", "m/config.json", "m/README.md"]],
    ["missing", "n/w.onnx", undefined, ["n/w.onnx", "n/README.md"]],
  ]);
});

test("a file that is told as a drift is not told as a model without an origin too", () => {
  const files = [{ path: "a.gguf", size: 64, sha256: digest("d/a.gguf") }];
  expect(
    told({ "d/a.gguf": weights("gguf"), "d/b.gguf": weights("gguf") }, [origin("d", files)]).map(([kind]) => kind),
  ).toEqual(["drift"]);
});
