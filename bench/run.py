#!/usr/bin/env python3
"""Times Model Assay, its peers and the floors on the same files in one run, in turn, and prints a table.

    python3 bench/make.py DIR
    python3 bench/run.py DIR --peers .cache/peers [--write]
"""
import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from table import render, write_readme, write_results
from tools import CASES, Case, Tool, tools

SLOW_SECONDS = 5
"""A tool that takes longer than this is run once."""
QUIET = {"PROMPTFOO_DISABLE_TELEMETRY": "1", "NO_ANALYTICS": "1"}
"""modelaudit reports each scan to its maker unless it is told not to."""


@dataclass
class Result:
    """One tool on one case."""

    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0
    exits: set[int] = field(default_factory=set)
    """Why there are no seconds."""
    none: str = ""


def measure(case: Case, found: list[Tool], directory: Path, limit: float) -> dict[str, Result]:
    """A warm-up each, then all tools in turn: whatever slows the machine meanwhile slows all of them."""
    results: dict[str, Result] = {}
    again: list[tuple[Result, list[str]]] = []
    for tool in found:
        result = results[tool.name] = Result()
        command = tool.command(directory / case.path)
        if isinstance(command, str):
            result.none = command
            continue
        print(f"{case.name}: {tool.name}", file=sys.stderr)
        seconds = once(command, result, limit)
        if seconds is None:
            result.none = f"> {limit:.0f} s"
        elif seconds > SLOW_SECONDS:
            result.seconds.append(seconds)
        else:
            again.append((result, command))
    for _ in range(case.runs):
        for result, command in again:
            seconds = once(command, result, limit)
            if seconds is not None:
                result.seconds.append(seconds)
    return results


def once(command: list[str], result: Result, limit: float) -> float | None:
    """Seconds from start to exit; None where the limit ended it. Memory is the largest process it waited for."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, **QUIET, "HOME": home}
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=home, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        alarm = threading.Timer(limit, lambda: os.killpg(process.pid, signal.SIGKILL))
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        result.exits.add(process.returncode)
        result.megabytes = max(result.megabytes, usage.ru_maxrss * 1024 / 1e6)
        return None if seconds >= limit else seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, help="what make.py made")
    parser.add_argument("--peers", type=Path, default=Path(".cache/peers"), help="PEERS/<tool>/bin/<tool>")
    parser.add_argument("--node", default="node")
    parser.add_argument("--limit", type=float, default=90, help="seconds a run may take")
    parser.add_argument("--only", default="", help="cases whose file name holds this text")
    parser.add_argument("--runs", type=int, help="runs of each case, instead of its own number")
    parser.add_argument("--write", action="store_true", help="also into bench/results.md and README.md")
    args = parser.parse_args()
    found = tools(args.node, args.peers.absolute())
    cases = [case if args.runs is None else replace(case, runs=args.runs)
             for case in CASES if args.only in case.path and (args.directory / case.path).exists()]
    results = {case.name: measure(case, found, args.directory.resolve(), args.limit) for case in cases}
    print(render(found, results, args.node))
    if args.write:
        write_results(found, results, args.node)
        shown = {case.name for case in cases if case.headline}
        write_readme(found, {name: result for name, result in results.items() if name in shown}, args.node)


if __name__ == "__main__":
    main()
