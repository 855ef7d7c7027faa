"""Lists the globals of model files without loading them, and those that the table of known-safe names lacks.

python tools/corpus/globals_of.py PATH... [--table known-safe.json] [--files]
"""

import argparse
import json
import re
import sys
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from pathlib import Path

import machine
import streams

JUDGED_BY_USE = ("builtins:getattr", "builtins:type")
STRENGTH = {"ref": 0, "new": 1, "call": 2}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--table", type=Path, help="known-safe.json: print only what it does not cover")
    parser.add_argument("--files", action="store_true", help="name a file that holds each global")
    options = parser.parse_args()
    table = Table(options.table) if options.table else None
    found, unread = collect(options.paths, table)
    lacking = 0
    for name in sorted(found):
        modes = found[name]
        for mode, where in sorted(modes.items()):
            if table and table.covers(name, mode) or (mode == "ref" and len(modes) > 1):
                continue
            lacking += 1
            print(f"{mode:5}{name}" + (f"    {where}" if options.files else ""))
    for where in unread:
        print(f"unread  {where}", file=sys.stderr)
    print(f"{len(found)} globals, {lacking} listed, {len(unread)} streams unread", file=sys.stderr)
    return 1 if table and lacking else 0


def collect(paths, table=None):
    """Name -> mode -> a file, and the parts that look like a pickle but end in an error."""
    found, unread = {}, []
    for root in paths:
        for path in sorted(p for p in ([root] if root.is_file() else root.rglob("*")) if p.is_file()):
            for member, data in streams.blobs(path.name, path.read_bytes()):
                try:
                    _read(data, found, f"{path}{member.removeprefix(path.name)}", table)
                except Exception as error:  # noqa: BLE001 - told below
                    if data[:1] == b"\x80" and data[1:2] <= b"\x05":
                        unread.append(f"{path} {member}: {type(error).__name__} {error}")
    return found, unread


def _read(data, found, where, table):
    """All streams of `data`: a legacy torch file holds several, one after another."""
    position = 0
    while position < len(data) and (position == 0 or data[position : position + 1] == b"\x80"):
        uses, end = machine.run(data[position:])
        for name, modes in uses.modes.items():
            for mode in modes:
                found.setdefault(_python3(name), {}).setdefault(mode, where)
        for name, state in uses.built:
            if table and not table.allows_state(name, state):
                found.setdefault(name, {})["state"] = where
        for nested in uses.nested:
            if nested[:1] == b"\x80" or nested[:4] == b"PK\x03\x04":
                for _, inner in streams.blobs("nested", nested):
                    try:
                        _read(inner, found, where + "!nested", table)
                    except Exception:  # noqa: BLE001, S112 - bytes that only looked like a pickle
                        continue
        position += end


def _python3(name):
    module, attribute = name.split(":")
    module, attribute = NAME_MAPPING.get((module, attribute), (IMPORT_MAPPING.get(module, module), attribute))
    return f"{module}:{attribute}"


class Table:
    def __init__(self, path):
        table = json.loads(path.read_text())
        self.modes = {
            f"{module}:{name}": mode
            for module, modes in table["modules"].items()
            for mode, names in modes.items()
            for name in names
        }
        self.guards = {name: guard["state"] for guard in table["guards"] for name in guard["names"]}
        self.special = {*table["applies"], *table["loads"], *table["resolves"], *self.guards}

    def covers(self, name, mode):
        if mode == "state":
            return False
        if mode == "ref" and name in JUDGED_BY_USE:
            return True
        if name.replace(":", ".") in self.special or name.startswith("__torch__"):
            return True  # `__torch__` names are classes inside a TorchScript archive; Python cannot import them
        return name in self.modes and STRENGTH[self.modes[name]] >= STRENGTH[mode]

    def allows_state(self, name, state):
        guard = self.guards.get(name.replace(":", "."))
        if guard is None:
            return True
        return isinstance(state, dict) and all(_fits(state, key, pattern) for key, pattern in guard.items())


def _fits(state, key, pattern):
    if pattern is None or key not in state:
        return pattern is None and key not in state
    return isinstance(state[key], str) and re.fullmatch(pattern, state[key]) is not None


if __name__ == "__main__":
    sys.exit(main())
