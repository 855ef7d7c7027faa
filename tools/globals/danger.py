"""Reads the source of a function, and of what it calls, for things that a pickle must not reach.

This is a net for a reviewer, not a proof: it over-reports (a call of any value that it cannot resolve is
reported), and what it reports is dropped from the table unless a person wrote a reason to keep it.
"""

import ast
import builtins
import functools
import inspect
import types

from scope import MISSING, Scope, follow
from words import (
    DANGER_BUILTINS,
    DANGER_MODULES,
    DANGER_WORDS,
    DYNAMIC,
    FINE_CALLS,
    FINE_WORDS,
    STDLIB_OK,
)

MAX_DEPTH = 4  # calls followed from a method that unpickling reaches


def scan(function, owner, quiet=False):
    """What is dangerous in `function`, a method that runs on an instance of `owner`: a set of short texts."""
    found = set()
    _Scan(owner, quiet, found, set()).function(function, MAX_DEPTH)
    return found


@functools.cache
def _functions_of(filename):
    """Every function of a source file by the line that its code object calls its first."""
    try:
        with open(filename, encoding="utf-8") as source:
            tree = ast.parse(source.read())
    except (OSError, SyntaxError, UnicodeDecodeError):
        return {}
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found[min([node.lineno, *(d.lineno for d in node.decorator_list)])] = node
        elif isinstance(node, ast.Lambda):
            found.setdefault(node.lineno, node)
    return found


def source_of(function):
    """The syntax tree of a function, or None for native and generated code."""
    code = getattr(function, "__code__", None)
    return _functions_of(code.co_filename).get(code.co_firstlineno) if code else None


class _Scan:
    def __init__(self, owner, quiet, found, seen):
        self.owner, self.quiet, self.found, self.seen = owner, quiet, found, seen

    def function(self, function, depth):
        function = inspect.unwrap(function) if callable(function) else function
        if isinstance(function, (staticmethod, classmethod)):
            function = inspect.unwrap(function.__func__)
        if isinstance(function, functools.partial):
            function = function.func
        if function in self.seen or not depth:
            return
        self.seen.add(function)
        if trusted(function):
            return
        node = source_of(function)
        if node is None:
            if isinstance(function, types.FunctionType) and not _generated(function):
                self.found.add(f"no source of {function.__module__}.{function.__qualname__}")
            return
        scope = Scope(function, node)
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and not _in_decorator(node, call):
                self.call(call, scope, depth)

    def report(self, scope, call, text):
        self.found.add(f"{scope.name}:{call.lineno} {text}")

    def call(self, call, scope, depth):
        target = call.func
        if isinstance(target, ast.Name):
            self.named(call, target.id, scope, depth)
        elif isinstance(target, ast.Attribute):
            self.attribute(call, target, scope, depth)
        elif not _is_super_or_type(target):
            self.report(scope, call, f"calls the value {ast.unparse(target)[:60]}")

    def named(self, call, name, scope, depth):
        if name in DYNAMIC and scope.is_builtin(name):
            constant = len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
            if not constant and not self.quiet:
                self.report(scope, call, f"dynamic {name}")
            return
        if name in ("cls", "super", "__class__", "klass") or name in scope.inner:
            return
        if name in scope.locals and name not in scope.imports:
            self.report(scope, call, f"calls the value {name}")
            return
        self.value(call, scope.resolve(name), scope.imports.get(name, name), scope, depth)

    def attribute(self, call, target, scope, depth):
        root, path = _chain(target)
        text = ast.unparse(target)[:80]
        if root is not None and root.id not in scope.locals or (root is not None and root.id in scope.imports):
            base = scope.resolve(root.id)
            value = follow(base, path)
            if value is not MISSING:
                self.value(call, value, text, scope, depth)
                return
        if _is_super_or_type(target.value):
            self.inherited(target.attr, depth)
        if _is_self(target, scope) and len(path) == 1:
            self.own(call, path[0], scope, depth)
            return
        if _dangerous_word(target.attr):
            self.report(scope, call, f"calls {text}")

    def own(self, call, name, scope, depth):
        """`self.name(...)` and `super().name(...)`: a method of the class, or something that the state holds."""
        found = inspect.getattr_static(self.owner, name, MISSING)
        if found is MISSING and name.startswith("__"):  # private: its class is in its name
            mangled = (f"_{base.__name__.lstrip('_')}{name}" for base in self.owner.__mro__)
            found = next((inspect.getattr_static(self.owner, m) for m in mangled if hasattr(self.owner, m)), MISSING)
        if found is MISSING:
            self.report(scope, call, f"calls self.{name}, which the state holds")
        elif isinstance(found, property):
            self.report(scope, call, f"calls the value of property {name}")
        elif isinstance(found, (types.FunctionType, staticmethod, classmethod)):
            self.function(found, depth - 1)

    def inherited(self, name, depth):
        """`super().name(...)`: which of them is next depends on the class, so all are read."""
        for base in self.owner.__mro__:
            found = vars(base).get(name)
            if isinstance(found, (types.FunctionType, staticmethod, classmethod)) and _is_read(base):
                self.function(found, depth - 1)

    def value(self, call, value, text, scope, depth):
        """A call of something that a module holds."""
        module = str(getattr(value, "__module__", None) or "")
        name = f"{module}.{getattr(value, '__qualname__', '')}"
        root = module.split(".")[0]
        if text in FINE_CALLS or name in FINE_CALLS or trusted(value):
            return
        if value is MISSING:
            if text.split(".")[0] in DANGER_MODULES or _dangerous_word(text.split(".")[-1]):
                self.report(scope, call, f"calls {text}")
        elif value is getattr(builtins, text, None):
            if text in DANGER_BUILTINS:
                self.report(scope, call, f"calls {text}")
        elif root in DANGER_MODULES or name in ("torch.load", "numpy.load"):
            self.report(scope, call, f"calls {name}")
        elif root in STDLIB_OK and root != "numpy":
            return
        elif inspect.isclass(value):
            init = inspect.getattr_static(value, "__init__", None)
            if isinstance(init, types.FunctionType):
                _Scan(value, self.quiet, self.found, self.seen).function(init, depth - 1)
        elif _dangerous_word(text.split(".")[-1]) and not isinstance(value, types.FunctionType):
            self.report(scope, call, f"calls {text}")
        elif isinstance(value, types.MethodType) and inspect.isclass(value.__self__):
            _Scan(value.__self__, self.quiet, self.found, self.seen).function(value.__func__, depth - 1)
        elif isinstance(value, (types.FunctionType, types.MethodType)):
            self.function(getattr(value, "__func__", value), depth - 1)


def _is_read(base):
    return base.__module__.split(".")[0] not in STDLIB_OK


def _chain(node):
    """The name that a dotted expression starts with, and the attributes after it."""
    path = []
    while isinstance(node, ast.Attribute):
        path.insert(0, node.attr)
        node = node.value
    return (node, path) if isinstance(node, ast.Name) else (None, path)


def _is_self(target, scope):
    if isinstance(target.value, ast.Name):
        return bool(scope.arguments) and target.value.id == scope.arguments[0] and target.value.id in ("self", "cls")
    return _is_super_or_type(target.value)


def _is_super_or_type(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("super", "type")


def _in_decorator(node, call):
    return any(call is d or call in ast.walk(d) for d in getattr(node, "decorator_list", ()))


def _dangerous_word(name):
    lower = name.lower()
    return lower in DANGER_BUILTINS or (lower not in FINE_WORDS and any(word in lower for word in DANGER_WORDS))


def _generated(function):
    """Made by dataclasses, namedtuple or attrs: their generated code only copies fields."""
    name = function.__code__.co_filename
    return name.startswith(("<string>", "<attrs", "<__array_function__", "<lambda", "<frozen"))


_trusted = set()


def trust(names):
    """Functions that a person has read; see reviewed/functions.json."""
    _trusted.update(names)


def trusted(function):
    return f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}" in _trusted
