#!/usr/bin/env python3
"""Makes the inputs of the benchmark in a directory: `python3 bench/make.py DIR [--huge]`.

The same seed gives the same bytes, so two runs of the benchmark see the same files. The standard library is
enough: checkpoints are written in the layout of `torch.save`, with stand-ins for the two names of torch that
their pickles import.
"""
import argparse
import collections
import io
import json
import pickle
import random
import string
import struct
import sys
import types
import zipfile
import zlib
from pathlib import Path

MIB = 1024 * 1024
ITEMS = 2_500_000
"""Strings of the long pickle: each is two opcodes (its text, and MEMOIZE)."""


def fake_torch() -> tuple[type, object]:
    """The names that a state dict imports, where `pickle` looks for them, without torch."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    storage = type("FloatStorage", (), {"__module__": "torch"})

    def _rebuild_tensor_v2():
        """Stands for torch's own."""

    _rebuild_tensor_v2.__module__, _rebuild_tensor_v2.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    torch.FloatStorage, torch._utils, utils._rebuild_tensor_v2 = storage, utils, _rebuild_tensor_v2
    sys.modules.update({"torch": torch, "torch._utils": utils})
    return storage, _rebuild_tensor_v2


FLOAT_STORAGE, REBUILD = fake_torch()


class Tensor:
    """Pickles as a tensor does: a call that rebuilds it, around a persistent id of its storage."""

    def __init__(self, key: int, floats: int):
        self.key, self.floats = key, floats

    def __reduce__(self):
        return REBUILD, (Storage(self), 0, (self.floats,), (1,), False, collections.OrderedDict())


class Storage:
    def __init__(self, tensor: Tensor):
        self.id = ("storage", FLOAT_STORAGE, str(tensor.key), "cpu", tensor.floats)


class StatePickler(pickle.Pickler):
    def persistent_id(self, obj):
        return obj.id if isinstance(obj, Storage) else None


def state_pickle(storages: int, storage_bytes: int) -> bytes:
    state = collections.OrderedDict((f"layers.{i}.weight", Tensor(i, storage_bytes // 4)) for i in range(storages))
    out = io.BytesIO()
    StatePickler(out, protocol=2).dump(state)
    return out.getvalue()


def checkpoint(path: Path, storages: int, storage_bytes: int) -> None:
    """A zip as `torch.save` writes it: members stored, each tensor's bytes begin at a multiple of 64."""
    rng, name = random.Random(1), path.stem
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:

        def add(member: str, data: bytes) -> None:
            info = zipfile.ZipInfo(f"{name}/{member}")
            behind = archive.fp.tell() + 30 + len(info.filename) + 4
            info.extra = struct.pack("<2sH", b"FB", -behind % 64) + b"Z" * (-behind % 64)
            archive.writestr(info, data)

        add("data.pkl", state_pickle(storages, storage_bytes))
        add(".format_version", b"1")
        add(".storage_alignment", b"64")
        add("byteorder", b"little")
        for i in range(storages):
            add(f"data/{i}", rng.randbytes(storage_bytes))
        add("version", b"3\n")
        add(".data/serialization_id", b"0" * 40)


def long_pickle(path: Path) -> None:
    """A list of different strings: five million opcodes and nothing else."""
    letters = bytes(ord(string.ascii_lowercase[i % 26]) for i in range(256))
    text = random.Random(1).randbytes(39 * ITEMS).translate(letters).decode()
    with path.open("wb") as out:
        pickle.dump([text[i : i + 39] for i in range(0, len(text), 39)], out, protocol=4)


def small_pickles(directory: Path, count: int = 500) -> None:
    directory.mkdir(exist_ok=True)
    rng = random.Random(1)
    for i in range(count):
        weights = [rng.random() for _ in range(100)]
        model = collections.OrderedDict(name=f"model {i}", weights=weights, shape=(10, 10), bias=rng.randbytes(400))
        (directory / f"{i:03}.pkl").write_bytes(pickle.dumps(model, protocol=4))


def huge_pickle(path: Path, size: int) -> None:
    """One bytes object of `size` zeros, as holes: the file takes no room on disk."""
    with path.open("wb") as out:
        out.write(b"\x80\x04" + pickle.BINBYTES8 + struct.pack("<Q", size))
        out.seek(size, 1)
        out.write(pickle.STOP)


def huge_checkpoint(path: Path, size: int) -> None:
    """A checkpoint with one storage of `size` zeros, as holes; written by hand, for `zipfile` writes the zeros."""
    name, data, zeros, crc = b"huge/data/0", state_pickle(1, size), bytes(MIB), 0
    for _ in range(size // MIB):
        crc = zlib.crc32(zeros, crc)
    with path.open("wb") as out:

        def local(member: bytes, length: int, crc: int) -> int:
            at, extra = out.tell(), struct.pack("<HHQQ", 1, 16, length, length)
            out.write(struct.pack("<4s5H3I2H", b"PK\3\4", 45, 0, 0, 0, 33, crc, *[2**32 - 1] * 2, len(member), 20))
            out.write(member + extra)
            return at

        members = [(b"huge/data.pkl", data, len(data), zlib.crc32(data)), (name, None, size, crc)]
        at = []
        for member, content, length, crc in members:
            at.append(local(member, length, crc))
            out.seek(length, 1) if content is None else out.write(content)
        start = out.tell()
        for (member, _, length, crc), offset in zip(members, at):
            out.write(struct.pack("<4s6H3I5H2I", b"PK\1\2", 45, 45, 0, 0, 0, 33, crc, *[2**32 - 1] * 2,
                                  len(member), 28, 0, 0, 0, 0, 2**32 - 1))
            out.write(member + struct.pack("<HHQQQ", 1, 24, length, length, offset))
        end = out.tell()
        out.write(struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 2, 2, end - start, start))
        out.write(struct.pack("<4sIQI", b"PK\6\7", 0, end, 1))
        out.write(struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, end - start, 2**32 - 1, 0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--huge", action="store_true", help="also two files of 10 GB (holes: they take no room)")
    args = parser.parse_args()
    into = args.directory
    into.mkdir(parents=True, exist_ok=True)
    checkpoint(into / "small.pt", 4, 512)
    checkpoint(into / "checkpoint.pt", 50, 20 * MIB)
    long_pickle(into / "five-million.pkl")
    small_pickles(into / "pickles")
    if args.huge:
        huge_pickle(into / "huge.pkl", 10 * 1024 * MIB)
        huge_checkpoint(into / "huge.pt", 10 * 1024 * MIB)
    sizes = {path.name: path.stat().st_size for path in sorted(into.iterdir()) if path.is_file()}
    print(json.dumps(sizes, indent=2))


if __name__ == "__main__":
    main()
