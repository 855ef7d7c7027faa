#!/usr/bin/env python3
"""Makes the inputs of other formats than pickle: `PYTHON bench/make_formats.py DIR`, where PYTHON has h5py, onnx and tensorflow.

Tensors of the header-only formats are holes: the files are of full size and take no room on disk.
"""
import argparse
import json
import os
import struct
from pathlib import Path

GIB = 1024**3


def safetensors(path: Path, size: int, tensors: int = 1000) -> None:
    """`size` bytes of F16 tensors, as a sharded checkpoint of a language model has them."""
    each = size // tensors // 2 * 2
    header: dict = {"__metadata__": {"format": "pt"}}
    for i in range(tensors):
        header[f"model.layers.{i}.weight"] = {"dtype": "F16", "shape": [each // 2], "data_offsets": [i * each, (i + 1) * each]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        out.truncate(8 + len(text) + each * tensors)


def gguf(path: Path, size: int, tensors: int = 300, tokens: int = 128_000) -> None:
    """A quantised model with the vocabulary of a large one."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    blocks = size // tensors // 18  # Q4_0: 18 bytes for 32 weights
    pairs = text("general.architecture") + struct.pack("<I", 8) + text("llama")
    pairs += text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, tokens)
    pairs += b"".join(text(f"token{i}") for i in range(tokens))
    infos, offset = b"", 0
    for i in range(tensors):
        infos += text(f"blk.{i}.weight") + struct.pack("<IQIQ", 1, blocks * 32, 2, offset)
        offset += -(-blocks * 18 // 32) * 32
    with path.open("wb") as out:
        out.write(b"GGUF" + struct.pack("<IQQ", 3, tensors, 2) + pairs + infos)
        out.write(b"\0" * (-out.tell() % 32))
        out.truncate(out.tell() + offset)


def hdf5(path: Path) -> None:
    """Weights of a Keras model, 500 MB in 200 datasets."""
    import h5py
    import numpy as np

    block = np.zeros((640, 1024), dtype="float32")
    with h5py.File(path, "w") as out:
        for i in range(200):
            out.create_dataset(f"layers/dense_{i}/vars/0", data=block)


def onnx_model(directory: Path, size: int, tensors: int = 200) -> None:
    """A chain of matrix products whose weights are external data, more than protobuf could hold."""
    import onnx
    from onnx import TensorProto, helper

    directory.mkdir(exist_ok=True)
    each = size // tensors // 4096 * 4096
    nodes, weights, last = [], [], "x"
    for i in range(tensors):
        tensor = TensorProto(name=f"w{i}", data_type=TensorProto.FLOAT, dims=[each // 4096, 1024], data_location=TensorProto.EXTERNAL)
        for key, value in (("location", "model.onnx.data"), ("offset", str(i * each)), ("length", str(each))):
            tensor.external_data.add(key=key, value=value)
        weights.append(tensor)
        nodes.append(helper.make_node("Add", [last, f"w{i}"], [f"y{i}"], name=f"add{i}"))
        last = f"y{i}"
    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 1024])
    result = helper.make_tensor_value_info(last, TensorProto.FLOAT, [None, 1024])
    model = helper.make_model(helper.make_graph(nodes, "chain", [value], [result], weights))
    onnx.save(model, directory / "model.onnx")
    os.truncate(os.open(directory / "model.onnx.data", os.O_CREAT | os.O_WRONLY), each * tensors)


def saved_model(directory: Path) -> None:
    import tensorflow as tf

    class Net(tf.Module):
        def __init__(self):
            super().__init__()
            self.weights = [tf.Variable(tf.zeros((1024, 1024)), name=f"w{i}") for i in range(20)]

        @tf.function(input_signature=[tf.TensorSpec((None, 1024), tf.float32)])
        def __call__(self, x):
            for weight in self.weights:
                x = tf.nn.relu(x @ weight)
            return x

    net = Net()
    tf.saved_model.save(net, str(directory), signatures=net.__call__)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    into = parser.parse_args().directory
    into.mkdir(parents=True, exist_ok=True)
    safetensors(into / "model.safetensors", 2 * GIB)
    gguf(into / "model.gguf", GIB)
    hdf5(into / "weights.h5")
    onnx_model(into / "onnx", 5 * GIB // 2)
    saved_model(into / "saved_model")


if __name__ == "__main__":
    main()
