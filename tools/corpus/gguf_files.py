"""GGUF files as the gguf package writes them: every type of value and tensor, alignments, byte orders, split models."""

from maker import attempt, maker

TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}"


def _writer(path, arch="llama", **more):
    from gguf import GGUFWriter

    writer = GGUFWriter(path, arch, **more)
    writer.add_name("tiny")
    writer.add_context_length(128)
    writer.add_embedding_length(32)
    writer.add_block_count(1)
    return writer


def _write(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@maker("gguf")
def tensor_types(out):
    import numpy as np
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

    for kind in GGMLQuantizationType:
        with attempt(f"gguf {kind.name}"):
            block, size = GGML_QUANT_SIZES[kind]
            writer = _writer(out / f"type_{kind.name}.gguf")
            for n, rows in (("a", 3), ("b", 5)):
                data = np.zeros((rows, size * 2), np.uint8)
                writer.add_tensor(f"{n}.weight", data, raw_dtype=kind)
            _write(writer)


@maker("gguf")
def quantized(out):
    import numpy as np
    from gguf import GGMLQuantizationType, quants

    values = np.random.default_rng(0).normal(size=(8, 256)).astype(np.float32)
    for kind in ("Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "BF16", "F16", "TQ1_0", "TQ2_0", "MXFP4"):
        with attempt(f"gguf quantized {kind}"):
            chosen = GGMLQuantizationType[kind]
            writer = _writer(out / f"quantized_{kind}.gguf")
            writer.add_tensor("token_embd.weight", quants.quantize(values, chosen), raw_dtype=chosen)
            writer.add_tensor("output_norm.weight", values[0])
            _write(writer)


@maker("gguf")
def metadata(out):
    import numpy as np
    from gguf import GGUFEndian

    for name, more in {"little": {}, "big_endian": {"endianess": GGUFEndian.BIG}}.items():
        writer = _writer(out / f"metadata_{name}.gguf", **more)
        writer.add_uint8("t.u8", 255)
        writer.add_int8("t.i8", -1)
        writer.add_uint16("t.u16", 65535)
        writer.add_int16("t.i16", -1)
        writer.add_uint32("t.u32", 1)
        writer.add_int32("t.i32", -1)
        writer.add_uint64("t.u64", 2**63)
        writer.add_int64("t.i64", -1)
        writer.add_float32("t.f32", 1.5)
        writer.add_float64("t.f64", 2.5)
        writer.add_bool("t.bool", True)
        writer.add_array("t.ints", [1, 2, 3])
        writer.add_array("t.bools", [True, False])
        writer.add_array("t.texts", ["a", "ü"])
        writer.add_url("https://example.org/model")
        writer.add_source_url("https://huggingface.co/x/y")
        writer.add_repo_url("https://github.com/x/y")
        writer.add_license_link("LICENSE.md")
        writer.add_doi("10.57967/hf/0001")
        writer.add_tokenizer_model("gpt2")
        writer.add_token_list([f"token {i}" for i in range(5000)])
        writer.add_token_types([1] * 5000)
        writer.add_token_scores([0.5] * 5000)
        writer.add_token_merges([f"a b{i}" for i in range(2000)])
        writer.add_chat_template([{"name": "default", "template": TEMPLATE}, {"name": "tool_use", "template": TEMPLATE}])
        writer.add_tensor("w", np.zeros((2, 3), np.float32))
        _write(writer)
    writer = _writer(out / "vocabulary_only.gguf")
    writer.add_token_list(["a", "b"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()


@maker("gguf")
def alignments(out):
    import numpy as np

    for alignment in (8, 16, 64, 4096):
        writer = _writer(out / f"alignment_{alignment}.gguf")
        writer.add_custom_alignment(alignment)
        for name, count in (("a", 3), ("b", 1), ("c", 100)):
            writer.add_tensor(name, np.zeros(count, np.float32))
        _write(writer)
    writer = _writer(out / "four_dimensions.gguf", "clip")
    writer.add_tensor("v.patch_embd.weight", np.zeros((2, 3, 4, 5), np.float16))
    _write(writer)


@maker("gguf_split")
def split(out):
    import numpy as np

    for name, more in {
        "tensors": {"split_max_tensors": 2},
        "size": {"split_max_size": 4096},
        "first_small": {"split_max_tensors": 2, "small_first_shard": True},
    }.items():
        with attempt(f"gguf split by {name}"):
            writer = _writer(out / f"{name}.gguf", **more)
            for i in range(5):
                writer.add_tensor(f"blk.{i}.weight", np.zeros((8, 64), np.float32))
            _write(writer)
