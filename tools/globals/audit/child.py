"""Tries the names on standard input, one JSON `[mode, module, name, extra]` a line; findings go to standard output.

Run by `run.py`, never by hand: it must not be able to write or to stay.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import warnings

sys.path.insert(0, os.path.dirname(__file__))

import canaries  # noqa: E402
import uses  # noqa: E402
import watch  # noqa: E402

SECONDS = 4  # for one name
MEMORY = 12 << 30
NOBODY = 65534


def main():
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    folder = tempfile.mkdtemp(prefix="canary-")
    canaries.lay(folder)
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    names = [json.loads(line) for line in sys.stdin]
    _confine(folder)

    def tell(answer):
        answers.write(json.dumps(answer) + "\n")

    modules = {}
    for module in dict.fromkeys(name[1] for name in names):
        tell({"importing": module})  # so that a slow one is not taken for a hang
        modules[module] = _import(module)
    watching = watch.Watch(folder, tell)
    users = uses.Uses(watching, canaries.make(folder, watching))
    _warm_up(users)
    for mode, module, name, extra in names:
        tell({"try": [mode, module, name]})
        found = _follow(modules[module], name)
        if found is None:
            tell({"absent": f"{module}:{name}"})
            continue
        watching.start(f"{module}:{name}")
        signal.alarm(SECONDS)
        try:
            users.call(found, extra or ()) if mode not in ("new", "guards") else None
            if isinstance(found, type) and (same := users.new(found)) is not None:
                tell({"same": f"{module}:{name}", "as": f"{same.__module__}:{same.__qualname__}"})
        except uses.TooLong:
            tell({"slow": f"{module}:{name}"})
        except BaseException as error:  # noqa: BLE001
            tell({"failed": f"{module}:{name}", "why": repr(error)[:200]})
        finally:
            watching.armed = False
            signal.alarm(0)
    tell({"done": True})
    os._exit(0)


def _confine(folder):
    home = os.path.join(folder, "home")
    os.mkdir(home)
    for path in (folder, home, os.path.join(folder, "place")):
        os.chown(path, NOBODY, NOBODY)
    os.environ.update(HOME=home, TMPDIR=home, HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="", OMP_NUM_THREADS="1")
    os.chdir(home)
    sys.path.append(folder)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _become_nobody()


def _become_nobody():
    """May read (the libraries can be in a home that is closed to others), and write nowhere but in the folder."""
    libc = ctypes.CDLL(None)
    keep_capabilities = 8
    libc.prctl(keep_capabilities, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    version, dac_read_search = 0x20080522, 1 << 2
    header = (ctypes.c_uint32 * 2)(version, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)(dac_read_search, dac_read_search, 0, 0, 0, 0))


def _import(module):
    try:
        return importlib.import_module(module)
    except BaseException:  # noqa: BLE001 - of another version
        return None


def _follow(module, name):
    for part in name.split("."):
        module = getattr(module, part, None)
    return module


def _warm_up(users):
    """What any use imports or compiles once, so that it is not put down to the first name."""

    class Anything:
        pass

    watching = users.watch
    out, watching.out = watching.out, lambda answer: None
    users.new(Anything)
    users.call(str)
    watching.out = out


main()
