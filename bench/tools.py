"""What is measured: the cases, the tools, and how each is called so that all do comparable work."""
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Case:
    name: str
    path: str
    runs: int
    """Whether it stands in the table of the README."""
    headline: bool = True


CASES = (
    Case("small checkpoint (4 kB)", "small.pt", 21),
    Case("500 small pickles (1 MB)", "pickles", 11),
    Case("checkpoint of 1 GB", "checkpoint.pt", 7),
    Case("five million opcodes (105 MB)", "five-million.pkl", 7),
    Case("safetensors of 2 GB", "model.safetensors", 5, headline=False),
    Case("GGUF of 1 GB", "model.gguf", 5, headline=False),
    Case("HDF5 of 500 MB", "weights.h5", 5, headline=False),
    Case("ONNX with 2.5 GB of external data", "onnx", 5, headline=False),
    Case("SavedModel (84 MB)", "saved_model", 5, headline=False),
)


@dataclass(frozen=True)
class Tool:
    name: str
    version: str
    """The command for one case, or why there is none."""
    command: Callable[[Path], list[str] | str]


def tools(node: str, peers: Path) -> list[Tool]:
    found = [Tool("model-assay", line([node, str(ROOT / "dist/cli.js"), "--version"]), ours(node))]
    for name, arguments in PEERS.items():
        program = peers / name / "bin" / name
        if program.exists():
            found.append(Tool(name, peer_version(program), peer(program, arguments)))
    for name, arguments in FLOORS.items():
        if program := shutil.which(name):
            version = line([program, "version" if name == "openssl" else "--version"])
            found.append(Tool(" ".join([name, *arguments]), version, floor(program, arguments)))
    return found


def ours(node: str) -> Callable[[Path], list[str]]:
    return lambda path: [node, str(ROOT / "dist/cli.js"), "scan", str(path)]


PEERS = {
    "picklescan": ["-p"],
    "modelscan": ["-p"],
    # --json-output, for it otherwise leaves a file where it is called.
    "fickling": ["--check-safety", "--json-output", "fickling.json"],
    # Its cache of verdicts would make every run but the first a look-up.
    "modelaudit": ["scan", "--no-cache"],
}


def peer(program: Path, arguments: list[str]) -> Callable[[Path], list[str] | str]:
    def command(path: Path) -> list[str] | str:
        if program.name == "fickling" and path.is_dir():
            return "one file a call"
        if program.name == "fickling" and path.suffix != ".pkl":
            return "reads no zip"
        return [str(program), *arguments, str(path)]

    return command


FLOORS = {"cat": [], "sha256sum": [], "openssl": ["dgst", "-sha256"]}


def floor(program: str, arguments: list[str]) -> Callable[[Path], list[str]]:
    def command(path: Path) -> list[str]:
        files = sorted(str(file) for file in path.rglob("*") if file.is_file()) if path.is_dir() else [str(path)]
        return [program, *arguments, *files]

    return command


def peer_version(program: Path) -> str:
    ask = f"from importlib.metadata import version; print(version('{program.name}'))"
    return line([str(program.with_name("python")), "-c", ask])


def line(command: list[str]) -> str:
    return (subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines() or [""])[0].strip()
