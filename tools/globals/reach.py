"""Which methods of a class a pickle can make run, and what is wrong with them.

Creating, building and filling an instance are the pickle's own opcodes. The rest is reached in a roundabout
way: a known-safe container or number type may be called with the instance, and then iterates it, hashes it,
or asks for its length, its text or its array.
"""

import functools
import inspect
import sys
import types

from danger import scan
from words import STDLIB_OK

BUILT = (
    "__new__",
    "__setstate__",
    "__setattr__",
    "__getattribute__",
    "__setitem__",
    "append",
    "extend",
    "add",
    "__hash__",
    "__eq__",
    "__del__",
    "__array_finalize__",
    "__missing__",
)
ASKED = (
    "__getattr__",
    "__iter__",
    "__next__",
    "__len__",
    "__getitem__",
    "keys",
    "items",
    "__contains__",
    "__bool__",
    "__index__",
    "__int__",
    "__float__",
    "__complex__",
    "__bytes__",
    "__str__",
    "__repr__",
    "__format__",
    "__fspath__",
    "__array__",
    "__lt__",
    "__array_interface__",
    "__array_struct__",
    "__array_ufunc__",
    "__array_function__",
    "__torch_function__",
    "__instancecheck__",
)
BUILTIN_BASES = frozenset(
    (
        object,
        dict,
        list,
        tuple,
        set,
        frozenset,
        str,
        int,
        float,
        complex,
        bytes,
        bytearray,
        bool,
        slice,
        range,
        types.SimpleNamespace,
        type,
        property,
    )
)


def problems(cls, natives):
    """Reasons not to let a pickle create an instance of `cls`; `natives` are base types in C that were read."""
    found = {"a metaclass: making an instance makes a class"} if issubclass(cls, type) else set()
    for base in cls.__mro__:
        if not _base_is_fine(base, natives):
            found.add(f"native or unknown base {base.__module__}.{base.__qualname__}")
    for name in BUILT + ASKED:
        method = inspect.getattr_static(cls, name, None)
        if method is not None:
            found |= _method(method, cls, name in ASKED)
    for name, value in _members(cls):
        if isinstance(value, property) and value.fset and not name.startswith("__"):
            found |= _method(value.fset, cls, False)
    return found


def constructor_problems(cls):
    """Reasons not to let a pickle hold the class where something might call it: that runs its constructor."""
    init = inspect.getattr_static(cls, "__init__", None)
    return _method(init, cls, True) if init is not None else set()


def _members(cls):
    seen = {}
    for base in cls.__mro__:
        for name, value in vars(base).items():
            seen.setdefault(name, value)
    return seen.items()


def _method(method, cls, quiet):
    if isinstance(method, (staticmethod, classmethod)):
        method = method.__func__
    if isinstance(method, property):
        method = method.fget
    if isinstance(method, functools.cached_property):
        method = method.func
    if isinstance(method, types.FunctionType) and _root(method.__module__ or "") not in STDLIB_OK:
        found = scan(method, cls, quiet)
        return {text for text in found if not _is_soft(text)} if quiet else found
    return set()


def _is_soft(text):
    """A call of a value that the state holds: it can only be another name of the table, so it needs no file or code."""
    return " calls the value " in text or text.endswith("which the state holds")


NATIVE_MEMBERS = (types.MethodDescriptorType, types.WrapperDescriptorType, types.ClassMethodDescriptorType)


@functools.cache
def is_native(cls):
    """Written in C, Cython, Rust or C++: there is no source to read here."""
    if not cls.__flags__ & (1 << 9):  # Py_TPFLAGS_HEAPTYPE: what a class statement makes has it, and bindings too
        return True
    new = vars(cls).get("__new__")
    if isinstance(new, types.BuiltinMethodType) and new.__self__ is cls:
        return True
    return any(isinstance(value, NATIVE_MEMBERS) and value.__objclass__ is cls for value in vars(cls).values())


def _base_is_fine(base, natives):
    if base in BUILTIN_BASES or issubclass(base, BaseException) and base.__module__ == "builtins":
        return True
    if _root(base.__module__) in STDLIB_OK and _root(base.__module__) != "numpy":
        return base.__module__ != "weakref"
    if base.__module__ in natives or f"{base.__module__}.{base.__qualname__}" in natives:
        return True
    return not is_native(base) and _root(base.__module__) not in sys.stdlib_module_names


def _root(module):
    return module.split(".")[0]
