"""Notices what a call does outside of data: Python's audit events, files touched by native code, canaries called."""

import ctypes
import os
import struct
import sys

TRACES = 6  # frames kept with a finding: enough to find the source to read
ALWAYS = (
    "subprocess.Popen os.system os.exec os.posix_spawn os.spawn os.startfile os.fork os.forkpty os.kill os.putenv "
    "code.__new__ function.__new__ builtins.input builtins.breakpoint sqlite3.connect mmap.__new__ webbrowser.open "
    "_thread.start_new_thread _thread.start_joinable_thread urllib.Request pickle.find_class object.__setattr__ "
    "object.__delattr__ socket.connect socket.bind socket.getaddrinfo socket.gethostbyname socket.sendto "
    "gc.get_objects gc.get_referrers pty.spawn signal.pthread_kill ctypes.dlopen ctypes.dlsym ctypes.call_function"
).split()
IF_CANARY = ("import", "marshal.loads", "glob.glob", "object.__getattr__")
FILES = ("os.", "shutil.", "tempfile.")


class Watch:
    """Collects `(kind, detail, trace)` while armed; `name` and `phase` say what is being tried."""

    def __init__(self, folder, out):
        self.folder, self.out, self.armed = folder, out, False
        self.name = self.phase = ""
        self.seen = set()
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.inotify = self.libc.inotify_init1(os.O_NONBLOCK)
        everything = 0xFFF & ~0x10 & ~0x08  # without what closing says again
        for path in (folder, os.path.join(folder, "place")):
            self.libc.inotify_add_watch(self.inotify, path.encode(), everything)
        sys.addaudithook(self._event)

    def start(self, name):
        self.name = name
        self.seen.clear()
        self.files()

    def called(self, what):
        if self.armed:
            self.hit("calls", what)

    def hit(self, kind, detail):
        armed, self.armed = self.armed, False
        trace = _trace()
        key = (self.phase.split("[")[0], kind, str(detail)[:40], trace[0] if trace else "")
        if key not in self.seen and len(self.seen) < 40:
            self.seen.add(key)
            self.out({"name": self.name, "phase": self.phase, "kind": kind, "detail": str(detail)[:200], "at": trace})
        self.armed = armed

    def _event(self, event, args):
        if not self.armed:
            return
        self.armed = False
        try:
            detail = self._interesting(event, args)
        except Exception:  # noqa: BLE001 - a hook must not raise into what it watches
            detail = "?"
        self.armed = True
        if detail is not None:
            self.hit(event, detail)

    def _interesting(self, event, args):
        if event in ALWAYS:
            return repr(args)[:200]
        if event in ("exec", "compile"):
            return _code(event, args)
        if event == "open":
            path, _, flags = args
            if isinstance(path, int) or (not flags & (os.O_WRONLY | os.O_RDWR) and _is_library(path)):
                return None
            return f"{path!r} flags={flags:#o}"
        if event in IF_CANARY or event.startswith(FILES):
            text = repr(args[0] if event == "import" else args)
            return text[:200] if "canary" in text else None
        if event.startswith(("socket.", "ctypes.", "cpython.run")):
            return repr(args)[:200]
        return None

    def files(self):
        """What the kernel saw in the folder of canaries since the last time, native code included."""
        try:
            data = os.read(self.inotify, 65536)
        except BlockingIOError:
            return
        position, names = 0, set()
        while position < len(data):
            _, mask, _, length = struct.unpack_from("iIII", data, position)
            name = data[position + 16 : position + 16 + length].rstrip(b"\0").decode(errors="replace")
            names.add(f"{name}:{mask:#x}")
            position += 16 + length
        if self.armed:
            self.hit("file touched", ", ".join(sorted(names)))


def _code(event, args):
    source = args[0]
    if event == "exec":
        name = getattr(source, "co_filename", "?")
        return None if name.startswith(("<frozen", sys.prefix, sys.base_prefix)) else f"code of {name}"
    name = args[1]
    if isinstance(source, (str, bytes)):
        return f"{name!r}: {source[:150]!r}" if not _is_library(name) else None
    return None if source is None or _is_library(name) else f"{name!r}: {type(source).__name__}"


def _is_library(path):
    path = os.fsdecode(path)
    if path.startswith(("<frozen", sys.prefix, sys.base_prefix, "/usr/lib", "/proc/", "/sys/", "/lib")):
        return True
    return False


def _trace():
    frame, found = sys._getframe(2), []
    while frame and len(found) < TRACES:
        code = frame.f_code
        if "/globals/audit/" not in code.co_filename:
            name = code.co_filename.split("site-packages/")[-1]
            found.append(f"{name}:{frame.f_lineno} {code.co_qualname}")
        elif found and code.co_name in ("attempt", "go"):
            break
        frame = frame.f_back
    return found
