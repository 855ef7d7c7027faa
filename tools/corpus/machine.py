"""Runs a pickle on symbols, never loads it: which globals it names and what it does with each.

A small twin of the scanner's own machine, in another language and by another road (`pickletools`), so that
the two can be compared. It reads only files that we made ourselves.
"""

import io
import math
import pickletools
import re
from dataclasses import dataclass, field

MARK = object()
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
        push, pop = self.stack.append, self.stack.pop
        if name in ("GLOBAL", "INST"):
            module, _, attribute = argument.partition(" ")
            value = self.named(module, attribute)
            if name == "INST":
                value = self.made(value, self.to_mark(), "call")
            push(value)
        elif name == "STACK_GLOBAL":
            attribute, module = pop(), pop()
            push(self.named(module, attribute))
        elif name == "REDUCE":
            arguments = pop()
            push(self.made(pop(), arguments, "call"))
        elif name == "NEWOBJ":
            arguments = pop()
            push(self.made(pop(), arguments, "new"))
        elif name == "NEWOBJ_EX":
            keywords, arguments = pop(), pop()
            push(self.made(pop(), [arguments, keywords], "new"))
        elif name == "OBJ":
            items = self.to_mark()
            push(self.made(items[0], items[1:], "call"))
        elif name == "BUILD":
            state = pop()
            if isinstance(self.stack[-1], Made):
                self.stack[-1].state = state
        elif name == "MARK":
            push(MARK)
        elif name in ("TUPLE", "LIST", "DICT", "FROZENSET"):
            push(self.to_mark())
        elif name in ("TUPLE1", "TUPLE2", "TUPLE3"):
            count = int(name[-1])
            push([pop() for _ in range(count)][::-1])
        elif name in ("EMPTY_TUPLE", "EMPTY_LIST", "EMPTY_SET"):
            push([])
        elif name == "EMPTY_DICT":
            push({})
        elif name in ("APPENDS", "ADDITEMS"):
            items = self.to_mark()
            if isinstance(self.stack[-1], list):
                self.stack[-1].extend(items)
        elif name == "APPEND":
            item = pop()
            if isinstance(self.stack[-1], list):
                self.stack[-1].append(item)
        elif name in ("SETITEM", "SETITEMS"):
            items = self.to_mark() if name == "SETITEMS" else [pop(), pop()][::-1]
            if isinstance(self.stack[-1], dict):
                self.stack[-1].update((k, v) for k, v in zip(items[::2], items[1::2]) if isinstance(k, (str, int)))
        elif name in ("PUT", "BINPUT", "LONG_BINPUT"):
            self.memo[argument] = self.stack[-1]
        elif name == "MEMOIZE":
            self.memo[len(self.memo)] = self.stack[-1]
        elif name in ("GET", "BINGET", "LONG_BINGET"):
            push(self.memo[argument])
        elif name == "POP":
            pop()
        elif name == "POP_MARK":
            self.to_mark()
        elif name == "DUP":
            push(self.stack[-1])
        elif name in ("PERSID", "BINPERSID"):
            push(Made("persistent", argument if name == "PERSID" else pop()))
        elif name not in ("PROTO", "FRAME", "STOP", "READONLY_BUFFER"):
            if isinstance(argument, (bytes, bytearray)) and len(argument) > 8:
                self.uses.nested.append(bytes(argument))
            push({"NEWTRUE": True, "NEWFALSE": False}.get(name, argument))

    def named(self, module, attribute):
        value = Global(f"{module}:{attribute}")
        self.uses.note(value, "ref")
        return value

    def made(self, function, arguments, mode):
        self.uses.note(function, mode)
        return Made(function, arguments)

    def skip_array(self):
        """joblib puts an array's bytes into the stream right behind the wrapper that describes it."""
        top = self.stack[-1]
        if not isinstance(top, Made) or not _is_wrapper(top):
            return False
        kind, size = re.fullmatch(r"[<>=|]?([A-Za-z])(\d*)", top.state["dtype"].args[0]).groups()
        if kind == "O":
            uses, end = run(self.data[self.file.tell():])
            for name, modes in uses.modes.items():
                self.uses.modes.setdefault(name, set()).update(modes)
            self.file.seek(end, io.SEEK_CUR)
            return True
        if top.state.get("numpy_array_alignment_bytes"):
            self.file.seek(self.file.read(1)[0], io.SEEK_CUR)
        items = math.prod(top.state["shape"]) if top.state["shape"] else 1
        self.file.seek(items * int(size or 1) * (4 if kind == "U" else 1), io.SEEK_CUR)
        return True


def _is_wrapper(made):
    names = [made.by, *(made.args if isinstance(made.args, list) else ())]
    return isinstance(made.state, dict) and "allow_mmap" in made.state and any(isinstance(n, Global) and n.name == JOBLIB_WRAPPER for n in names)
