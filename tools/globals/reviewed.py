"""Reads what people decided: the JSON files in `reviewed/`, one for each library.

    { "names":     { "torch._utils:_rebuild_tensor_v2": { "mode": "call", "why": "..." } },
      "natives":   { "torch:Size": "why the C code behind it is harmless", "sklearn.tree._tree": "or of a whole module" },
      "functions": { "torch.nn.modules.module:Module.__setattr__": "why the scan may pass over it" },
      "aliases":   { "sklearn.tree.tree": { "now": "sklearn.tree._classes", "why": "sklearn < 0.22" } } }

A name is written `module:qualified.name`, so that a dotted one stays clear.
"""

import functools
import json
from pathlib import Path

FOLDER = Path(__file__).parent / "reviewed"


@functools.cache
def _section(name):
    merged = {}
    for path in sorted(FOLDER.glob("*.json")):
        for key, value in json.loads(path.read_text()).get(name, {}).items():
            if key in merged:
                raise ValueError(f"{path}: {key} is reviewed twice")
            merged[key] = value
    return merged


def names():
    return _section("names")


def aliases():
    return _section("aliases")


def guards():
    return _section("guards")


def natives():
    return {key.replace(":", ".") for key in _section("natives")}


def functions():
    return {key.replace(":", ".") for key in _section("functions")}
