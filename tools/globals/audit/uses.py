"""Uses a name in every way that a pickle may, by its mode in the table, with canaries."""

import itertools
import random
import signal
import types

SEED = 7
PAIRS = 9  # canaries of which all pairs are tried
FEW = ("path", "function", "instance", "attribute", "[function]", "{function}", "(function,path)", "none", "number")
PLAIN = (types.FunctionType, types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType)
ASKED = {
    "iter": lambda x: list(itertools.islice(iter(x), 3)),
    "dict": dict,
    "str": str,
    "repr": repr,
    "len": len,
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "index": lambda x: range(0)[x:],
    "bytes": bytes,
    "format": format,
    "contains": lambda x: "canary" in x,
    "getitem": lambda x: x["canary"],
    "getitem 0": lambda x: x[0],
    "lt": lambda x: x < x,
    "isinstance": lambda x: isinstance(1, x),
}


class TooLong(BaseException):
    pass


def _alarm(_signal, _frame):
    raise TooLong


class Uses:
    def __init__(self, watch, canaries):
        self.watch, self.canaries, self.tried = watch, canaries, {}
        signal.signal(signal.SIGALRM, _alarm)

    def attempt(self, phase, function, *args, **kwargs):
        """What the call returned, or None: exceptions are no matter here."""
        self.watch.phase = phase
        self.watch.armed = True
        try:
            return function(*args, **kwargs)
        except TooLong:
            raise
        except BaseException:  # noqa: BLE001
            return None
        finally:
            self.watch.armed = False

    # --- call

    def call(self, callee, skip=()):
        """Positional arguments only, as REDUCE. Positions in `skip` are judged by the scanner: no canary callable there."""
        self.attempt("call()", callee)
        for names in self._shapes():
            args = [self.canaries[name] for name in names]
            if any(i < len(args) and callable(args[i]) for i in skip):
                continue
            phase = f"call[{', '.join(names)}]"
            result = self.attempt(phase, callee, *args)
            self._handed_on(phase, result, args)
        self.watch.phase = "call, files"
        self.watch.armed = True
        self.watch.files()
        self.watch.armed = False

    def _handed_on(self, phase, result, args):
        """A call that returns its argument hides where that came from; one that returns a class hands that out."""
        if result is None or isinstance(result, (str, bytes, int, float)):
            return
        if any(result is a for a in args) and callable(result):
            self.watch.phase = phase
            self.watch.hit("hands on", type(result).__name__)
        elif isinstance(result, (type, types.FunctionType, types.ModuleType)):
            self.watch.phase = phase
            self.watch.hit("hands out", repr(result))

    def _shapes(self):
        names = list(self.canaries)
        yield from ((n,) for n in names)
        yield from itertools.product(FEW[:PAIRS], repeat=2)
        chance = random.Random(SEED)
        for length, times in ((2, 60), (3, 150), (4, 150), (5, 60), (6, 40)):
            for _ in range(times):
                yield tuple(chance.choice(names) for _ in range(length))

    # --- new, build, fill, and what containers ask of an instance

    def new(self, cls):
        watch = self.watch
        behaviour = self._behaviour(cls)
        if behaviour in self.tried:
            return self.tried[behaviour]
        self.tried[behaviour] = cls
        if isinstance(cls, type) and issubclass(cls, type):
            watch.phase = "new"
            watch.hit("metaclass", "makes classes")
        for names in itertools.islice(self._shapes(), 0, 160):
            args = [self.canaries[name] for name in names]
            self.attempt(f"new[{', '.join(names)}]", cls.__new__, cls, *args)
        fields = sorted(self._fields(cls))
        for label, state in self._states(fields):
            instance = self._make(cls)
            if instance is None:
                break
            self.attempt(f"build[{label}]", build, instance, state)
            self._fill(instance, label)
            self._ask(cls, instance, label, isinstance(state, dict))
            watch.phase = f"del[{label}]"
            watch.armed = True
            del instance
            watch.armed = False
        self._set_each(cls, fields)
        watch.phase, watch.armed = "new, files", True
        watch.files()
        watch.armed = False
        return None

    def _behaviour(self, cls):
        """The same for two classes of which a pickle reaches the same code: most models of a library inherit all of it."""
        members = {name: id(value) for base in reversed(cls.__mro__) for name, value in vars(base).items() if _is_reached(name, value)}
        bases = tuple(base for base in cls.__mro__ if not base.__flags__ & HEAP_TYPE)
        return (type(cls), cls.__dictoffset__ > 0, bases, *sorted(members.items()))

    def _make(self, cls):
        found = self.attempt("new()", cls.__new__, cls)
        for key in ("path", "number", "{}", "array", "()"):
            if found is None and key in self.canaries:
                found = self.attempt(f"new[{key}]", cls.__new__, cls, self.canaries[key])
        return found

    def _states(self, fields):
        for label, value in self.canaries.items():
            yield label, {name: value for name in fields}
        chance = random.Random(SEED)
        names = list(self.canaries)
        for index in range(6):
            yield f"mixed {index}", {name: self.canaries[chance.choice(names)] for name in fields}
        for index in range(6):
            yield f"few {index}", {n: self.canaries[chance.choice(names)] for n in fields if chance.random() < 0.4}
        yield from self.canaries.items()
        for index in range(16):
            length = chance.randrange(1, 7)
            yield f"tuple {index}", tuple(self.canaries[chance.choice(names)] for _ in range(length))

    def _set_each(self, cls, fields):
        """The second half of a state is set with `setattr`: the setters of properties run."""
        setters = [n for n in fields if hasattr(_static(cls, n), "__set__")]
        if "__setattr__" in {k for base in cls.__mro__[:-1] for k in vars(base)}:
            setters += ["canary_attribute", "device", "dtype", "data"]
        for name in setters:
            for label, value in self.canaries.items():
                instance = self._make(cls)
                if instance is not None:
                    self.attempt(f"set {name}[{label}]", build, instance, (None, {name: value}))

    def _fill(self, instance, label):
        function, path = self.canaries["function"], self.canaries["path"]
        for method, args in (("append", (function,)), ("extend", ([path, function],)), ("add", (function,))):
            target = self.attempt(f"fill {method} get[{label}]", getattr, instance, method)
            if target is not None and not _is_canary(target, self.canaries):
                self.attempt(f"fill {method}[{label}]", target, *args)
        if hasattr(type(instance), "__setitem__"):
            for key in (path, 0, "canary", "dtype"):
                for value in (function, path):
                    self.attempt(f"fill setitem[{label}]", _setitem, instance, key, value)

    def _ask(self, cls, instance, label, is_state):
        self.attempt(f"hash[{label}]", hash, instance)
        self.attempt(f"eq[{label}]", _equal, instance, self._make(cls))
        if not is_state:
            return
        for name, ask in ASKED.items():
            self.attempt(f"asked {name}[{label}]", ask, instance)
        for name in dir(cls):
            found = _static(cls, name)
            if not isinstance(found, (*PLAIN, staticmethod, classmethod)) and hasattr(found, "__get__"):
                if name not in ("__class__", "__dict__", "__weakref__", "__doc__"):
                    self.attempt(f"getattr {name}[{label}]", getattr, instance, name)
        self.attempt(f"getattr canary[{label}]", getattr, instance, "canary_attribute", None)

    def _fields(self, cls):
        """Names that its methods read: arguments, annotations, slots, properties, and every name in their code."""
        found = set()
        for base in cls.__mro__:
            if base in (object, dict, list, tuple, str, int, float):
                continue
            found |= set(getattr(base, "__annotations__", ()))
            for name, value in vars(base).items():
                if not name.startswith("__") and not isinstance(value, PLAIN):
                    found.add(name)
                function = getattr(value, "__func__", value)
                function = getattr(function, "fget", None) or function
                if isinstance(function, types.FunctionType) and name in _READ or isinstance(value, property):
                    found |= _names_in(function)
                elif name == "__init__" and isinstance(function, types.FunctionType):
                    found |= set(function.__code__.co_varnames[:40]) | set(function.__code__.co_names[:60])
        return {n for n in found if n.isidentifier() and not n.startswith("__")}


_READ = set(
    "__setstate__ __setattr__ __getattr__ __getattribute__ __setitem__ append extend add __hash__ __eq__ __del__ __iter__ "
    "__next__ __len__ __getitem__ keys items __contains__ __bool__ __index__ __int__ __float__ __complex__ __bytes__ "
    "__str__ __repr__ __format__ __fspath__ __array__ __lt__ __missing__ extra_repr get_params _get_name device".split()
)


HEAP_TYPE = 1 << 9


def _is_reached(name, value):
    if name in ("__dict__", "__weakref__", "__doc__", "__abstractmethods__", "__class_getitem__"):
        return False
    return name in _READ or name == "__new__" or (not isinstance(value, PLAIN) and hasattr(value, "__get__"))


def _names_in(function):
    code = getattr(function, "__code__", None)
    if code is None:
        return set()
    texts = {c for c in code.co_consts if isinstance(c, str) and len(c) < 40}
    return set(code.co_names) | texts


def _static(cls, name):
    for base in cls.__mro__:
        if name in vars(base):
            return vars(base)[name]
    return None


def _is_canary(value, canaries):
    return any(value is c for c in canaries.values())


def _setitem(instance, key, value):
    instance[key] = value


def _equal(one, other):
    return one == other


def build(instance, state):
    """As `pickle.Unpickler.load_build`."""
    setstate = getattr(instance, "__setstate__", None)
    if setstate is not None:
        setstate(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        instance.__dict__.update(state)
    if slots:
        for key, value in slots.items():
            setattr(instance, key, value)
