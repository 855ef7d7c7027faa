#!/usr/bin/env python3
"""Makes a git repository with many models and lockfiles for bench/bom.py. No library is needed: the bytes are written here.

    python3 bench/make_bom.py DIR [--models 200] [--packages 2000] [--kilobytes 256] [--others 0]
"""
import argparse
import base64
import hashlib
import json
import random
import subprocess
from pathlib import Path

ADAPTER_EACH = 5
"""Every fifth model is an adapter of the one before it."""
TENSORS = 24
"""Of each shard: a name, a shape and an offset to read each."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--packages", type=int, default=2000, help="half in uv.lock, half in package-lock.json")
    parser.add_argument("--kilobytes", type=int, default=256, help="of each of a model's two shards")
    parser.add_argument("--others", type=int, default=0, help="small files beside, that are no models")
    args = parser.parse_args()
    make(args.directory, args.models, args.packages, args.kilobytes, args.others)


def make(root: Path, models: int, packages: int, kilobytes: int, others: int = 0) -> None:
    root.mkdir(parents=True)
    noise = random.Random(6).randbytes(kilobytes * 1024)
    for number in range(models):
        write = writer(root / "models" / f"model-{number:04}")
        if number % ADAPTER_EACH == ADAPTER_EACH - 1:
            adapter(write, number, noise)
        else:
            whole(write, number, noise)
    for number in range(others):
        writer(root / f"others/{number // 100:04}")(f"note-{number:05}.txt", f"A note, the {number}th.\n".encode())
    write = writer(root)
    write("uv.lock", uv_lock(packages // 2).encode())
    write("package-lock.json", to_json(package_lock(packages - packages // 2)))
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=bench", "-c", "user.email=bench@localhost",
                    "-c", "gc.auto=0", "commit", "-q", "-m", "Many models"]):
        subprocess.run(["git", *command], cwd=root, check=True)


def writer(directory: Path):
    directory.mkdir(parents=True, exist_ok=True)
    return lambda name, content: (directory / name).write_bytes(content)


def to_json(value) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


def whole(write, number: int, noise: bytes) -> None:
    """A model as the hub's libraries save it: two shards with an index, a tokenizer, a configuration, a card."""
    names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    places = {f"model.layers.{layer}.weight": names[layer // TENSORS] for layer in range(2 * TENSORS)}
    for shard, name in enumerate(names):
        tensors = [tensor for tensor, place in places.items() if place == name]
        write(name, safetensors(tensors, noise, number * 2 + shard))
    write("model.safetensors.index.json", to_json({"metadata": {"total_size": 2 * len(noise)}, "weight_map": places}))
    write("config.json", to_json({
        "_name_or_path": f"example/base-{number:04}", "architectures": ["LlamaForCausalLM"], "hidden_size": 512,
        "model_type": "llama", "num_hidden_layers": 8, "torch_dtype": "float16", "vocab_size": 1000,
    }))
    write("generation_config.json", to_json({"eos_token_id": 2, "temperature": 0.7, "top_p": 0.9}))
    write("tokenizer.json", to_json({"model": {"type": "BPE", "vocab": {f"token{i}": i for i in range(1000)}, "merges": []}}))
    write("tokenizer_config.json", to_json({"tokenizer_class": "LlamaTokenizer", "model_max_length": 4096}))
    write("README.md", card(f"base-{number:04}", f"base_model: example/base-{number:04}\nlicense: apache-2.0\n"))


def adapter(write, number: int, noise: bytes) -> None:
    base = f"example/base-{number - 1:04}"
    write("adapter_model.safetensors", safetensors(["base_model.model.lora_A.weight"], noise, number * 2))
    write("adapter_config.json", to_json({
        "base_model_name_or_path": base, "peft_type": "LORA", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj"],
    }))
    write("README.md", card(f"adapter-{number:04}", f"base_model: {base}\nlibrary_name: peft\nlicense: mit\n"))


def safetensors(names: list[str], noise: bytes, seed: int) -> bytes:
    """A header of equal float16 tensors, and as many bytes; the first of them differ from file to file."""
    each = len(noise) // len(names) // 2 * 2
    header = {name: {"dtype": "F16", "shape": [each // 2], "data_offsets": [i * each, (i + 1) * each]} for i, name in enumerate(names)}
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    text += b" " * (-len(text) % 8)
    data = (seed.to_bytes(8, "little") + noise)[:each * len(names)]
    return len(text).to_bytes(8, "little") + text + data


def card(name: str, head: str) -> bytes:
    metrics = "".join(f"    - type: accuracy\n      value: {0.5 + i / 100}\n      name: Accuracy {i}\n" for i in range(5))
    results = f"- name: {name}\n  results:\n  - task:\n      type: text-generation\n    dataset:\n      name: Squad\n" \
              f"      type: squad\n    metrics:\n{metrics}"
    front = f"---\n{head}language:\n- en\ntags:\n- text-generation\ndatasets:\n- squad\npipeline_tag: text-generation\nmodel-index:\n{results}---\n"
    sections = "".join(f"\n## Part {i}\n\n{'What this model is for, and what it is not for. ' * 12}\n" for i in range(6))
    return f"{front}\n# {name}\n{sections}".encode()


def digest(text: str) -> bytes:
    return hashlib.sha512(text.encode()).digest()


def uv_lock(count: int) -> str:
    """Each package needs the three behind it; the project needs every tenth."""
    names = [f"python-package-{i:05}" for i in range(count)]
    parts = ['version = 1\nrequires-python = ">=3.10"\n']
    for i, name in enumerate(names):
        needs = "".join(f'    {{ name = "{each}" }},\n' for each in names[i + 1:i + 4])
        wheels = "".join(
            f'    {{ url = "https://files.pythonhosted.org/packages/{name}-1.{i}.0-{tag}.whl", '
            f'hash = "sha256:{digest(name + tag)[:32].hex()}", size = {1000 + i} }},\n'
            for tag in ("cp310-cp310-manylinux_2_17_x86_64", "cp311-cp311-manylinux_2_17_x86_64", "py3-none-any"))
        parts.append(f'\n[[package]]\nname = "{name}"\nversion = "1.{i}.0"\nsource = {{ registry = "https://pypi.org/simple" }}\n'
                     f'dependencies = [\n{needs}]\nwheels = [\n{wheels}]\n')
    direct = "".join(f'    {{ name = "{name}" }},\n' for name in names[::10])
    parts.append(f'\n[[package]]\nname = "bench"\nversion = "0.1.0"\nsource = {{ virtual = "." }}\ndependencies = [\n{direct}]\n')
    return "".join(parts)


def package_lock(count: int) -> dict:
    names = [f"node-package-{i:05}" for i in range(count)]
    packages = {"": {"name": "bench", "version": "0.1.0", "dependencies": {name: "^1.0.0" for name in names[::10]}}}
    for i, name in enumerate(names):
        packages[f"node_modules/{name}"] = {
            "version": f"1.{i}.0", "resolved": f"https://registry.npmjs.org/{name}/-/{name}-1.{i}.0.tgz",
            "integrity": f"sha512-{base64.b64encode(digest(name)).decode()}", "license": "MIT",
            "dependencies": {each: "^1.0.0" for each in names[i + 1:i + 4]},
        }
    return {"name": "bench", "version": "0.1.0", "lockfileVersion": 3, "requires": True, "packages": packages}


if __name__ == "__main__":
    main()
