"""The little that all makers share: how one registers, how a failure is told, how an object is written."""

import pickle
import sys
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MAKERS = []


@dataclass
class Report:
    failures: list = field(default_factory=list)

    @contextmanager
    def attempt(self, what):
        """One file or a few: its failure is told and the run goes on."""
        try:
            yield
        except BaseException as error:  # noqa: BLE001 - libraries raise anything, and even exit
            if isinstance(error, KeyboardInterrupt):
                raise
            where = traceback.extract_tb(error.__traceback__)[-1]
            first = (str(error).splitlines() or [""])[0][:160]
            reason = f"{type(error).__name__}: {first} ({Path(where.filename).name}:{where.lineno})"
            self.failures.append((what, reason))
            print(f"  failed: {what}: {reason}", file=sys.stderr)


REPORT = Report()


def maker(folder):
    """Registers `make(out)`, which fills `out`, the folder of its library."""

    def register(make):
        MAKERS.append((folder, make))
        return make

    return register


def attempt(what):
    return REPORT.attempt(what)


def write_pickle(path, value, protocol=4):
    """Written whole or not at all: a value that does not pickle must leave no broken file in a clean corpus."""
    data = pickle.dumps(value, protocol=protocol)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
