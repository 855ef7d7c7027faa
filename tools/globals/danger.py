"""Reads the source of a function, and of what it calls, for things that a pickle must not reach.

This is a net for a reviewer, not a proof: it over-reports (a call of any value that it cannot resolve is
reported), and what it reports is dropped from the table unless a person wrote a reason to keep it.
"""

import ast
import builtins
import functools
import inspect
import types

MAX_DEPTH = 4  # calls followed from a method that unpickling reaches

DANGER_BUILTINS = frozenset("eval exec compile open __import__ input breakpoint globals".split())
DYNAMIC = frozenset("getattr setattr delattr".split())

# Modules of which no call is fine. `os.path` only joins text, and is taken out again below.
DANGER_MODULES = frozenset(
    "os posix nt subprocess shutil socket ssl urllib requests httpx http ftplib smtplib importlib imp runpy pkgutil "
    "pickle _pickle cPickle joblib dill cloudpickle marshal shelve ctypes cffi _ctypes tempfile glob io zipfile tarfile "
    "multiprocessing threading _thread concurrent asyncio signal pty code codeop sys gc pathlib huggingface_hub "
    "safetensors fsspec webbrowser sqlite3 gzip bz2 lzma pydoc timeit cProfile bdb".split()
)
FINE_CALLS = frozenset(
    "os.path.join os.path.basename os.path.dirname os.path.splitext os.fspath posixpath.join sys.getsizeof sys.intern sys.exc_info "
    "os.environ.get os.getenv os.getpid os.cpu_count threading.Lock threading.RLock threading.local io.BytesIO io.StringIO "
    "threading.get_ident threading.current_thread threading.Condition threading.Event importlib.util.find_spec importlib.metadata.version "
    "sys._getframe sys.gettrace shutil.get_terminal_size pathlib.Path pathlib.PurePath pathlib.PosixPath gc.collect gc.isenabled".split()
)

# Words of a method or function name that mean a file, the network, or code.
DANGER_WORDS = (
    "load", "download", "urlopen", "import_", "exec", "eval_", "popen", "system", "unpickle", "from_pretrained",
    "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "rmtree", "mkdir", "from_file", "fromfile",
    "to_disk", "from_disk", "retrieve", "hf_hub", "memmap", "open_", "spawn", "compile",
)
FINE_WORDS = frozenset("load_state_dict _load_from_state_dict is_loaded overload reload_state evaluate upload "
                       "payload workload loaded is_compiled recompile_ re.compile compiler".split())

STDLIB_OK = frozenset(
    "builtins abc typing typing_extensions collections enum dataclasses datetime numbers copy copyreg functools itertools operator "
    "math cmath warnings re _collections_abc inspect types string contextlib weakref logging decimal fractions random "
    "json textwrap numpy platform time uuid hashlib base64 struct array bisect heapq keyword reprlib pprint locale "
    "difflib unicodedata statistics zlib traceback linecache calendar _weakrefset _collections _functools _operator _thread".split()
)


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
        scope = _Scope(function, node)
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
            value = _follow(base, path)
            if value is not _MISSING:
                self.value(call, value, text, scope, depth)
                return
        if _is_self(target, scope) and len(path) == 1:
            self.own(call, path[0], scope, depth)
            return
        if _dangerous_word(target.attr):
            self.report(scope, call, f"calls {text}")

    def own(self, call, name, scope, depth):
        """`self.name(...)` and `super().name(...)`: a method of the class, or something that the state holds."""
        found = inspect.getattr_static(self.owner, name, _MISSING)
        if found is _MISSING:
            self.report(scope, call, f"calls self.{name}, which the state holds")
        elif isinstance(found, property):
            self.report(scope, call, f"calls the value of property {name}")
        elif isinstance(found, (types.FunctionType, staticmethod, classmethod)):
            self.function(found, depth - 1)

    def value(self, call, value, text, scope, depth):
        """A call of something that a module holds."""
        module = str(getattr(value, "__module__", None) or "")
        name = f"{module}.{getattr(value, '__qualname__', '')}"
        root = module.split(".")[0]
        if text in FINE_CALLS or name in FINE_CALLS or trusted(value):
            return
        if value is _MISSING:
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
        elif isinstance(value, (types.FunctionType, types.MethodType)):
            self.function(getattr(value, "__func__", value), depth - 1)


class _Scope:
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
        return self.globals.get(name, getattr(builtins, name, _MISSING))


_MISSING = object()


@functools.cache
def _imported(dotted, package):
    import importlib

    level = len(dotted) - len(dotted.lstrip("."))
    if level:
        parents = package.split(".")[: len(package.split(".")) - level + 1]
        dotted = ".".join([*parents, dotted.lstrip(".")])
    module, _, name = dotted.rpartition(".")
    try:
        return importlib.import_module(dotted)
    except Exception:  # noqa: BLE001 - any failure of an import means only: not resolved
        try:
            return getattr(importlib.import_module(module), name, _MISSING) if module else _MISSING
        except Exception:  # noqa: BLE001
            return _MISSING


def _follow(value, path):
    for name in path:
        if not isinstance(value, (types.ModuleType, type)):
            return _MISSING
        value = getattr(value, name, _MISSING)
    return value


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
