#!/usr/bin/env python3
"""Times the audit of large lockfiles by Model Assay, osv-scanner and pip-audit in one run, in turn, and prints a table.

    python3 bench/audit.py LOCKFILES DATABASE --osv-scanner PROGRAM --pip-audit PROGRAM --records FILE...

LOCKFILES is a directory of directories with a lockfile each; DATABASE holds OSV's files as PyPI/all.zip, and for osv-scanner the same
as scalibr/osv-scalibr/PyPI/all.zip. osv-scanner and Model Assay read the database and ask nobody; pip-audit, which knows no
database, asks a server on this machine that holds the records of --records, and audits requirements only.

Model Assay is timed twice: with the index of the database that an earlier run left in the user's cache, and without one, in a
home that is empty before each run, so that the index is made. In jobs (CI) it is neither read nor made.
"""
import argparse
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from run import measure
from table import OURS, render
from tools import ROOT, Case, Tool, line

CASES = (
    Case("uv.lock (550 kB, 130 packages)", "uv-tgi/uv.lock", 11),
    Case("poetry.lock (545 kB)", "poetry-privategpt/poetry.lock", 11),
    Case("package-lock.json v2 (1.6 MB)", "npm-v2-warehouse2023/package-lock.json", 11),
    Case("package-lock.json v3 (476 kB)", "npm-v3-ollama/package-lock.json", 11),
    Case("requirements_cuda.txt", "req-tgi/requirements_cuda.txt", 11),
)
READY_SECONDS = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lockfiles", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "dist/cli.js", help="what runs as Model Assay")
    parser.add_argument("--osv-scanner", type=Path, default=Path.home() / "go/bin/osv-scanner")
    parser.add_argument("--pip-audit", type=Path, default=Path(".cache/peers/pip-audit/bin/pip-audit"))
    parser.add_argument("--records", type=Path, nargs="*", default=[], help="for the server that pip-audit asks")
    parser.add_argument("--node", default="node")
    parser.add_argument("--limit", type=float, default=90, help="seconds a run may take")
    parser.add_argument("--only", default="", help="cases whose path holds this text")
    args = parser.parse_args()
    database = args.database.resolve()
    cache = tempfile.TemporaryDirectory()
    found = [ours(args.node, args.program.resolve(), database, cache.name), ours(args.node, args.program.resolve(), database)]
    if args.osv_scanner.exists():
        found.append(osv_scanner(args.osv_scanner.resolve(), database))
    cases = [case for case in CASES if args.only in case.path and (args.lockfiles / case.path).exists()]
    for case in cases:  # The peak of memory counts what warms up, and that must not be what makes the index.
        subprocess.run(found[0].command(args.lockfiles.resolve() / case.path), stdout=subprocess.DEVNULL)
    with server(args.node, args.records) as address:
        if address and args.pip_audit.exists():
            found.append(pip_audit(args.pip_audit.absolute(), address))
        results = {case.name: measure(case, found, args.lockfiles.resolve(), args.limit) for case in cases}
    print(render(found, results, args.node))
    for case, by_tool in results.items():
        for name, result in by_tool.items():
            if result.exits - {0, 1}:  # 1 is: there are findings
                print(f"{case}: {name} ended with {sorted(result.exits)}", file=sys.stderr)


def ours(node: str, program: Path, database: Path, cache: str | None = None) -> Tool:
    """With a cache, what is there is kept from run to run; without one it is in the home, which is new for each run."""
    options = ["--offline", "--osv-database", str(database), "--format", "json"]
    version = line([node, str(program), "--version"])
    kept = ["-u", "XDG_CACHE_HOME"] if cache is None else [f"XDG_CACHE_HOME={cache}"]
    command = ["env", "-u", "CI", *kept, node, str(program), "audit"]
    return Tool(OURS if cache else f"{OURS}, first run", version, lambda path: [*command, str(path), *options])


def osv_scanner(program: Path, database: Path) -> Tool:
    folder = f"OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY={database / 'scalibr'}"
    options = ["scan", "source", "--offline", "--format", "json", "--all-packages"]
    command = ["env", folder, str(program), *options]
    return Tool("osv-scanner", line([str(program), "--version"]), lambda path: [*command, "-L", osv_scanner_name(path)])


def osv_scanner_name(path: Path) -> str:
    """It goes by names, and calls requirements so only if their name says so."""
    return f"requirements.txt:{path}" if path.suffix == ".txt" else str(path)


def pip_audit(program: Path, address: str) -> Tool:
    options = ["-s", "osv", "--osv-url", f"{address}/v1/query", "--no-deps", "--disable-pip", "--progress-spinner", "off"]

    def command(path: Path) -> list[str] | str:
        if path.suffix != ".txt":
            return "requirements only"
        return [str(program), *options, "-f", "json", "-r", str(path)]

    return Tool("pip-audit", line([str(program), "--version"]), command)


@contextmanager
def server(node: str, records: list[Path]) -> Iterator[str]:
    """The address of a server with these records, nothing where there are none."""
    if not records:
        yield ""
        return
    command = [node, str(ROOT / "__tests__/support/osv-server.mjs"), "--records", *map(str, records)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(READY_SECONDS)


if __name__ == "__main__":
    main()
