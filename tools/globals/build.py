"""Writes the table of known-safe globals: what the libraries hold, less what the scan reports, plus what was reviewed.

    python3 tools/globals/build.py --python /opt/ma-libs/bin/python --python /opt/ma-old/bin/python

The same environments give the same bytes. `--cache DIR` keeps what an interpreter listed, for work on the reviews.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import reviewed

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "src/rules/pickle/globals/known-safe.json"
STRENGTH = {"ref": 0, "new": 1, "call": 2}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--python", action="append", required=True, type=Path, help="an interpreter with libraries; repeat"
    )
    parser.add_argument("--out", type=Path, default=TABLE)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--dropped", type=Path, help="write what the scan dropped, with reasons, for a reviewer")
    options = parser.parse_args()
    with ThreadPoolExecutor() as pool:
        walks = list(pool.map(lambda python: walk(python, options.cache), options.python))
    names, dropped = merge(walks)
    guarded = guards(dropped, names)
    table = {
        "libraries": versions(walks),
        "modules": modules(names),
        "applies": special("applies"),
        "loads": special("loads"),
        "resolves": special("resolves"),
        "guards": guarded,
        "constructs": constructs(walks, names),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(render(table))
    if options.dropped:
        options.dropped.write_text(json.dumps(dropped, indent=1, sort_keys=True))
    tell(table, dropped)


def walk(python, cache):
    kept = cache and cache / (hashlib.sha256(str(python).encode()).hexdigest()[:8] + ".json")
    if kept and kept.exists():
        return json.loads(kept.read_text())
    done = subprocess.run([python, HERE / "walk.py"], stdout=subprocess.PIPE, check=True)
    if kept:
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(done.stdout)
    return json.loads(done.stdout)


def merge(walks):
    """Names by mode. What one version gives reason to drop is dropped in all; a review has the last word."""
    names, dropped = {}, {}
    for result in walks:
        dropped.update(result["dropped"])
    for result in walks:
        for name, mode in result["names"].items():
            if name not in dropped:
                names[name] = stronger(names.get(name), mode)
    old_paths(names)
    for name, review in reviewed.names().items():
        if review["mode"] in STRENGTH:
            names[name] = review["mode"]
        else:
            names.pop(name, None)
        dropped.pop(name, None)
    return names, dropped


def stronger(one, other):
    return max(filter(None, (one, other)), key=STRENGTH.get)


def old_paths(names):
    """Files outlive the paths of their classes: a module that moved has the names of its new home."""
    for old, alias in reviewed.aliases().items():
        for name, mode in [(n, m) for n, m in names.items() if n.startswith(alias["now"] + ":")]:
            if alias.get("only") in (None, mode):
                names.setdefault(f"{old}:{name.partition(':')[2]}", mode)


def constructs(walks, names):
    """Classes that may be restored, and whose constructor does what nothing in the table may: not to be held."""
    found = {name for result in walks for name in result["constructs"]} | set(reviewed.constructs())
    for old, alias in reviewed.aliases().items():
        found |= {f"{old}:{name.partition(':')[2]}" for name in found if name.startswith(alias["now"] + ":")}
    table = {}
    for name in sorted(found):
        if names.get(name) == "new":
            module, _, attribute = name.partition(":")
            table.setdefault(module, []).append(attribute)
    return table


def special(mode):
    return {
        dotted(name): review["arguments"] for name, review in sorted(reviewed.names().items()) if review["mode"] == mode
    }


def guards(dropped, names):
    """Classes that are safe to build only with a state that is checked; in no other list."""
    found = []
    for root, guard in sorted(reviewed.guards().items()):
        members = guard.get("names") or [
            n for n, why in dropped.items() if n.startswith(root) and all(guard["flag"] in w for w in why)
        ]
        for name in members:
            names.pop(name, None)
        found.append({"names": sorted(dotted(n) for n in members), "state": guard["state"], "why": guard["why"]})
    return found


def dotted(name):
    return name.replace(":", ".")


def modules(names):
    table = {}
    for name, mode in names.items():
        module, _, attribute = name.partition(":")
        table.setdefault(module, {}).setdefault(mode, []).append(attribute)
    return {
        m: {mode: sorted(modes[mode]) for mode in ("call", "new", "ref") if mode in modes}
        for m, modes in sorted(table.items())
    }


def versions(walks):
    found = {}
    for result in walks:
        for library, version in result["libraries"].items():
            found.setdefault(library, set()).add(version)
    return {library: ", ".join(sorted(v, key=_version)) for library, v in sorted(found.items())}


def _version(text):
    return [int(part) for part in re.findall(r"\d+", text)]


def render(table):
    """One module a line: a change of the table reads as a change of modules."""
    lines = ["{"]
    for index, (key, value) in enumerate(table.items()):
        comma = "," if index < len(table) - 1 else ""
        if isinstance(value, dict):
            rows = [
                f"  {json.dumps(k)}: {json.dumps(v, separators=(',', ':'), ensure_ascii=False)}"
                for k, v in sorted(value.items())
            ]
            lines.append(f" {json.dumps(key)}: {{\n" + ",\n".join(rows) + f"\n }}{comma}")
        else:
            rows = [f"  {json.dumps(v, ensure_ascii=False)}" for v in value]
            lines.append(f" {json.dumps(key)}: [\n" + ",\n".join(rows) + f"\n ]{comma}")
    return "\n".join([*lines, "}", ""])


def tell(table, dropped):
    counts = {mode: sum(len(m.get(mode, ())) for m in table["modules"].values()) for mode in STRENGTH}
    guarded = sum(len(guard["names"]) for guard in table["guards"])
    others = ", ".join(f"{key} {len(table[key])}" for key in ("applies", "loads", "resolves"))
    print(f"{sum(counts.values())} names in {len(table['modules'])} modules: {counts}; {others}", file=sys.stderr)
    makers = sum(map(len, table["constructs"].values()))
    print(f"guarded {guarded}; constructors that do more {makers}; the scan dropped {len(dropped)}", file=sys.stderr)


if __name__ == "__main__":
    main()
