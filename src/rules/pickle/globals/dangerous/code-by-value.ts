import { each, type DangerTable } from "./danger-table";

const rebuilds = "rebuilds a function or class from code that stands in the pickle";
const helper = "is part of rebuilding functions from code that stands in the pickle";
const source = "runs source text that stands in the pickle";

/**
 * The function's code stands in the pickle: cloudpickle, dill, marshal, torch.fx. People who save a lambda
 * get it without knowing, so it has a rule of its own (MA-PKL-006) and is not called malware.
 */
export const codeByValue: DangerTable = {
  family: "code by value",
  modules: { cloudpickle: helper, "joblib.externals.cloudpickle": helper, dill: helper, marshal: rebuilds },
  names: {
    types: each("CodeType FunctionType LambdaType CellType", rebuilds),
    builtins: each("code function", rebuilds),
    new: each("code function classobj instancemethod", rebuilds),
    "torch.fx.graph_module": each(
      "reduce_graph_module reduce_package_graph_module reduce_deploy_graph_module _deserialize_graph_module",
      source,
    ),
    "numba.core.serialize": each("_unpickle__CustomPickled _rebuild_reduction _numba_unpickle", rebuilds),
    "numba.core.dispatcher": each("Dispatcher._rebuild", rebuilds),
    "ray.cloudpickle": each("_make_function _make_skeleton_class", rebuilds),
    "pyspark.cloudpickle.cloudpickle": each("_make_function _make_skeleton_class", rebuilds),
    "pyspark.serializers": each("_restore", "builds a named tuple class from its fields"),
  },
};

/** What these return is a function with the pickle's code: calling it runs that code. */
export const FUNCTION_MAKERS: ReadonlySet<string> = new Set([
  "types.FunctionType",
  "types.LambdaType",
  "new.function",
  "builtins.function",
  "cloudpickle.cloudpickle._make_function",
  "cloudpickle.cloudpickle._make_skel_func",
  "cloudpickle.cloudpickle._fill_function",
  "cloudpickle._make_skel_func",
  "dill._dill._create_function",
  "dill.dill._create_function",
]);
