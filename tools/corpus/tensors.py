"""torch tensors: all types and layouts, views that share a storage, both containers of `torch.save`, pickles."""

import collections
import io

import torch

from maker import attempt, maker, write_pickle


def samples():
    base = torch.arange(24, dtype=torch.float32)
    shared = [base, base[2:8], base.view(4, 6).t(), base.view(2, 3, 4)[:, 1]]
    dtypes = [
        d
        for d in (
            getattr(torch, n, None)
            for n in [
                "float32",
                "float64",
                "float16",
                "bfloat16",
                "complex64",
                "complex128",
                "uint8",
                "int8",
                "int16",
                "int32",
                "int64",
                "bool",
                "uint16",
                "uint32",
                "uint64",
                "float8_e4m3fn",
                "float8_e5m2",
                "float8_e4m3fnuz",
                "float8_e5m2fnuz",
                "complex32",
            ]
        )
        if d and _can_be_saved(d)
    ]
    quantized = torch.quantize_per_tensor(torch.randn(3, 4), 0.1, 2, torch.qint8)
    channel = torch.quantize_per_channel(torch.randn(3, 4), torch.ones(3), torch.zeros(3), 0, torch.qint8)
    eye = torch.eye(4)
    return {
        "dtypes": {str(d): torch.zeros(3, 2).to(d) for d in dtypes},
        "views": shared,
        "scalar": torch.tensor(3.5),
        "empty": torch.empty(0, 3),
        "parameters": [
            torch.nn.Parameter(torch.ones(2)),
            torch.nn.Buffer(torch.ones(2)) if hasattr(torch.nn, "Buffer") else None,
        ],
        "quantized": [
            quantized,
            channel,
            torch.quantize_per_tensor(torch.randn(2), 0.1, 0, torch.quint8),
            torch.quantize_per_tensor(torch.randn(2), 0.1, 0, torch.qint32),
        ],
        "sparse": [
            eye.to_sparse(),
            eye.to_sparse_csr(),
            eye.to_sparse_csc(),
            eye.to_sparse_bsr((2, 2)),
            eye.to_sparse_bsc((2, 2)),
        ],
        "channels_last": torch.zeros(1, 3, 4, 4).to(memory_format=torch.channels_last),
        "conjugate": torch.tensor([1 + 2j]).conj(),
        "meta": torch.empty(3, device="meta"),
        "grad": torch.ones(2, requires_grad=True),
        "metadata": [
            torch.float32,
            torch.device("cpu"),
            torch.device("cuda", 1),
            torch.Size([1, 2]),
            torch.strided,
            torch.per_tensor_affine,
        ],
        "rng": {"cpu": torch.get_rng_state(), "generator": torch.Generator().get_state()},
        "storage": torch.ones(3).untyped_storage(),
        "typed_storage": torch.ones(3).storage(),
        "nested": torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
        "state": collections.OrderedDict(weight=base, bias=base[:3]),
        "finfo": [torch.finfo(torch.float32).max],
        "attribute": _with_attribute(),
        "distributions": [torch.distributions.Normal(0.0, 1.0), torch.distributions.Categorical(torch.ones(3))],
        "return_type": torch.ones(2, 2).max(0),
    }


def _can_be_saved(dtype):
    try:
        torch.save(torch.zeros(1).to(dtype), io.BytesIO())
    except Exception:  # noqa: BLE001 - old versions lack some
        return False
    return True


def _with_attribute():
    parameter = torch.nn.Parameter(torch.ones(2))
    parameter.tag = "weight"
    return parameter


@maker("torch")
def both_containers(out):
    for name, value in samples().items():
        with attempt(f"torch {name}"):
            torch.save(value, out / f"{name}.pt")
        with attempt(f"torch legacy {name}"):
            torch.save(value, out / f"{name}.legacy.pth", _use_new_zipfile_serialization=False)


@maker("torch")
def protocols(out):
    for protocol in (2, 3, 4, 5):
        with attempt(f"torch protocol {protocol}"):
            torch.save(samples()["state"], out / f"state_p{protocol}.pt", pickle_protocol=protocol)
            torch.save(
                samples()["state"],
                out / f"state_p{protocol}.legacy.pt",
                pickle_protocol=protocol,
                _use_new_zipfile_serialization=False,
            )


@maker("torch")
def plain_pickles(out):
    """A tensor in a plain pickle is saved by torch.save inside it: bytes that hold a pickle."""
    for name, value in samples().items():
        for protocol in (2, 4):
            with attempt(f"torch pickle {name} {protocol}"):
                write_pickle(out / f"{name}.p{protocol}.pkl", value, protocol)
    import joblib

    joblib.dump(samples()["state"], out / "state.joblib")
