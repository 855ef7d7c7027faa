"""Values that tell when they are used for more than data."""

import os
import sys
from collections import OrderedDict, defaultdict

TEXTS = {
    "path": "{folder}/canary.txt",
    "folder": "{folder}/place",
    "url": "file://{folder}/canary.txt",
    "module": "canary_module",
    "attribute": "canary_module.func",
    "entry": "canary_module:func",
    "zone": "dateutil/{folder}/canary.txt",
    "expression": "__import__('canary_module')",
    "json": '{{"canary": 1}}',
}


def lay(folder):
    """The files that the texts name."""
    os.makedirs(os.path.join(folder, "place"))
    with open(os.path.join(folder, "canary.txt"), "w") as file:
        file.write("canary\n")
    with open(os.path.join(folder, "canary_module.py"), "w") as file:
        file.write("def func(*args, **kwargs):\n    return None\n")


def make(folder, watch):
    """Name -> value. Each is what a pickle could bring: no value here does anything unless it is called."""

    def function(*args, **kwargs):
        watch.called("function")
        return Instance()

    def method(*args, **kwargs):
        watch.called("attribute of an instance")
        return Instance()

    class Class:
        def __new__(cls, *args, **kwargs):
            watch.called("class")
            return object.__new__(cls)

    class Instance:
        """Stands for an instance of another known class, with attributes of the attacker's choice."""

        def __call__(self, *args, **kwargs):
            watch.called("instance")
            return self

        def __getattr__(self, name):
            if "canary" in name and watch.armed:
                watch.hit("attribute by name", f"reads {name}")
            if name.startswith("__"):
                raise AttributeError(name)
            return method

        def __setattr__(self, name, value):
            if "canary" in name and watch.armed:
                watch.hit("attribute by name", f"sets {name}")

    texts = {key: text.format(folder=folder) for key, text in TEXTS.items()}
    path = texts["path"]
    found = {
        **texts,
        "bytes": path.encode(),
        "number": 3,
        "none": None,
        "true": True,
        "float": 1.5,
        "function": function,
        "class": Class,
        "instance": Instance(),
        "[path]": [path, path],
        "[function]": [function, function],
        "(function,path)": (function, (path,)),
        "(entry,)": (texts["attribute"], texts["module"]),
        "{path}": {path: path, "name": path},
        "{function}": OrderedDict([("canary", function), (1, function), ("dtype", function)]),
        "default": defaultdict(function, canary=path),
        "{}": {},
        "()": (),
    }
    return found | _arrays(function, path)


def _arrays(function, path):
    """Values of the libraries that are imported here already."""
    found = {}
    if numpy := sys.modules.get("numpy"):
        found["array"] = numpy.zeros((2, 2))
        found["objects"] = numpy.array([function, path], dtype=object)
        found["dtype"] = numpy.dtype("float64")
    if torch := sys.modules.get("torch"):
        found["tensor"] = torch.zeros(2)
    return found
