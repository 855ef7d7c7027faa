"""Runs a pickle on symbols, never loads it: which globals it names and what it does with each.

A small twin of the scanner's own machine, in another language and by another road (`pickletools`), so that
the two can be compared. It reads only files that we made ourselves.
"""

import builtins
import io
import math
import pickletools
import re
from dataclasses import dataclass, field

MARK = object()
CONSTANTS = {"NEWTRUE": True, "NEWFALSE": False}
NO_EFFECT = ("PROTO", "FRAME", "STOP", "READONLY_BUFFER")
JOBLIB_WRAPPER = "joblib.numpy_pickle:NumpyArrayWrapper"


@dataclass
class Global:
    name: str


@dataclass
class Made:
    """What a call, NEWOBJ or a persistent id yields."""

    by: object
    args: object
    state: object = None


@dataclass
class Uses:
    """Each global and how it was used: "call" (REDUCE, OBJ), "new" (NEWOBJ), "ref" (neither)."""

    modes: dict = field(default_factory=dict)
    built: list = field(default_factory=list)  # (name of the class, state) of each BUILD
    nested: list = field(default_factory=list)

    def note(self, value, mode):
        if isinstance(value, Global):
            self.modes.setdefault(value.name, set()).add(mode)


def run(data):
    """(uses, end) for the first stream of `data`; `end` is the position after STOP, joblib's raw arrays skipped."""
    machine = _Machine(data)
    machine.go()
    return machine.uses, machine.file.tell()


class _Machine:
    def __init__(self, data):
        self.data, self.file = data, io.BytesIO(data)
        self.stack, self.memo, self.uses = [], {}, Uses()

    def go(self):
        resume = True
        while resume:
            resume = False
            for op, argument, _ in pickletools.genops(self.file):
                self.step(op.name, argument)
                if op.name == "BUILD" and self.skip_array():
                    resume = True
                    break

    def to_mark(self):
        items = []
        while self.stack and (top := self.stack.pop()) is not MARK:
            items.insert(0, top)
        return items

    def step(self, name, argument):
        """One opcode: those that push a literal have no method of their own."""
        method = getattr(self, f"op_{name.lower()}", None)
        if method:
            method(argument)
        elif name in NO_EFFECT:
            pass
        else:
            if isinstance(argument, (bytes, bytearray)) and len(argument) > 8:
                self.uses.nested.append(bytes(argument))
            self.stack.append(CONSTANTS.get(name, argument))

    def op_global(self, argument):
        self.stack.append(self.named(*argument.split(" ", 1)))

    def op_inst(self, argument):
        self.stack.append(self.made(self.named(*argument.split(" ", 1)), self.to_mark(), "call"))

    def op_stack_global(self, _):
        attribute, module = self.stack.pop(), self.stack.pop()
        self.stack.append(self.named(module, attribute))

    def op_reduce(self, _):
        arguments = self.stack.pop()
        self.stack.append(self.made(self.stack.pop(), arguments, "call"))

    def op_newobj(self, _):
        arguments = self.stack.pop()
        self.stack.append(self.made(self.stack.pop(), arguments, "new"))

    def op_newobj_ex(self, _):
        keywords, arguments = self.stack.pop(), self.stack.pop()
        self.stack.append(self.made(self.stack.pop(), [arguments, keywords], "new"))

    def op_obj(self, _):
        items = self.to_mark()
        self.stack.append(self.made(items[0], items[1:], "call"))

    def op_build(self, _):
        state = self.stack.pop()
        if isinstance(self.stack[-1], Made):
            self.stack[-1].state = state
            if cls := class_of(self.stack[-1]):
                self.uses.built.append((cls, state))

    def op_mark(self, _):
        self.stack.append(MARK)

    def op_tuple(self, _):
        self.stack.append(self.to_mark())

    op_list = op_dict = op_frozenset = op_tuple

    def op_tuple1(self, _):
        self.stack[-1:] = [self.stack[-1:]]

    def op_tuple2(self, _):
        self.stack[-2:] = [self.stack[-2:]]

    def op_tuple3(self, _):
        self.stack[-3:] = [self.stack[-3:]]

    def op_empty_list(self, _):
        self.stack.append([])

    op_empty_tuple = op_empty_set = op_empty_list

    def op_empty_dict(self, _):
        self.stack.append({})

    def op_appends(self, _):
        items = self.to_mark()
        if isinstance(self.stack[-1], list):
            self.stack[-1].extend(items)

    op_additems = op_appends

    def op_append(self, _):
        item = self.stack.pop()
        if isinstance(self.stack[-1], list):
            self.stack[-1].append(item)

    def op_setitems(self, _):
        self.set_items(self.to_mark())

    def op_setitem(self, _):
        value, key = self.stack.pop(), self.stack.pop()
        self.set_items([key, value])

    def set_items(self, items):
        if isinstance(self.stack[-1], dict):
            pairs = zip(items[::2], items[1::2], strict=True)
            self.stack[-1].update((key, value) for key, value in pairs if isinstance(key, (str, int)))

    def op_put(self, argument):
        self.memo[argument] = self.stack[-1]

    op_binput = op_long_binput = op_put

    def op_memoize(self, _):
        self.memo[len(self.memo)] = self.stack[-1]

    def op_get(self, argument):
        self.stack.append(self.memo[argument])

    op_binget = op_long_binget = op_get

    def op_pop(self, _):
        self.stack.pop()

    def op_pop_mark(self, _):
        self.to_mark()

    def op_dup(self, _):
        self.stack.append(self.stack[-1])

    def op_persid(self, argument):
        self.stack.append(Made("persistent", argument))

    def op_binpersid(self, _):
        self.stack.append(Made("persistent", self.stack.pop()))

    def named(self, module, attribute):
        value = Global(f"{module}:{attribute}")
        self.uses.note(value, "ref")
        return value

    def made(self, function, arguments, mode):
        """A call; one that only says a name in another way counts as that name."""
        if isinstance(function, Global) and isinstance(arguments, list):
            if said := _said_otherwise(function.name, arguments):
                return self.named(*said.split(":"))
            if function.name in ("builtins:type", "__builtin__:type") and not isinstance(arguments[0], Made):
                return Made(function, arguments)
        self.uses.note(function, mode)
        return Made(function, arguments)

    def skip_array(self):
        """joblib puts an array's bytes into the stream right behind the wrapper that describes it."""
        top = self.stack[-1]
        if not isinstance(top, Made) or not _is_wrapper(top):
            return False
        kind, size = re.fullmatch(r"[<>=|]?([A-Za-z])(\d*)", top.state["dtype"].args[0]).groups()
        if kind == "O":
            uses, end = run(self.data[self.file.tell() :])
            for name, modes in uses.modes.items():
                self.uses.modes.setdefault(name, set()).update(modes)
            self.uses.built.extend(uses.built)
            self.file.seek(end, io.SEEK_CUR)
            return True
        if top.state.get("numpy_array_alignment_bytes"):
            self.file.seek(self.file.read(1)[0], io.SEEK_CUR)
        items = math.prod(top.state["shape"]) if top.state["shape"] else 1
        self.file.seek(items * int(size or 1) * (4 if kind == "U" else 1), io.SEEK_CUR)
        return True


def _said_otherwise(name, arguments):
    """`getattr(Class, "method")` is how protocols before 4 say `Class.method`; of an instance, its bound method."""
    if name in ("builtins:getattr", "__builtin__:getattr"):
        owner, attribute = class_of(arguments[0]), arguments[1]
        return f"{owner}.{attribute}" if owner and isinstance(attribute, str) else None
    if name == "dill._dill:_load_type" and arguments[0] in vars(builtins):
        return f"builtins:{arguments[0]}"
    return None


def class_of(made):
    """The class that an instance was made of, `copyreg._reconstructor` included; a class is its own."""
    if isinstance(made, Global):
        return made.name
    if isinstance(made, Made) and isinstance(made.by, Global):
        first = made.args[0] if isinstance(made.args, list) and made.args else None
        return (
            first.name
            if made.by.name.startswith(("copyreg:", "copy_reg:")) and isinstance(first, Global)
            else made.by.name
        )
    return None


def _is_wrapper(made):
    names = [made.by, *(made.args if isinstance(made.args, list) else ())]
    return (
        isinstance(made.state, dict)
        and "allow_mmap" in made.state
        and any(isinstance(n, Global) and n.name == JOBLIB_WRAPPER for n in names)
    )
