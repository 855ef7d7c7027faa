"""Finds the pickle streams inside a model file: in archives, behind compression, and one after another."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib

SKIP_SUFFIXES = (".json", ".txt", ".md", ".yaml", ".yml", ".cfg", ".py", ".cbm", ".ubj", ".safetensors")


def blobs(name, data):
    """(member, bytes) of each part of a file that may be a pickle, with archives and compression undone."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from blobs(f"{name}!{member}", archive.read(member))
    elif data[:6] == b"\x93NUMPY":
        yield name, data[_npy_header(data) :] if b"'|O'" in data[:256] else b""
    elif (opened := _decompress(data)) is not None:
        yield from blobs(name, opened)
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                if member.isfile():
                    yield from blobs(f"{name}!{member.name}", archive.extractfile(member).read())
    elif not name.endswith(SKIP_SUFFIXES):
        yield name, data


def _npy_header(data):
    if data[6] == 1:
        return 10 + int.from_bytes(data[8:10], "little")
    return 12 + int.from_bytes(data[8:12], "little")


def _decompress(data):
    readers = {
        b"\x1f\x8b": gzip.decompress,
        b"BZh": bz2.decompress,
        b"\xfd7zXZ": lzma.decompress,
        b"\x5d\x00\x00": lzma.decompress,
        b"\x04\x22\x4d\x18": _lz4,
        b"\x28\xb5\x2f\xfd": _zstd,
        b"\x78\x01": zlib.decompress,
        b"\x78\x5e": zlib.decompress,
        b"\x78\x9c": zlib.decompress,
        b"\x78\xda": zlib.decompress,
    }
    for magic, read in readers.items():
        if data.startswith(magic):
            try:
                return read(data)
            except Exception:  # noqa: BLE001 - its first bytes only look like that
                return None
    return None


def _lz4(data):
    import lz4.frame

    return lz4.frame.decompress(data)


def _zstd(data):
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj().decompress(data)
