"""The names that one function sees: its own, what it imports, what its module and its closure hold."""

import ast
import builtins
import functools
import importlib
import inspect
import types

MISSING = object()


class Scope:
    """The names of one function: what is local, what was imported inside, what the module holds."""

    def __init__(self, function, node):
        self.node = node
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.globals = function.__globals__
        try:
            self.closure = inspect.getclosurevars(function).nonlocals
        except (TypeError, ValueError):
            self.closure = {}
        arguments = node.args
        self.arguments = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        self.locals = set(self.arguments) | {a.arg for a in (arguments.vararg, arguments.kwarg) if a}
        self.inner, self.imports = set(), {}
        for child in ast.walk(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                self.locals.add(child.id)
            elif isinstance(child, (ast.FunctionDef, ast.ClassDef)) and child is not node:
                self.inner.add(child.name)
            elif isinstance(child, ast.Import):
                for alias in child.names:
                    self.imports[alias.asname or alias.name.split(".")[0]] = alias.name
            elif isinstance(child, ast.ImportFrom):
                module = "." * child.level + (child.module or "")
                for alias in child.names:
                    self.imports[alias.asname or alias.name] = f"{module}.{alias.name}"

    def is_builtin(self, name):
        return name not in self.locals and name not in self.globals

    def resolve(self, name):
        if name in self.imports:
            return _imported(self.imports[name], self.globals.get("__package__") or "")
        if name in self.closure:
            return self.closure[name]
        return self.globals.get(name, getattr(builtins, name, MISSING))


@functools.cache
def _imported(dotted, package):
    level = len(dotted) - len(dotted.lstrip("."))
    if level:
        parents = package.split(".")[: len(package.split(".")) - level + 1]
        dotted = ".".join([*parents, dotted.lstrip(".")])
    module, _, name = dotted.rpartition(".")
    try:
        return importlib.import_module(dotted)
    except Exception:  # noqa: BLE001 - any failure of an import means only: not resolved
        try:
            return getattr(importlib.import_module(module), name, MISSING) if module else MISSING
        except Exception:  # noqa: BLE001
            return MISSING


def follow(value, path):
    for name in path:
        if not isinstance(value, (types.ModuleType, type)):
            return MISSING
        try:
            value = getattr(value, name, MISSING)
        except Exception:  # noqa: BLE001 - modules with a `__getattr__` of their own raise anything
            return MISSING
    return value
