"""NumPy: every dtype, layout and header version of .npy and .npz, and arrays, scalars and generators in pickles."""

import io
import pickle

import numpy as np

from maker import attempt, maker, write_pickle


def samples():
    structured = np.zeros(3, dtype=[("id", "i4"), ("name", "U8"), ("xy", "f8", (2,))])
    return {
        "float32": np.arange(12, dtype="f4").reshape(3, 4),
        "float16": np.ones(5, dtype="f2"),
        "int64_fortran": np.asfortranarray(np.arange(12).reshape(3, 4)),
        "big_endian": np.arange(4, dtype=">f8"),
        "bool": np.array([True, False]),
        "complex": np.array([1 + 2j]),
        "scalar_array": np.array(3.5),
        "empty": np.empty((0, 3)),
        "strided": np.arange(20)[::3],
        "unicode": np.array(["a", "ünï"]),
        "bytes": np.array([b"ab", b"c"]),
        "datetime64": np.array(["2020-01-01", "2021-06-01"], dtype="M8[ns]"),
        "timedelta64": np.array([1, 2], dtype="m8[D]"),
        "structured": structured,
        "recarray": structured.view(np.recarray),
        "void": np.zeros(2, dtype="V8"),
        "longdouble": np.ones(2, dtype=np.longdouble),
        "objects": np.array([1, "a", None, {"k": [1]}, np.float32(2)], dtype=object),
        "masked": np.ma.masked_array([1, 2, 3], mask=[0, 1, 0]),
        "masked_records": np.ma.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
        "matrix": np.matrix([[1, 2], [3, 4]]),
        "big": np.random.default_rng(0).normal(size=(100, 200)),
    }


@maker("numpy")
def npy(out):
    for name, value in samples().items():
        if isinstance(value, np.ma.MaskedArray):
            continue  # NumPy writes no .npy of these
        with attempt(f"npy {name}"):
            np.save(out / f"{name}.npy", value, allow_pickle=value.dtype.hasobject)


@maker("numpy")
def npy_headers(out):
    for version in ((1, 0), (2, 0), (3, 0)):
        with open(out / f"header_v{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, samples()["structured"], version=version)
    mapped = np.lib.format.open_memmap(out / "embeddings_memmap.npy", mode="w+", dtype="f4", shape=(10, 8))
    mapped[:] = 1
    mapped.flush()


@maker("numpy")
def npz(out):
    arrays = {k: v for k, v in samples().items() if not v.dtype.hasobject and not isinstance(v, np.ma.MaskedArray)}
    np.savez(out / "weights.npz", **arrays)
    np.savez_compressed(out / "weights_compressed.npz", **arrays)
    np.savez(out / "with_objects.npz", objects=samples()["objects"], float32=samples()["float32"])


@maker("numpy")
def pickles(out):
    for name, value in samples().items():
        for protocol in range(6):
            with attempt(f"numpy {name} {protocol}"):
                write_pickle(out / f"{name}.p{protocol}.pkl", value, protocol)


@maker("numpy")
def scalars_and_dtypes(out):
    scalars = [
        np.float32(1),
        np.int64(2),
        np.bool_(True),
        np.str_("a"),
        np.bytes_(b"b"),
        np.complex64(1j),
        np.datetime64("2020-01-01"),
        np.timedelta64(3, "h"),
        np.float16(1),
        np.uint8(3),
        np.longdouble(2),
        np.void(b"1234"),
    ]
    dtypes = [np.dtype("f4"), np.dtype([("a", "i4"), ("b", "U3")]), np.dtype("M8[us]"), np.dtype(("f4", (2, 2)))]
    types = [np.float32, np.int64, np.ndarray, np.float64, np.bool_, np.generic, np.object_, np.matrix]
    functions = [
        np.mean,
        np.sin,
        np.add,
        np.log1p,
        np.linalg.norm,
        np.maximum,
        np.exp,
        np.argmax,
        np.concatenate,
        np.sum,
    ]
    for protocol in (0, 2, 4, 5):
        for name, value in {"scalars": scalars, "dtypes": dtypes, "types": types, "functions": functions}.items():
            with attempt(f"numpy {name} {protocol}"):
                write_pickle(out / f"{name}.p{protocol}.pickle", value, protocol)


@maker("numpy")
def generators(out):
    bits = [np.random.MT19937, np.random.PCG64, np.random.PCG64DXSM, np.random.Philox, np.random.SFC64]
    write_pickle(out / "generators.pkl", [np.random.Generator(b(1)) for b in bits])
    write_pickle(out / "bit_generators.pkl", [b(1) for b in bits], 2)
    write_pickle(out / "random_state.pkl", [np.random.RandomState(1), np.random.get_state(), np.random.SeedSequence(3)])


@maker("numpy")
def joblib_arrays(out):
    import joblib

    values = {**samples(), "nested": {"a": samples()["big"], "b": [samples()["float32"], samples()["objects"]]}}
    for name, value in values.items():
        with attempt(f"joblib {name}"):
            joblib.dump(value, out / f"{name}.joblib")
    for method in ("zlib", "gzip", "bz2", "xz", "lzma", "lz4"):
        with attempt(f"joblib {method}"):
            suffix = {"zlib": "z", "gzip": "gz", "bz2": "bz2", "xz": "xz", "lzma": "lzma", "lz4": "lz4"}[method]
            joblib.dump(values["nested"], out / f"nested.joblib.{suffix}", compress=(method, 3))
    joblib.dump(values["nested"], out / "nested_p2.pkl", protocol=2)


@maker("numpy")
def out_of_band(out):
    """Protocol 5 with buffers apart: the stream ends with references to buffers that other files hold."""
    buffers = []
    stream = pickle.dumps(samples()["big"], protocol=5, buffer_callback=buffers.append)
    (out / "out_of_band.pkl").write_bytes(stream)
    text = io.BytesIO()
    np.savetxt(text, samples()["float32"])
    (out / "weights.txt").write_bytes(text.getvalue())
