import { each, type DangerTable } from "./danger-table";

const foreign = "loads shared libraries and calls their functions";

/** Loads machine code, or reads and writes memory without Python's protection. */
export const nativeCode: DangerTable = {
  family: "native code",
  modules: {
    ctypes: foreign,
    _ctypes: foreign,
    _ctypes_test: foreign,
    cffi: foreign,
    _cffi_backend: foreign,
    pycparser: "reads C source and writes tables of its own",
    dl: `${foreign} (Python 2)`,
    win32api: "calls the Windows system interface",
    win32com: "drives other Windows programs",
    pythoncom: "drives other Windows programs",
    comtypes: "drives other Windows programs",
    llvmlite: "compiles and runs machine code",
    "numpy.ctypeslib": foreign,
    "numpy.f2py": "compiles Fortran, and evaluates text on the way",
    "torch._inductor": "compiles generated source and runs it",
    triton: "compiles source for the GPU",
    pycuda: "compiles source for the GPU",
  },
  names: {
    scipy: each("LowLevelCallable", "wraps a raw function pointer"),
    "scipy._lib._ccallback": each("LowLevelCallable", "wraps a raw function pointer"),
    "torch._C": each(
      "_load_for_lite_interpreter import_ir_module import_ir_module_from_buffer",
      "loads a TorchScript program",
    ),
    "xgboost.core": each("_load_lib", foreign),
    "lightgbm.libpath": each("_load_lib", foreign),
  },
};
