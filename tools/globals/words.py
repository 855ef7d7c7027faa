"""The words by which the scan knows danger, and the few that only look like it."""


def _words(text):
    return frozenset(text.split())


# Builtins that run code, open a file, or hand out a namespace.
DANGER_BUILTINS = _words(
    """
    eval exec compile open __import__ input breakpoint globals
    """
)

# Builtins that resolve a name: fine with a constant one.
DYNAMIC = _words(
    """
    getattr setattr delattr
    """
)

# Packages of which no call is fine, but for `FINE_CALLS`.
DANGER_MODULES = _words(
    """
    os posix nt subprocess shutil socket ssl urllib requests httpx http ftplib smtplib importlib imp runpy
    pkgutil pickle _pickle cPickle joblib dill cloudpickle marshal shelve ctypes cffi _ctypes tempfile glob
    io zipfile tarfile multiprocessing threading _thread concurrent asyncio signal pty code codeop sys gc
    pathlib huggingface_hub safetensors fsspec webbrowser sqlite3 gzip bz2 lzma pydoc timeit cProfile bdb
    """
)

# Calls of those packages that touch nothing outside the process.
FINE_CALLS = _words(
    """
    os.path.join os.path.basename os.path.dirname os.path.splitext os.fspath posixpath.join sys.getsizeof
    sys.intern sys.exc_info os.environ.get os.getenv os.getpid os.cpu_count threading.Lock threading.RLock
    threading.local io.BytesIO io.StringIO threading.get_ident threading.current_thread threading.Condition
    threading.Event importlib.util.find_spec importlib.metadata.version sys._getframe sys.gettrace
    shutil.get_terminal_size pathlib.Path pathlib.PurePath pathlib.PosixPath gc.collect gc.isenabled
    """
)

# Parts of the name of a method or function that mean a file, the network, or code.
DANGER_WORDS = _words(
    """
    load download urlopen import_ exec eval_ popen system unpickle from_pretrained read_text read_bytes
    write_text write_bytes unlink rmtree mkdir from_file fromfile to_disk from_disk retrieve hf_hub memmap
    open_ spawn compile
    """
)

# Names that hold such a part and mean something else.
FINE_WORDS = _words(
    """
    load_state_dict _load_from_state_dict is_loaded overload reload_state evaluate upload payload workload
    loaded is_compiled recompile_ re.compile compiler
    """
)

# Modules whose calls, and whose classes as bases, are fine.
STDLIB_OK = _words(
    """
    builtins abc typing typing_extensions collections enum dataclasses datetime numbers copy copyreg
    functools itertools operator math cmath warnings re _collections_abc inspect types string contextlib
    weakref logging decimal fractions random json textwrap numpy platform time uuid hashlib base64 struct
    array bisect heapq keyword reprlib pprint locale difflib unicodedata statistics zlib traceback linecache
    calendar _weakrefset _collections _functools _operator _thread
    """
)

# A function with one of these in its name is not taken even as a value.
FUNCTION_WORDS = tuple(
    """
    load save open exec eval import download url read write file run_ _run compile getattr setattr memmap
    fromregex genfromtxt source lookfor deploy monkeypatch _test pytest parallel_apply from_pretrained
    frompyfunc apply_along piecewise vectorize apply_over fromfunction disk to_hub from_hub hf_ dispatch
    set_ seterr apply hook print callback errcall subprocess shell decorator wrap register
    """.split()
)
