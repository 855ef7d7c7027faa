/**
 * Names of Keras and TensorFlow that a model has no business with: they load, fetch, write, or turn checks off.
 * Keras 3.13 refuses some of them itself (`NON_MODELING_APIS` of keras/src/saving/serialization_lib.py).
 */

const SETTINGS = "changes Keras's settings, its safe mode among them";
const LOADS = "loads or writes another model";
const FETCHES = "downloads files and unpacks them";
const READS = "reads and writes files";
const RUNS = "hands Python on to the model";

/** Parts of Keras by the start of the name behind `keras.` or `keras.src.`; the first that fits counts. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)get_file$/, FETCHES],
  [/(?:^|\.)(?:enable_unsafe_deserialization|set_global_attribute)$/, SETTINGS],
  [/^(?:config|backend\.common\.global_state|backend\.config)\./, SETTINGS],
  [/^(?:saving|models|legacy\.saving|export|hub)\.[\w.]*(?:load|save|from_json|from_config|from_yaml|export)/, LOADS],
  [/^saving\.|^legacy\.saving\./, LOADS],
  [/^(?:datasets|applications)\./, "downloads data or weights"],
  [/^(?:utils|preprocessing|visualization|callbacks|export|distribution|api_export|wrappers)\./, READS],
  [/^(?:utils\.)?(?:python_utils|module_utils)\./, RUNS],
];

/** Why a class or function of Keras is dangerous in a configuration; `undefined` where it is not. */
export function gadget(module: string, name: string): string | undefined {
  const full = `${module}.${name}`;
  const inside = /^(?:tensorflow(?:_core)?\.(?:python\.)?)?(?:tf_)?keras\.(?:api\.)?(?:_?v\d\.)?(?:src\.)?(.+)$/.exec(
    full,
  )?.[1];
  if (inside === undefined || HARMLESS.has(inside)) return undefined;
  return PARTS.find(([part]) => part.test(inside))?.[1];
}

/** Classes in those parts that are built from their configuration like any layer. */
const HARMLESS = new Set([
  "utils.FeatureSpace",
  "layers.preprocessing.feature_space.FeatureSpace",
  "utils.torch_utils.TorchModuleWrapper",
  "utils.jax_layer.JaxLayer",
  "utils.jax_layer.FlaxLayer",
  "export.tfsm_layer.TFSMLayer",
]);

/** Functions of TensorFlow that touch files, the network, Python or other graphs, by the last part of their name. */
const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)(?:py_function|numpy_function|py_func|eager_py_func)$/, "runs Python from inside the graph"],
  [/(?:^|\.)(?:load_library|load_op_library|load_file_system_library)$/, "loads a shared library"],
  [/(?:^|\.)(?:read_file|matching_files|WholeFileReader|ReadFile|MatchingFiles)$/, "reads files"],
  [/(?:^|\.)(?:write_file|WriteFile)$/, "writes files"],
  [/(?:^|\.)(?:import_graph_def|import_meta_graph)$/, "runs another graph"],
  [
    /^(?:compat\.v1\.)?(?:saved_model|io\.gfile|train|summary|data|distribute|tpu|debugging|profiler|config)\./,
    "reaches beyond the graph",
  ],
  [
    /^(?:compat\.v1\.)?raw_ops\.(?:Save|Restore|Merge|Write|Read|Print|Py|EagerPy|.*Dataset|.*File)/,
    "reads or writes files",
  ],
];

export function symbolDanger(name: string): string | undefined {
  return SYMBOLS.find(([symbol]) => symbol.test(name))?.[1];
}

/** Operators of graphs, as `TensorFlowOpLayer` names them. */
const OPERATORS: Readonly<Record<string, string>> = {
  ReadFile: "reads files",
  MatchingFiles: "lists files",
  WriteFile: "writes files",
  Save: "writes files",
  SaveSlices: "writes files",
  SaveV2: "writes files",
  MergeV2Checkpoints: "writes files",
  Restore: "reads files",
  RestoreSlice: "reads files",
  RestoreV2: "reads files",
  ImmutableConst: "maps a file into memory",
  PrintV2: "can write to files",
  PyFunc: "runs Python from inside the graph",
  PyFuncStateless: "runs Python from inside the graph",
  EagerPyFunc: "runs Python from inside the graph",
  LoadLibrary: "loads a shared library",
};

export function operatorDanger(name: string): string | undefined {
  return Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
}
