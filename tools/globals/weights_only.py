"""Writes the names that torch.load(weights_only=True) accepts, as the torch of an environment lists them.

    /opt/ma-libs/bin/python tools/globals/weights_only.py
"""

import json
from pathlib import Path

import torch
from torch._weights_only_unpickler import _get_allowed_globals

OUT = Path(__file__).parents[2] / "src/rules/pickle/weights-only/allowed.json"


def main():
    names = {}
    for full in _get_allowed_globals():
        module, _, name = full.rpartition(".")
        names.setdefault(module, []).append(name)
    version = torch.__version__.split("+")[0]
    table = {"version": f"torch {version}", "file": "torch/_weights_only_unpickler.py"}
    table["modules"] = {module: sorted(names[module]) for module in sorted(names)}
    OUT.write_text(json.dumps(table, indent=2) + "\n")


main()
