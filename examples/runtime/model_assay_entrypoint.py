#!/usr/bin/env python3
"""Starts a server only if the model's files are those that were pinned.

    python3 -I model_assay_entrypoint.py --pins /etc/model.sha256 --model /model -- COMMAND [ARGUMENT...]

PINS is what `model-assay pin` (or `sha256sum`) writes. Every file that it names has to be there, be a regular file and have
that SHA-256, and no other file may be in the directory; then COMMAND takes this process's place. Without COMMAND it only
checks. Exit codes: 0 all is well (without COMMAND), 1 something differs, 2 wrong usage or unreadable pins, 127 COMMAND
cannot be started. Standard library only; Python 3.8 and later, on Linux and other POSIX systems.
"""

import argparse
import concurrent.futures
import hashlib
import os
import re
import stat
import sys

# Bytes of a pins file: 64 MiB are some 500,000 files. CWE-770.
MAX_PINS_BYTES = 64 * 1024 * 1024
# Files and directories that are looked at. CWE-400.
MAX_ENTRIES = 1_000_000
# Differences that are printed; the rest is counted.
MAX_SHOWN = 20
# Bytes that are read at once.
CHUNK = 1024 * 1024
# Threads that hash; hashlib lets others run meanwhile.
MAX_THREADS = 8

LINE = re.compile(rb"(\\?)([0-9a-f]{64}) [ *]([^\n]+)", re.DOTALL)
ESCAPES = {b"\\\\": b"\\", b"\\n": b"\n", b"\\r": b"\r"}
# What --ignore never covers: weights, code, and what decides which code runs. Any part of a name counts that follows a dot: loaders
# take model.joblib.gz, lib.so.1 and model.onnx.data too.
NEVER_IGNORED = frozenset(
    """.bin .ckpt .dll .dylib .engine .gguf .ggml .h5 .hdf5 .jar .jinja .joblib .json .keras .mar .mlmodel .msgpack .npy .npz
    .onnx .ot .pb .pickle .pkl .plan .pt .pt2 .pte .pth .py .pyc .pyd .safetensors .skops .so .tflite .torchscript .xml .yaml
    .yml .zip .model .nemo .llamafile .params .bst .ubj .cbm
    .onnx_data .pdmodel .pdiparams .pdparams .ipynb .pyw .pyz .sh .whl .egg .tar .tgz .cfg .ini .toml""".split()
)


class Unusable(Exception):
    """The pins, or the way this was called: exit 2."""


def show(name):
    """A name for people: nothing in it acts on a terminal or a log."""
    return ascii(os.fsdecode(name))


def read_pins(path, expected):
    """Digests (hex) by name (bytes, relative). Raises Unusable."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_PINS_BYTES + 1)
    except OSError as error:
        raise Unusable("the pins %s cannot be read: %s" % (show(path), error.strerror)) from None
    if len(content) > MAX_PINS_BYTES:
        raise Unusable("the pins %s are longer than %d bytes" % (show(path), MAX_PINS_BYTES))
    if expected is not None:
        found = hashlib.sha256(content).hexdigest()
        if found != expected.lower():
            raise Unusable("the pins %s are not those of --pins-sha256: theirs is %s" % (show(path), found))
    if not content.endswith(b"\n"):
        raise Unusable("the pins %s are empty, or end within a line" % show(path))
    pins = {}
    for number, line in enumerate(content[:-1].split(b"\n"), 1):
        match = LINE.fullmatch(line)
        if match is None:
            raise Unusable("line %d of the pins is not 'SHA256  NAME'" % number)
        name = checked_name(unescaped(match.group(3), number) if match.group(1) else match.group(3), number)
        if name in pins:
            raise Unusable("line %d of the pins names %s again" % (number, show(name)))
        pins[name] = match.group(2).decode("ascii")
    return pins


def unescaped(name, number):
    """A name as GNU coreutils escapes it."""
    found = re.sub(rb"\\.?", lambda match: ESCAPES.get(match.group(0), b"\0"), name, flags=re.DOTALL)
    if b"\0" in found:
        raise Unusable("line %d of the pins has a backslash that stands for nothing" % number)
    return found


def checked_name(name, number):
    """The name without ./ in front. It may not lead out of the directory."""
    while name.startswith(b"./"):
        name = name[2:]
    if b"\0" in name or any(part in (b"", b".", b"..") for part in name.split(b"/")):
        raise Unusable("line %d of the pins names %s, which is no file inside of the directory" % (number, show(name)))
    return name


def walk(root):
    """(name, directory entry) of all that is below root and no directory; links are not followed. Raises OSError."""
    left = [b""]
    seen = 0
    while left:
        folder = left.pop()
        with os.scandir(os.path.join(root, folder) if folder else root) as entries:
            for entry in entries:
                seen += 1
                if seen > MAX_ENTRIES:
                    raise Unusable("the directory has more than %d files" % MAX_ENTRIES)
                name = folder + b"/" + entry.name if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    left.append(name)
                else:
                    yield name, entry


def digest_of(path):
    """SHA-256 of a regular file. Raises OSError for another kind, and for a link in its place."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("is no regular file")
        digest = hashlib.sha256()
        buffer = bytearray(CHUNK)
        view = memoryview(buffer)
        while True:
            length = file.readinto(view)
            if not length:
                return digest.hexdigest()
            digest.update(view[:length])


def may_be_extra(name, ignored):
    """Whether --ignore covers a file: never weights or code."""
    parts = os.path.basename(os.fsdecode(name)).lower().split(".")[1:]
    if any("." + part in NEVER_IGNORED for part in parts):
        return False
    return any(name == each or name.startswith(each + b"/") for each in ignored)


def compare(root, pins, ignored, own):
    """Differences between directory and pins, in words, in the order of names. `own`: stat of the pins file itself."""
    problems = {}
    there = set()
    for name, entry in walk(root):
        if entry.is_symlink():
            problems[name] = "is a symbolic link"
        elif name not in pins:
            is_pins = os.path.samestat(entry.stat(follow_symlinks=False), own)
            if not is_pins and not may_be_extra(name, ignored):
                problems[name] = "is not in the pins"
        elif not entry.is_file(follow_symlinks=False):
            problems[name] = "is no regular file"
        else:
            there.add(name)
    for name in pins:
        if name not in there and name not in problems:
            problems[name] = "is missing"
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(MAX_THREADS, os.cpu_count() or 1)) as pool:
        waiting = {name: pool.submit(digest_of, os.path.join(root, name)) for name in sorted(there)}
        for name, result in waiting.items():
            try:
                if result.result() != pins[name]:
                    problems[name] = "has another SHA-256 than was pinned"
            except OSError as error:
                problems[name] = "cannot be read: %s" % (error.strerror or error)
    return sorted(problems.items())


def say(text):
    print("model-assay: " + text, file=sys.stderr, flush=True)


def arguments(argv):
    """Options, and the command behind `--`."""
    at = argv.index("--") if "--" in argv else len(argv)
    parser = argparse.ArgumentParser(description="Starts COMMAND only if the model's files are those that were pinned.",
                                     usage="%(prog)s --pins FILE --model DIR [options] [-- COMMAND ...]", allow_abbrev=False)
    parser.add_argument("--pins", required=True, help="file of SHA-256 digests, as `model-assay pin` writes it")
    parser.add_argument("--pins-sha256", help="SHA-256 of the pins file itself, where the image's author knows it")
    parser.add_argument("--model", required=True, help="directory that the pins are of")
    parser.add_argument("--ignore", action="append", default=[], metavar="PATH",
                        help="file or folder of the directory that may be there without a pin; never weights or code")
    return parser.parse_args(argv[:at]), argv[at + 1:]


def check(options):
    """Raises Unusable; brings the exit code otherwise."""
    ignored = [checked_name(os.fsencode(each.rstrip("/")), 0) for each in options.ignore]
    pins = read_pins(options.pins, options.pins_sha256)
    root = os.fsencode(os.path.realpath(options.model))
    try:
        problems = compare(root, pins, ignored, os.stat(options.pins))
    except OSError as error:
        raise Unusable("the directory %s cannot be read: %s" % (show(options.model), error.strerror)) from None
    for name, problem in problems[:MAX_SHOWN]:
        say("%s %s" % (show(name), problem))
    if len(problems) > MAX_SHOWN:
        say("and %d more" % (len(problems) - MAX_SHOWN))
    if problems:
        say("refused: %s is not what was pinned" % show(options.model))
        return 1
    say("%d files are what was pinned" % len(pins))
    return 0


def main(argv):
    options, command = arguments(argv)
    try:
        code = check(options)
    except Unusable as error:
        say("refused: %s" % error)
        return 2
    if code != 0 or not command:
        return code
    try:
        os.execvp(command[0], command)
    except OSError as error:
        say("%s cannot be started: %s" % (show(command[0]), error.strerror))
        return 127


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
