import { pickle } from "../support/pickle-builder";
import { zip } from "../support/zip-builder";

/** Models as they are packaged for others, small and whole, with everything that their readers look at. */
const text = (value: string) => Uint8Array.from(Buffer.from(value, "latin1"));
const parts = (files: Record<string, string | Uint8Array>) =>
  zip(Object.entries(files).map(([name, data]) => ({ name, data })));

const node = (loader: string, module: string, name: string, more: object = {}) => ({
  __class__: name,
  __module__: module,
  __loader__: loader,
  ...more,
});
const SKOPS = JSON.stringify({
  ...node("ObjectNode", "sklearn.svm._classes", "SVC", {
    content: node("DictNode", "builtins", "dict", {
      content: {
        f: node("FunctionNode", "os", "system"),
        o: node("OperatorFuncNode", "operator", "call", {
          attrs: node("TupleNode", "builtins", "tuple", { content: [] }),
        }),
        m: node("MethodNode", "a.b", "C", { content: { func: "x.y", obj: node("ObjectNode", "a", "D") } }),
      },
    }),
  }),
  protocol: 2,
  _skops_version: "0.16.0",
});
const MANIFEST = JSON.stringify({
  model: { modelName: "n", handler: "h.py:serve", modelFile: "n.py", serializedFile: "w.pt" },
});
const SCRIPT =
  'def forward(self, x):\n  """a"""\n  y = ops.image.read_file("/etc/passwd") # c\n  torch.save(x, \'a\')\n  return y\n';
const MLMODEL =
  "flavors:\n  python_function:\n    loader_module: mine\n    code: code\n    data: ../x\n    model_code_path: a.py\n" +
  "    artifacts: {a: {path: /b, uri: c}}\n  sklearn:\n    skops_trusted_types: [os.system]\nmlflow_version: 3\n";
const TREES =
  '{"learner":{"attributes":{"a":"b"},"gradient_booster":{"model":{"trees":[{"left_children":[1,-1,-1],"right_children":[2,-1,-1],' +
  '"split_indices":[0,0,0],"tree_param":{"num_nodes":"3"}}]},"name":"gbtree"},"learner_model_param":{"num_feature":"1"}},"version":[3,2,0]}';
const l = (value: number) => `L\0\0\0\0\0\0\0${String.fromCharCode(value)}`;
const key = (name: string) => `${l(name.length)}${name}`;
const UBJ =
  `{${key("learner")}{${key("gradient_booster")}{${key("model")}{${key("trees")}[#${l(1)}{${key("left_children")}[$l#${l(1)}\xff\xff\xff\xff` +
  `${key("right_children")}[$l#${l(1)}\xff\xff\xff\xff${key("split_indices")}[$l#${l(1)}\0\0\0\0` +
  `${key("tree_param")}{${key("num_nodes")}S${key("1")}}}}}${key("learner_model_param")}{${key("num_feature")}S${key("1")}}}}`;
const LIGHTGBM =
  "tree\nversion=v4\nmax_feature_idx=1\n\nTree=0\nnum_leaves=2\nsplit_feature=0\nleft_child=-1\nright_child=-2\n\nend of trees\n";

export const SERVED = [
  { name: "model.skops", bytes: parts({ "schema.json": SKOPS }) },
  { name: "model.mar", bytes: parts({ "MAR-INF/MANIFEST.json": MANIFEST, "h.py": "import os\n" }) },
  {
    name: "program.pt",
    bytes: parts({
      "p/data.pkl": pickle(2).emptyDict().stop(),
      "p/code/a.py": SCRIPT,
      "p/constants.pkl": pickle(2).emptyTuple().stop(),
      "p/version": "3\n",
    }),
  },
  { name: "MLmodel", bytes: text(MLMODEL) },
  { name: "model.json", bytes: text(TREES) },
  { name: "model.ubj", bytes: text(UBJ) },
  { name: "model.txt", bytes: text(LIGHTGBM) },
  { name: "model.llamafile", bytes: Buffer.concat([text("MZqFpD='\n\0\0\0\0\0\0\0"), parts({ "m.gguf": "GGUF" })]) },
  { name: "pytorch_model.bin", bytes: text(`\x7fELF\x02\x01\x01${"\0".repeat(57)}`) },
  { name: "model.rds", bytes: text("X\n\0\0\0\x03\0\x04\x03\x01") },
].map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(bytes) }));
