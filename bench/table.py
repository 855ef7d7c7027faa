"""The measurements as Markdown: a table of medians, and every figure behind it."""
import datetime
import os
import platform
import statistics
from pathlib import Path

from tools import ROOT, line

OURS = "model-assay"


def render(found, results, node: str) -> str:
    """A row per tool, a column per case: median seconds, the same as a multiple of ours, peak memory."""
    rows = [["", *results], ["---"] * (len(results) + 1)]
    for tool in found:
        rows.append([label(tool.name), *(cell(tool.name, by_tool) for by_tool in results.values())])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{table}\n\n{machine(node)}\n"


def cell(name: str, by_tool) -> str:
    result, ours = by_tool[name], by_tool[OURS]
    if not result.seconds:
        return result.none
    median = statistics.median(result.seconds)
    times = "" if name == OURS or not ours.seconds else f" · {ratio(median / statistics.median(ours.seconds))}×"
    return f"{seconds(median)} s{times} · {result.megabytes:.0f} MB"


def seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def ratio(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def label(name: str) -> str:
    return f"**{name}**" if name == OURS else name


def machine(node: str) -> str:
    cpu = first("/proc/cpuinfo", "model name", ":", "?")
    system = first("/etc/os-release", "PRETTY_NAME", "=", platform.system()).strip('"')
    memory = int(first("/proc/meminfo", "MemTotal", ":", "0").split()[0]) // 1024**2
    return (
        f"Median seconds, then the multiple of model-assay's time, then the peak memory of the largest process. "
        f"{datetime.date.today()}, {os.cpu_count()} cores ({cpu}), {memory} GiB, {system}, "
        f"Node {line([node, '--version']).lstrip('v')}; files in the page cache; "
        f"load average at the end {os.getloadavg()[1]:.1f} (an idle machine shows at most 1: one tool runs at a time)."
    )


def first(path: str, key: str, between: str, otherwise: str) -> str:
    """What the system says of itself on the first line that begins with `key`."""
    rows = Path(path).read_text().splitlines() if Path(path).exists() else []
    return next((row.split(between)[1].strip() for row in rows if row.startswith(key)), otherwise)


def write_results(found, results, node: str) -> None:
    text = f"# Results\n\nWritten by `bench/run.py --write`. How to read them: [README.md](README.md).\n\n" \
           f"{render(found, results, node)}\n## Versions\n\n{versions(found)}\n\n## All figures\n\n{details(results)}\n"
    (ROOT / "bench/results.md").write_text(text)


def versions(found) -> str:
    return "\n".join(f"- {tool.name}: {tool.version}" for tool in found)


def details(results) -> str:
    """A row per case and tool."""
    rows = [["case", "tool", "runs", "min s", "median s", "max s", "peak MB", "exit"], ["---"] * 8]
    for case, by_tool in results.items():
        for name, result in by_tool.items():
            times = [f"{pick(result.seconds):.3f}" if result.seconds else result.none
                     for pick in (min, statistics.median, max)]
            codes = ", ".join(map(str, sorted(result.exits)))  # more than one: the runs did not do the same
            rows.append([case, name, str(len(result.seconds)), *times, f"{result.megabytes:.0f}", codes])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def write_readme(found, results, node: str) -> None:
    """Between the README's two marks; what stands around them is written by people."""
    path, opens, closes = ROOT / "README.md", "<!-- generated:bench -->", "<!-- /generated -->"
    text = path.read_text()
    start = text.index(opens) + len(opens)
    end = text.index(closes, start)
    path.write_text(f"{text[:start]}\n\n{render(found, results, node)}\n{text[end:]}")
