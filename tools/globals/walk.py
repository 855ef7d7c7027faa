"""Run inside one environment: lists the candidates of its libraries as JSON on standard output.

`build.py` starts it with the interpreter of each environment, because an environment can hold only one
version of a library and the table needs the names of several.
"""

import contextlib
import enum
import functools
import importlib
import importlib.metadata
import inspect
import json
import os
import pkgutil
import sys
import types
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import danger  # noqa: E402
import reach  # noqa: E402
import reviewed  # noqa: E402
from sources import SKIP, SKIP_STARTS, SOURCES  # noqa: E402
from words import FUNCTION_WORDS  # noqa: E402


def main():
    only = set(sys.argv[1:])
    os.environ.update(HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="", YOLO_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    warnings.simplefilter("ignore")
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # libraries talk while they are imported
    danger.trust(reviewed.functions())
    result = {"libraries": {}, "names": {}, "dropped": {}, "constructs": []}
    for source in SOURCES:
        if only and source.distribution not in only:
            continue
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            result["libraries"][source.distribution] = importlib.metadata.version(source.distribution)
            collect(source, result)
    json.dump(result, out, sort_keys=True)
    out.close()


def collect(source, result):
    natives = reviewed.natives()
    for module in modules_of(source.classes):
        for cls in classes_of(module):
            name = f"{cls.__module__}:{cls.__qualname__}"
            if name in result["names"] or name in result["dropped"]:
                continue
            wrong = reach.problems(cls, natives)
            if wrong:
                result["dropped"][name] = sorted(wrong)[:6]
            else:
                result["names"][name] = class_mode(cls)
                if result["names"][name] == "new" and reach.constructor_problems(cls):
                    result["constructs"].append(name)
    for module in modules_of(source.functions):
        for name, wrong in functions_of(module, source):
            if name not in result["names"]:
                if wrong:
                    result["dropped"][name] = wrong
                else:
                    result["names"][name] = "ref"
    for module in modules_of(source.classes if source.cython else ()):
        for name in vars(module):
            if name.startswith("__pyx_unpickle_") and "Enum" not in name:
                result["names"][f"{module.__name__}:{name}"] = "call"


def class_mode(cls):
    """A call of an enum with members only looks a member up; a named tuple only copies its fields."""
    if issubclass(cls, enum.Enum) and len(cls.__members__):
        return "call"
    if issubclass(cls, tuple) and hasattr(cls, "_fields") and "__init__" not in vars(cls):
        return "call"
    if any(f"{base.__module__}.{base.__qualname__}" in reviewed.callable_bases() for base in cls.__mro__):
        return "call"
    return "new"


def modules_of(prefixes):
    for prefix in prefixes:
        yield from _walk(prefix)


@functools.cache
def _import(name):
    try:
        return importlib.import_module(name)
    except BaseException as error:  # noqa: BLE001 - an optional dependency is missing, or worse: not walked
        if not isinstance(error, (ImportError, KeyboardInterrupt)):
            print(f"not walked: {name}: {type(error).__name__}: {str(error)[:100]}", file=sys.stderr)
        return None


@functools.cache
def _walk(prefix):
    module = _import(prefix.rstrip(":"))
    if module is None:
        return ()
    found = [module]
    if prefix.endswith(":"):
        return (module,)
    for info in pkgutil.iter_modules(vars(module).get("__path__", ())):
        if (
            not SKIP & {info.name, f"{prefix}.{info.name}"}
            and not info.name.startswith(SKIP_STARTS)
            and not info.name.endswith("_tests")
        ):
            found.extend(_walk(f"{prefix}.{info.name}"))
    return tuple(found)


def classes_of(module):
    """Classes by the name that a pickle would use for them, those inside other classes too."""
    queue = [v for _, v in sorted(vars(module).items(), key=lambda item: item[0]) if isinstance(v, type)]
    for cls in queue:
        if not _has_pickle_name(cls) or cls.__module__.split(".")[0] != module.__name__.split(".")[0]:
            continue
        yield cls
        inner = [value for _, value in sorted(vars(cls).items()) if isinstance(value, type)]
        queue.extend(value for value in inner if value.__qualname__.startswith(cls.__qualname__ + "."))


def _has_pickle_name(value):
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or "<" in name:
        return False
    found = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found is value


def functions_of(module, source):
    """Functions and ufuncs, with what is wrong with them."""
    for key, value in sorted(vars(module).items(), key=lambda item: item[0]):
        if key.startswith("_"):
            continue
        if isinstance(value, FUNCTION_TYPES) or type(value).__name__ in ("ufunc", "_ArrayFunctionDispatcher"):
            home = _home(value, module, key)
            if home and _is_walked(home.partition(":")[0], source.functions):
                yield home, _function_problems(value, key)


def _home(value, module, key):
    home = getattr(value, "__module__", None)
    if home is None or type(value).__name__ == "ufunc":
        return f"{module.__name__}:{key}"
    if not _has_pickle_name(value) or home.split(".")[0] != module.__name__.split(".")[0]:
        return None
    return f"{home}:{value.__qualname__}"


def _is_walked(home, prefixes):
    return any(home == p.rstrip(":") or (not p.endswith(":") and home.startswith(p + ".")) for p in prefixes)


FUNCTION_TYPES = (types.FunctionType, types.BuiltinFunctionType)


def _function_problems(value, key):
    word = next((w for w in FUNCTION_WORDS if w in key.lower()), None)
    if word:
        return [f"its name has '{word}'"]
    if not inspect.isfunction(value):
        return []
    return sorted(t for t in danger.scan(value, object, quiet=True) if " the value " not in t and "self." not in t)[:6]


if __name__ == "__main__":
    main()
