"""Writes the corpus: real files, made by the real libraries, that a scanner must pass without a word.

    /opt/ma-libs/bin/python tools/corpus/make.py /tmp/ma-corpus [--only LIBRARY ...] [--under SUBFOLDER]

Nothing is downloaded: data is synthetic and models start from random weights.
"""

import argparse
import importlib
import os
import random
import sys
import time
import warnings
from pathlib import Path

from maker import MAKERS, REPORT, attempt

MODULES = (
    "plain",
    "arrays",
    "frames",
    "sparse",
    "estimators",
    "boosting",
    "econometrics",
    "tensors",
    "networks",
    "vision",
    "huggingface",
    "hub_configs",
    "lightning_runs",
    "fastai_learners",
    "spacy_pipelines",
    "containers",
    "by_value",
    "served",
    "hdf5_files",
    "safetensors_files",
    "gguf_files",
    "onnx_models",
    "tensorflow_graphs",
    "keras_models",
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", help="makers' modules to run, such as `tensors`")
    parser.add_argument("--under", default="", help="a subfolder for this environment, such as `old`")
    parser.add_argument("--flagged", type=Path, help="where files go that are no model's business; default OUT-flagged")
    options = parser.parse_args()
    quiet()
    seed()
    root = options.out.resolve()
    flagged = (options.flagged or root.with_name(root.name + "-flagged")).resolve()
    for module in options.only or MODULES:
        with attempt(f"import of {module}"):
            importlib.import_module(module)
    for folder, make in MAKERS:
        out = (flagged if folder.startswith("flagged/") else root) / options.under / folder.removeprefix("flagged/")
        out.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        with attempt(f"{folder}: {make.__name__}"):
            make(out)
        print(f"{folder:24}{make.__name__:32}{time.monotonic() - started:6.1f} s", flush=True)
    tell(root, options.under)
    tell(flagged, options.under)
    for what, reason in REPORT.failures:
        print(f"failed: {what}: {reason}")
    return 1 if REPORT.failures else 0


def quiet():
    os.environ.update(
        HF_HUB_OFFLINE="1",
        CUDA_VISIBLE_DEVICES="",
        YOLO_OFFLINE="1",
        TOKENIZERS_PARALLELISM="false",
        WANDB_DISABLED="true",
        PYTHONWARNINGS="ignore",
    )
    warnings.simplefilter("ignore")
    sys.path.insert(0, str(Path(__file__).parent))


def seed():
    random.seed(0)
    for name in ("numpy.random", "torch"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        (getattr(module, "manual_seed", None) or module.seed)(0)


def tell(root, under):
    counts = {}
    for path in root.rglob("*"):
        if path.is_file():
            parts = path.relative_to(root).parts[:-1]
            folder = "/".join(parts[: 2 if parts[:1] == (under,) else 1])
            counts[folder] = counts.get(folder, 0) + 1
    print(f"\n{root}: {sum(counts.values())} files")
    for folder, count in sorted(counts.items()):
        print(f"  {folder:24}{count:5}")


if __name__ == "__main__":
    sys.exit(main())
