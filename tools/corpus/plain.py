"""Plain Python values in every pickle protocol: what vocabularies, metadata and training logs are made of."""

import argparse
import array
import collections
import datetime
import decimal
import fractions
import functools
import ipaddress
import logging
import operator
import pathlib
import random
import re
import types
import uuid
import zoneinfo

from maker import attempt, maker, write_pickle


def samples():
    shared = [1, 2]
    cycle = {"name": "loop"}
    cycle["self"] = cycle
    return {
        "vocab": {"[PAD]": 0, "[UNK]": 1, "naïve": 2, "日本": 3},
        "numbers": [0, 1, -1, 255, 65536, 2**31, -(2**63), 2**200, 0.5, float("inf"), 3 + 4j, True, None],
        "bytes": {"raw": b"\x00\xffabc" * 100, "long": b"x" * 70000, "mutable": bytearray(b"abc"), "text": "é" * 300},
        "sets": {"set": {1, "a"}, "frozen": frozenset({1, 2}), "range": range(3), "slice": slice(1, None, 2)},
        "shared": [shared, shared, (shared, cycle), ()],
        "collections": [
            collections.OrderedDict(a=1),
            collections.defaultdict(list, x=[1]),
            collections.Counter("hello"),
            collections.deque([1, 2], maxlen=5),
            collections.ChainMap({"a": 1}, {"b": 2}),
        ],
        "nested_default": collections.defaultdict(functools.partial(collections.defaultdict, int)),
        "dates": [
            datetime.datetime(2024, 2, 29, 12, 30, 1, 5, datetime.UTC),
            datetime.date(2020, 1, 1),
            datetime.time(3, 4),
            datetime.timedelta(days=2, seconds=7),
            datetime.timezone(datetime.timedelta(hours=2)),
            datetime.datetime(2024, 6, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")),
        ],
        "exact": [decimal.Decimal("1.50"), fractions.Fraction(2, 3), uuid.UUID(int=7)],
        "paths": [pathlib.Path("models/a.bin"), pathlib.PurePosixPath("/x"), pathlib.PureWindowsPath("C:/x")],
        "regex": re.compile(r"\d+(?P<unit>[a-z]*)", re.I | re.M),
        "namespace": [argparse.Namespace(lr=1e-3, layers=[1, 2]), types.SimpleNamespace(a=1)],
        "arrays": [array.array("f", [1, 2.5]), array.array("q", range(5))],
        "callables": [
            operator.itemgetter(1),
            operator.itemgetter("a", "b"),
            functools.partial(int, base=2),
            len,
            max,
            operator.add,
        ],
        "types": [
            int,
            str,
            dict,
            list,
            float,
            type(None),
            collections.OrderedDict,
            Exception,
            NotImplemented,
            Ellipsis,
        ],
        "random": random.Random(3),
        "random_state": random.Random(3).getstate(),
        "network": [ipaddress.ip_address("10.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("::1")],
        "logger": logging.getLogger("training"),
        "errors": [ValueError("bad value", 3), KeyError("k"), RuntimeError()],
        "mapping": {("a", 1): {frozenset({1}): [datetime.date(2021, 5, 5)]}},
        "history": {"loss": [1.5, 0.25], "accuracy": [0.5, 0.75], "params": {"epochs": 2, "steps": 10, "verbose": 0}},
    }


@maker("plain")
def every_protocol(out):
    for name, value in samples().items():
        for protocol in range(6):
            with attempt(f"plain {name} {protocol}"):
                write_pickle(out / f"{name}.p{protocol}.{('pkl', 'pickle')[protocol % 2]}", value, protocol)


@maker("plain")
def joblib_plain(out):
    import joblib

    joblib.dump(samples()["history"], out / "history.joblib")
    joblib.dump(samples()["collections"], out / "collections.joblib", compress=3)
