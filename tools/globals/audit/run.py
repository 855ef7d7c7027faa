"""Attacks our own table: uses every name in the ways that it vouches for, and lists what then happens.

    python3 tools/globals/audit/run.py --python /opt/ma-libs/bin/python --python /opt/ma-old/bin/python --out /tmp/audit
"""

import argparse
import json
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[2] / "src/rules/pickle/globals/known-safe.json"
SILENCE = 150  # seconds without a word, imports included, until a child is taken for dead
BATCH = 800


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", required=True)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the findings, one JSON a line")
    parser.add_argument("--only", default="", help="modules that start with this")
    parser.add_argument("--modes", default="call new applies loads guards", help="`ref`: what if a value is called?")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    modes = options.modes.split()
    names = names_of(json.loads(TABLE.read_text()))
    names = sorted((n for n in names if n[0] in modes and n[1].startswith(options.only)), key=_order)
    batches = [names[i : i + BATCH] for i in range(0, len(names), BATCH)]
    tasks = [(python, number, batch) for number, batch in enumerate(batches) for python in options.python]
    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(lambda task: _batch(*task, options.out), tasks))


def _order(name):
    """Children import one library, or few."""
    return (name[1].split(".")[0] == "transformers", name[1], name[2])


def names_of(table):
    """`[mode, module, name, positions]` of everything that may be called or made."""
    for module, modes in table["modules"].items():
        for mode in ("call", "new", "ref"):
            for name in modes.get(mode, ()):
                yield [mode, module, name, None]
    for mode in ("applies", "loads"):
        for name, where in table[mode].items():
            yield [mode, *name.rsplit(".", 1), where if isinstance(where, list) else [where]]
    for guard in table["guards"]:
        for name in guard["names"]:
            yield ["guards", *name.rsplit(".", 1), None]


def _batch(python, number, names, out):
    label = "old" if "old" in python else "new"
    with open(out / f"{label}-{number:02}.jsonl", "w") as file:
        while names:
            names = _child(python, names, file)


def _child(python, names, file):
    """Runs one child; the names that are left when it dies."""
    child = subprocess.Popen(
        ["nice", python, "-B", HERE / "child.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    timer = _Timer(child)
    child.stdin.write("".join(json.dumps(name) + "\n" for name in names))
    child.stdin.close()
    at, done = -1, False
    for line in child.stdout:
        timer.reset()
        if line.startswith('{"try"'):
            at += 1
        done = done or line.startswith('{"done"')
        file.write(line)
    code = child.wait()
    timer.stop()
    if done:
        return []
    file.write(json.dumps({"died": names[at] if at >= 0 else "import", "code": code}) + "\n")
    file.flush()
    return names[at + 1 :] if at >= 0 else []


class _Timer:
    def __init__(self, child):
        self.child, self.timer = child, None
        self.reset()

    def reset(self):
        self.stop()
        self.timer = threading.Timer(SILENCE, self.child.kill)
        self.timer.daemon = True
        self.timer.start()

    def stop(self):
        if self.timer:
            self.timer.cancel()


if __name__ == "__main__":
    main()
