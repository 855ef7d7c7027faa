"""What CPython itself would import from a pickle: both of its unpicklers, with a stand-in for everything they import.

Reads samples from standard input, each a little-endian length of four bytes and that many bytes, and writes one
line of JSON for each:

    {"py": {"names": [[module, name], ...], "end": "stop"}, "c": {...}, "text": ...}

`names` are what `find_class` was asked for, Python 2 names mapped where the unpickler's protocol says so (`c` cannot
tell its protocol, so it has them as written). `text` is the stream's value where that is a `str`. Nothing is imported
and nothing of the stream is called: `find_class` hands out `Inert`, which takes any call, state or item and is nothing.
"""

import _compat_pickle
import copyreg
import io
import itertools
import json
import pickle
import resource
import signal
import struct
import sys

SECONDS_PER_SAMPLE = 2
CPU_SECONDS = 3600
ADDRESS_SPACE = 512 << 20


def nothing(*_args, **_kwargs):
    return None


class Taker(type):
    """Lets the class itself be changed as its instances are."""

    __setitem__ = nothing


class Inert(metaclass=Taker):
    """Stands for every class, function and call result."""

    def __new__(cls, *_args, **_kwargs):
        return object.__new__(Inert)

    def __init__(self, *_args, **_kwargs):
        pass

    def __call__(self, *_args, **_kwargs):
        return Inert()

    append = extend = add = update = __setitem__ = __setstate__ = nothing


def mapped(module, name):
    if (module, name) in _compat_pickle.NAME_MAPPING:
        return _compat_pickle.NAME_MAPPING[(module, name)]
    return _compat_pickle.IMPORT_MAPPING.get(module, module), name


def found(module, name):
    """Registrations take effect, in registries that every sample finds empty."""
    return copyreg.add_extension if (module, name) == ("copyreg", "add_extension") else Inert


class Pure(pickle._Unpickler):
    def find_class(self, module, name):
        if self.proto < 3:
            module, name = mapped(module, name)
        self.names.append((module, name))
        return found(module, name)

    def persistent_load(self, _pid):
        return Inert()

    def load_stack_global(self):
        """A name that a call computed ends CPython's run only because the call is a stand-in here."""
        name, module = self.stack.pop(), self.stack.pop()
        if type(name) is str and type(module) is str:
            self.append(self.find_class(module, name))
        elif isinstance(name, Inert) or isinstance(module, Inert):
            self.names.append(None)
            self.append(Inert)
        else:
            raise pickle.UnpicklingError("STACK_GLOBAL requires str")

    dispatch = {**pickle._Unpickler.dispatch, pickle.STACK_GLOBAL[0]: load_stack_global}


class Native(pickle.Unpickler):
    def find_class(self, module, name):
        self.names.append((module, name))
        return found(*mapped(module, name))

    def persistent_load(self, _pid):
        return Inert()


class TooSlow(BaseException):
    pass


def on_alarm(_signal, _frame):
    raise TooSlow


def run(kind, data):
    unpickler = kind(io.BytesIO(data), buffers=itertools.repeat(b"buffer"))
    unpickler.names = []
    value = None
    try:
        value, end = load(unpickler)
    except TooSlow:  # also where the alarm comes while it is being turned off
        end = "slow"
    for registry in (copyreg._extension_registry, copyreg._inverted_registry, copyreg._extension_cache):
        registry.clear()
    return {"names": unpickler.names, "end": end}, value


def load(unpickler):
    signal.setitimer(signal.ITIMER_REAL, SECONDS_PER_SAMPLE)
    try:
        return unpickler.load(), "stop"
    except TooSlow:
        raise
    except BaseException as error:  # whatever the stream provokes is its end
        return None, type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def samples(stream):
    while head := stream.read(4):
        yield stream.read(struct.unpack("<I", head)[0])


def main():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, on_alarm)
    sys.set_int_max_str_digits(0)  # older versions have no limit, and the most permissive reading counts
    for data in samples(sys.stdin.buffer):
        pure, value = run(Pure, data)
        native, other = run(Native, data)
        text = value if type(value) is str else other if type(other) is str else None
        print(json.dumps({"py": pure, "c": native, "text": text}), flush=False)


main()
