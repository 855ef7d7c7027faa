import { each, type DangerTable } from "./danger-table";

const calls = "calls the function it is given";
const lazily = "calls the function it is given, as soon as anything iterates over it";
const mutates = "changes the object it is given, which may be an imported one";

/** Calls what it is given, or changes what it is given: harmless alone, and a link in every chain. */
export const indirectCalls: DangerTable = {
  family: "indirect call",
  modules: {},
  names: {
    builtins: each("apply", calls),
    itertools: each("starmap takewhile dropwhile filterfalse accumulate groupby imap ifilter ifilterfalse", lazily),
    operator: {
      call: calls,
      ...each("setitem delitem __setitem__ __delitem__ iadd iconcat __iadd__ __iconcat__ ior __ior__", mutates),
    },
    _operator: { call: calls, ...each("setitem delitem iadd iconcat ior", mutates) },
    copyreg: each("__reduce_ex__", calls),
    contextlib: each("contextmanager", calls),
    numpy: each("frompyfunc apply_along_axis apply_over_axes piecewise fromfunction", calls),
    "numpy.lib.shape_base": each("apply_along_axis apply_over_axes", calls),
    "numpy.lib._shape_base_impl": each("apply_along_axis apply_over_axes", calls),
    "numpy.core.numeric": each("fromfunction", calls),
    "numpy._core.numeric": each("fromfunction", calls),
    "numpy.lib.function_base": each("piecewise", calls),
    "numpy.lib._function_base_impl": each("piecewise", calls),
    torch: each("vmap compile cond", calls),
    "torch.utils.checkpoint": each("checkpoint checkpoint_sequential", calls),
    "torch.utils._pytree": each("tree_map tree_map_only", calls),
    "torch.nn.parallel.parallel_apply": each("parallel_apply", calls),
    joblib: each("Parallel delayed", calls),
    toolz: each("pipe compose thread_first thread_last", calls),
    "toolz.functoolz": each("pipe thread_first thread_last", calls),
    "dask.utils": each("apply methodcaller", calls),
    "pandas.core.common": each("pipe apply_if_callable", calls),
  },
};
