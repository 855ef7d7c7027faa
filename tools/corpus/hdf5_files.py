"""HDF5 by h5py, PyTables and pandas: every part of the format that a library writes. Keras has a module of its own."""

import datetime

import numpy as np
from maker import attempt, maker

VERSIONS = {"earliest": "earliest", "v18": ("earliest", "v108"), "v110": ("v110", "v110"), "latest": "latest"}


# Dataspaces, datatypes, fill values, filters and attributes (H5O_SHMESG_ALL_FLAG).
SHARED_KINDS = 1 << 1 | 1 << 3 | 1 << 5 | 1 << 11 | 1 << 12


@maker("hdf5/h5py")
def h5py_files(out):
    import h5py

    for name, libver in VERSIONS.items():
        for ordered in (False, True):
            suffix = f"{name}{'_ordered' if ordered else ''}"
            for part in (_tree, _types, _layouts, _attributes, _links, _references):
                with attempt(f"h5py {part.__name__} {suffix}"):
                    path = out / f"{part.__name__[1:]}_{suffix}.h5"
                    with h5py.File(path, "w", libver=libver, track_order=ordered) as file:
                        part(h5py, file)
    for size in (512, 1024, 8192):
        for name, libver in VERSIONS.items():
            with h5py.File(out / f"userblock_{size}_{name}.h5", "w", userblock_size=size, libver=libver) as file:
                _tree(h5py, file)
    _matlab(h5py, out)
    _anndata(h5py, out)
    _netcdf(h5py, out)
    _low_level(h5py, out)


def _tree(h5py, file):
    for i in range(3):
        group = file.create_group(f"layers/dense_{i}/vars")
        group["0"] = np.random.rand(4, 5).astype("f4")
        group["1"] = np.zeros(5, "f4")
    for i in range(200):
        file.create_dataset(f"many/dataset_{i:05}", data=i)
    for i in range(40):
        file.create_group("wide/" + f"{i:02}" * 30)
    deep = file
    for i in range(60):
        deep = deep.create_group(f"level{i}")
    file["again"] = file["layers"]
    file["layers/loop"] = file["layers/dense_0"]
    file["many/root"] = file["/"]
    del file["many/dataset_00007"]


def _types(h5py, file):
    for code in "bBhHiIqQefdFD?":
        file[f"numbers/{ord(code)}"] = np.arange(6).astype(code)
        file[f"big/{ord(code)}"] = np.arange(6).astype(np.dtype(code).newbyteorder(">"))
    file["longdouble"] = np.ones(3, np.longdouble)
    file["fixed"] = np.array([b"abc", b"defghi"])
    file["text"] = np.array(["naïve", "x" * 5000, ""], dtype=object)
    file.create_dataset("ascii", data=[b"a", b"bc"], dtype=h5py.string_dtype("ascii"))
    file.create_dataset("utf8_fixed", data=[b"a", b"bc"], dtype=h5py.string_dtype("utf-8", 10))
    file["opaque"] = np.void(b"\x00\x01\x02bytes")
    file["opaques"] = np.array([np.void(b"ab12"), np.void(b"cd34")])
    nested = np.dtype([("a", "i4"), ("b", [("x", "f8"), ("y", "S3")]), ("c", "f4", (2, 3))])
    file["compound"] = np.zeros(4, nested)
    file["enum"] = np.arange(3).astype(h5py.enum_dtype({"RED": 0, "GREEN": 1, "BLUE": 2}, basetype="i1"))
    sequences = file.create_dataset("sequences", (3,), dtype=h5py.vlen_dtype("f4"))
    sequences[0], sequences[1] = [1, 2, 3], [4]
    file["arrays"] = np.zeros((2,), np.dtype(("f4", (3, 2))))
    file["committed"] = nested
    file.create_dataset("of_committed", (2,), dtype=file["committed"])
    file["when"] = np.array([datetime.datetime(2026, 1, 1)], "M8[us]").astype(h5py.opaque_dtype("M8[us]"))
    file["empty"] = h5py.Empty("f4")
    file["scalar"] = 1.5
    file["none"] = np.zeros((0, 4), "f8")


def _layouts(h5py, file):
    data = np.random.rand(60, 50).astype("f4")
    file.create_dataset("chunked", data=data, chunks=(7, 9))
    file.create_dataset("gzip", data=data, chunks=(16, 16), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("lzf", data=data, compression="lzf")
    file.create_dataset("scaleoffset", data=np.arange(1000), scaleoffset=0, chunks=(100,))
    file.create_dataset("growing", data=data, maxshape=(None, 50), chunks=(8, 50))
    file.create_dataset("growing_gzip", data=np.arange(5000), maxshape=(None,), chunks=(64,), compression="gzip")
    file.create_dataset("growing_both", data=data, maxshape=(None, None), chunks=(8, 8), compression="gzip")
    file.create_dataset("single", data=data, chunks=(60, 50))
    file.create_dataset("single_gzip", data=data, chunks=(60, 50), compression="gzip")
    file.create_dataset("fixed_gzip", data=np.arange(20000), chunks=(10,), compression="gzip")
    file.create_dataset("growing_long", data=np.arange(30_000, dtype="u1"), maxshape=(None,), chunks=(2,))
    file.create_dataset("fixed_long", data=np.arange(30_000, dtype="u1"), chunks=(2,))
    file.create_dataset("sparse", (100_000, 100), "f4", chunks=(100, 100))[5, 5] = 1
    file.create_dataset("unwritten", (1000, 10), "f4")
    file.create_dataset("bytes", data=np.frombuffer(b"just some bytes" * 40, "u1"))
    file.create_dataset("bytes_gzip", data=np.frombuffer(b"just some bytes." * 40, "u1"), compression="gzip")
    file.create_dataset("names", data=[f"conv_{i}." for i in range(300)], chunks=(50,), compression="gzip")
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((10,))
    made = h5py.h5d.create(file.id, b"compact", h5py.h5t.NATIVE_INT32, space, compact)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(10, dtype="i4"))
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk((10,))
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    h5py.h5d.create(file.id, b"early", h5py.h5t.NATIVE_INT32, h5py.h5s.create_simple((95,)), early)


def _attributes(h5py, file):
    file.attrs["title"] = "A model of something."
    file.attrs["bytes"] = np.bytes_(b"fixed")
    file.attrs["texts"] = ["input_1", "conv2d", "c", "i.", "N."]
    file.attrs["fixed"] = np.array([b"dense", b"dense_1"])
    file.attrs["numbers"] = np.arange(10)
    file.attrs["empty"] = h5py.Empty("f4")
    file.attrs["no_text"] = ""
    file.attrs["none"] = np.zeros(0, "f4")
    file.attrs["matrix"] = np.eye(3)
    file.attrs["flag"] = True
    file.attrs["compound"] = np.zeros(2, [("a", "i4"), ("b", "S3")])
    many = file.create_group("many")
    for i in range(100):
        many.attrs[f"attribute_{i}"] = "v" * i
    if file.file.libver[0] != "earliest":
        large = file.create_group("large")
        large.attrs["array"] = np.arange(50_000)
        large.attrs["text"] = np.bytes_(b"x" * 200_000)
        for i in range(12):
            large.attrs[f"block_{i}"] = np.zeros(3000 + i)
    file.create_group("long").attrs["text"] = "y" * 100_000


def _links(h5py, file):
    file.create_group("a/b")["data"] = np.arange(3)
    file["soft"] = h5py.SoftLink("/a/b/data")
    file["dangling"] = h5py.SoftLink("/nowhere")
    for i in range(20):
        file[f"many/soft_{i}"] = h5py.SoftLink("/a")
        file.create_group(f"many/{'é' * (i + 1)}")


def _references(h5py, file):
    target = file.create_dataset("data", data=np.arange(100).reshape(10, 10))
    file["references"] = np.array([file["data"].ref, file.ref], dtype=h5py.ref_dtype)
    region = file.create_dataset("regions", (1,), dtype=h5py.regionref_dtype)
    region[0] = target.regionref[2:4, 1:3]
    file.attrs["reference"] = target.ref


def _matlab(h5py, out):
    with h5py.File(out / "matlab_v73.mat", "w", userblock_size=512) as file:
        file["weights"] = np.random.rand(3, 4)
        file["weights"].attrs["MATLAB_class"] = np.bytes_("double")
        cells = [file.create_dataset(f"#refs#/{i}", data=np.array([[ord(c)] for c in "abc"], "u2")) for i in range(3)]
        file["names"] = np.array([[cell.ref for cell in cells]], dtype=h5py.ref_dtype)
        file["names"].attrs["MATLAB_class"] = np.bytes_("cell")
    with open(out / "matlab_v73.mat", "r+b") as raw:
        header = b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Jan  5 12:00:00 2026 HDF5 schema 1.00 ."
        raw.write(header.ljust(116) + bytes(8) + b"\x00\x02IM")


def _anndata(h5py, out):
    with h5py.File(out / "cells.h5ad", "w") as file:
        file.attrs.update({"encoding-type": "anndata", "encoding-version": "0.1.0"})
        x = file.create_group("X")
        x.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": np.array([50, 20])})
        x.create_dataset("data", data=np.random.rand(100).astype("f4"), compression="gzip")
        x.create_dataset("indices", data=np.arange(100) % 20, compression="gzip")
        x.create_dataset("indptr", data=np.arange(51) * 2)
        for name, count in (("obs", 50), ("var", 20)):
            frame = file.create_group(name)
            frame.attrs.update({"_index": "_index", "encoding-type": "dataframe", "encoding-version": "0.2.0"})
            frame.attrs.create("column-order", ["kind"], dtype=h5py.string_dtype())
            frame.create_dataset("_index", data=[f"{name}_{i}" for i in range(count)], dtype=h5py.string_dtype())
            kind = frame.create_group("kind")
            kind["codes"] = np.zeros(count, "i1")
            kind.create_dataset("categories", data=["c", "i"], dtype=h5py.string_dtype())
        for name in ("layers", "obsm", "obsp", "uns", "varm", "varp"):
            file.create_group(name)


def _netcdf(h5py, out):
    with h5py.File(out / "climate.nc", "w", track_order=True, libver=("earliest", "v108")) as file:
        file.attrs["_NCProperties"] = np.bytes_("version=2,netcdf=4.9.2,hdf5=1.14.3")
        for name, size in (("time", 10), ("lat", 4)):
            file.create_dataset(name, data=np.arange(size, dtype="f8"), maxshape=(None,), chunks=(10,))
            file[name].make_scale(name)
        data = file.create_dataset("temperature", data=np.zeros((10, 4), "f4"), chunks=(5, 4), compression="gzip")
        data.dims[0].attach_scale(file["time"])
        data.dims[1].attach_scale(file["lat"])
        data.attrs["units"] = np.bytes_("K")


def _low_level(h5py, out):
    """What h5py's own interface does not offer: shared messages, small trees, other widths of addresses."""
    library = _library(h5py)
    for name in ("shared", "small_trees", "narrow", "shared_latest"):
        with attempt(f"h5py {name}"):
            made = h5py.h5p.create(h5py.h5p.FILE_CREATE)
            access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
            if name == "shared_latest":
                access.set_libver_bounds(h5py.h5f.LIBVER_LATEST, h5py.h5f.LIBVER_LATEST)
            if name == "narrow":
                made.set_sizes(4, 4)
            if name == "small_trees":
                library.H5Pset_sym_k(made.id, 2, 2)
            if name.startswith("shared"):
                library.H5Pset_shared_mesg_nindexes(made.id, 1)
                library.H5Pset_shared_mesg_index(made.id, 0, SHARED_KINDS, 20)
            with h5py.File(h5py.h5f.create(str(out / f"{name}.h5").encode(), h5py.h5f.ACC_TRUNC, made, access)) as file:
                _tree(h5py, file.create_group("tree"))
                _attributes(h5py, file.create_group("attributes"))
                for i in range(30):
                    data = np.zeros((3, 3), [("a", "i4"), ("b", "f8")])
                    file.create_dataset(f"same/{i}", data=data).attrs["key"] = "the same text, long enough to share"


def _library(h5py):
    """The very library that h5py has loaded."""
    import ctypes

    with open("/proc/self/maps") as maps:
        path = next(line.split()[-1] for line in maps if "/libhdf5-" in line and "h5py" in line)
    library = ctypes.CDLL(path)
    library.H5Pset_sym_k.argtypes = [ctypes.c_int64, ctypes.c_uint, ctypes.c_uint]
    library.H5Pset_shared_mesg_nindexes.argtypes = [ctypes.c_int64, ctypes.c_uint]
    library.H5Pset_shared_mesg_index.argtypes = [ctypes.c_int64, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint]
    return library


@maker("hdf5/tables")
def tables_files(out):
    import tables

    with tables.open_file(out / "tables.h5", "w", title="A file") as file:
        file.root._v_attrs.description = "of things."
        file.root._v_attrs.settings = {"a": 1, "b": [1, 2, 3]}
        file.root._v_attrs.shape = (1, 2)
        file.root._v_attrs.nothing = None
        table = file.create_table("/", "table", {"name": tables.StringCol(16), "value": tables.Float64Col()})
        table.append([("a", 1.0), ("b.", 2.0)])
        table.cols.value.create_index()
        file.create_array("/group", "array", np.arange(10), createparents=True)
        for name, complib in (("zlib", "zlib"), ("blosc", "blosc"), ("blosc2", "blosc2"), ("bzip2", "bzip2")):
            filters = tables.Filters(complevel=5, complib=complib, shuffle=True)
            file.create_carray("/packed", name, obj=np.arange(10000), filters=filters, createparents=True)
        growing = file.create_earray("/", "growing", tables.Int32Atom(), (0,))
        growing.append(np.arange(500))
        file.create_vlarray("/", "ragged", tables.Int32Atom()).append([1, 2, 3])
        objects = file.create_vlarray("/", "objects", tables.ObjectAtom())
        for value in ({"a": 1}, [1, 2, "three"], ("x", None)):
            objects.append(value)
        file.create_vlarray("/", "strings", tables.VLUnicodeAtom()).append("naïve")
        file.create_soft_link("/", "soft", "/group/array")


@maker("hdf5/pandas")
def pandas_files(out):
    import pandas as pd

    days = pd.to_datetime(["2026-01-01", "2026-01-02"])
    frame = pd.DataFrame({"x": [1.0, 2.0], "n": [1, 2], "name": ["a", "b"], "when": days})
    for kind in ("fixed", "table"):
        for complib in (None, "zlib", "blosc"):
            name = f"{kind}_{complib or 'plain'}"
            with attempt(f"pandas {name}"):
                with pd.HDFStore(out / f"{name}.h5", "w", complib=complib, complevel=5 if complib else None) as store:
                    store.put("frame", frame, format=kind)
                    store.put("series", frame["x"], format=kind)
                    store.get_storer("frame").attrs.metadata = {"source": "synthetic", "rows": 2}
    with attempt("pandas multiindex"):
        index = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["letter", "number"])
        pd.DataFrame({"v": range(4)}, index=index).to_hdf(out / "multi.h5", key="frame", format="table")
    with attempt("pandas objects"):
        odd = pd.DataFrame({"o": [("t", 1), {"k": 2}]})
        odd.to_hdf(out / "objects.h5", key="frame", format="fixed")
