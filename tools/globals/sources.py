"""Which parts of which library are walked: `sources.toml`.

A name is taken only from a module listed there: a library's tests, command lines, loaders, launchers and servers
are nothing that a model needs, and what is not walked cannot slip into the table.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One distribution, and its packages to walk."""

    distribution: str
    classes: tuple[str, ...]
    functions: tuple[str, ...]
    cython: bool


def _read():
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
    sources = [
        Source(
            name,
            tuple(library.get("classes", "").split()),
            tuple(library.get("functions", "").split()),
            library.get("cython", False),
        )
        for name, library in data["libraries"].items()
    ]
    return sources, frozenset(data["skip"]["names"].split()), tuple(data["skip"]["starts"].split())


SOURCES, SKIP, SKIP_STARTS = _read()
