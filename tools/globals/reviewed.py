"""Reads what people decided: the JSON files in `reviewed/`, one for each library.

    { "names":          { "torch._utils:_rebuild_tensor_v2": { "mode": "call", "why": "..." } },
      "natives":        { "torch:Size": "why its C code is harmless", "sklearn.tree._tree": "or of a module" },
      "functions":      { "torch.nn.modules.module:Module.__setattr__": "why the scan may pass over it" },
      "callable_bases": { "transformers.utils.generic:ModelOutput": "why its subclasses may be called" },
      "constructs":     { "xgboost.core:Booster": "why its constructor does more than the scan can see" },
      "aliases":        { "sklearn.tree.tree": { "now": "sklearn.tree._classes", "why": "scikit-learn < 0.22" } },
      "guards":         { "scipy.stats": { "why": "...", "flag": "...", "state": { "key": "pattern, or null" } } } }

A name is written `module:qualified.name`, so that a dotted one stays clear. The modes `applies`, `loads` and `resolves`
have `arguments`: the positions that are called, the one that is loaded, or what each text stands for. The mode `never`
keeps a name out of the table whatever the scan says. A guard covers the names it lists, or those below its key that the
scan dropped only for its `flag`.
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


def callable_bases():
    return {key.replace(":", ".") for key in _section("callable_bases")}


def guards():
    return _section("guards")


def constructs():
    return _section("constructs")


def natives():
    return {key.replace(":", ".") for key in _section("natives")}


def functions():
    return {key.replace(":", ".") for key in _section("functions")}
