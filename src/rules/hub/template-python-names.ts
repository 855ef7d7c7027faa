/**
 * Names that Python itself gives to attributes of its objects, without the two underlines on both sides: those of every
 * kind of built-in object of CPython 3.8 to 3.14 and of Python 2, but for words that texts use as marks of their own
 * (`__name__`, `__file__`, `__main__`, `__context__` and the like).
 */
const PYTHON = new Set(
  (
    "abs abstractmethods add aenter aexit aiter alloc and anext annotate annotations array await base bases " +
    "basicsize bool buffer build_class builtins bytes cached call callback cause ceil class class_getitem closure " +
    "cmp code coerce complex contains deepcopy defaults del delattr delete delitem dict dictoffset dir div divmod " +
    "enter eq exit firstlineno flags float floor floordiv fspath func ge get getattr getattribute getformat " +
    "getinitargs getitem getnewargs getnewargs_ex getslice getstate globals gt hash hex html_format iadd iand " +
    "imatmul import imul init init_subclass instancecheck int invert ior isabstractmethod isub itemsize iter ixor " +
    "kwdefaults le length_hint loader long lshift lt matmul members metaclass missing mod module mro mro_entries " +
    "mul ne neg new next nonzero objclass oct or orig_bases pos post_init pow prepare qualname radd rand rdivmod " +
    "reduce reduce_ex release_buffer repr reversed rfloordiv rlshift rmatmul rmod rmul ror round rpow rrshift " +
    "rshift rsub rtruediv rxor self self_class set set_name setattr setitem setstate signature sizeof slots spec " +
    "static_attributes sub subclasscheck subclasses subclasshook suppress_context thisclass traceback truediv " +
    "trunc type_params unicode vectorcalloffset weakref weakrefoffset wrapped xor"
  ).split(" "),
);

/** Whether a name with two underlines on both sides is one of Python's. */
export function isPythonName(name: string): boolean {
  return name.length > 4 && name.startsWith("__") && name.endsWith("__") && PYTHON.has(name.slice(2, -2));
}
