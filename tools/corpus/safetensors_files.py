"""safetensors files as numpy, torch and transformers write them: every dtype, odd shapes, metadata, sharded models."""

from maker import attempt, maker

NUMPY_DTYPES = "bool uint8 int8 int16 uint16 float16 int32 uint32 float32 float64 int64 uint64 complex64".split()
TORCH_DTYPES = (
    "bool uint8 int8 int16 float16 bfloat16 int32 float32 float64 int64 complex64 "
    "float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu uint16 uint32 uint64"
).split()


@maker("safetensors")
def from_numpy(out):
    import numpy as np
    from safetensors.numpy import save_file

    for dtype in NUMPY_DTYPES:
        with attempt(f"safetensors numpy {dtype}"):
            save_file({"a": np.zeros((3, 5), dtype), "b": np.ones(7, dtype)}, out / f"numpy_{dtype}.safetensors")
    save_file({}, out / "empty.safetensors")
    save_file({}, out / "empty_with_metadata.safetensors", metadata={"format": "np"})
    save_file({"scalar": np.array(3.5, np.float32), "none": np.zeros((0, 4), np.float32)}, out / "scalar.safetensors")
    save_file({"": np.zeros(2), "naïve/名.weight": np.zeros(3)}, out / "odd_names.safetensors")
    experts = {f"layers.{i // 64}.experts.{i % 64}.w": np.zeros((2, 2), np.float16) for i in range(4096)}
    save_file(experts, out / "experts.safetensors", metadata={"format": "pt"})
    tags = {"ss_tag_frequency": "{" + ", ".join(f'"tag {i}": {i}' for i in range(3000)) + "}"}
    picture = {"modelspec.thumbnail": "data:image/jpeg;base64," + "/9j/4AAQSkZJRg" * 200}
    links = {"modelspec.implementation": "https://github.com/kohya-ss/sd-scripts", "url": "https://example.org/m"}
    save_file({"lora_up": np.zeros((4, 4))}, out / "lora_metadata.safetensors", metadata={**tags, **picture, **links})


@maker("safetensors")
def from_torch(out):
    import torch
    from safetensors.torch import save_file, save_model

    for dtype in TORCH_DTYPES:
        with attempt(f"safetensors torch {dtype}"):
            save_file({"w": torch.zeros(4, 6).to(getattr(torch, dtype))}, out / f"torch_{dtype}.safetensors")
    with attempt("safetensors torch float4"):
        packed = torch.zeros(4, 8, dtype=torch.uint8).view(torch.float4_e2m1fn_x2)
        save_file({"w": packed}, out / "torch_float4.safetensors")
    tied = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Linear(4, 4))
    tied[1].weight = tied[0].weight
    save_model(tied, str(out / "tied.safetensors"), metadata={"format": "pt"})


@maker("safetensors_sharded")
def sharded(out):
    from transformers import BertConfig, BertModel, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

    small = {"vocab_size": 128, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4}
    models = {
        "llama": lambda: LlamaForCausalLM(LlamaConfig(**small, intermediate_size=64, num_key_value_heads=2)),
        "bert": lambda: BertModel(BertConfig(**small, intermediate_size=64)),
        "gpt2": lambda: GPT2LMHeadModel(GPT2Config(vocab_size=128, n_embd=32, n_layer=2, n_head=4)),
    }
    for name, build in models.items():
        with attempt(f"sharded {name}"):
            build().save_pretrained(out / f"{name}_one")
            build().save_pretrained(out / f"{name}_shards", max_shard_size="20KB")
            build().half().save_pretrained(out / f"{name}_variant", max_shard_size="20KB", variant="fp16")


@maker("safetensors_sharded")
def adapters(out):
    import torch
    from huggingface_hub import save_torch_state_dict
    from peft import LoraConfig, get_peft_model
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=128, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4
    )
    base = LlamaForCausalLM(config)
    state = base.state_dict()
    get_peft_model(base, LoraConfig(r=2, target_modules=["q_proj"])).save_pretrained(out / "adapter")
    tied = {**{k: torch.clone(v) for k, v in state.items()}, "tied": state["model.embed_tokens.weight"]}
    for folder in ("state_dict", "pickle_shards"):
        (out / folder).mkdir()
    save_torch_state_dict(tied, out / "state_dict", max_shard_size="30KB")
    with attempt("pickle shards"):
        save_torch_state_dict(tied, out / "pickle_shards", max_shard_size="30KB", safe_serialization=False)
