"""Writes src/rules/format/onnx/operators.ts: every operator that ONNX has or had, and those that ONNX Runtime brings.

    python tools/onnx/operators.py > src/rules/format/onnx/operators.ts

Needs onnx, onnxruntime and onnxruntime-extensions. Schemas say the names; nothing is loaded but the libraries.
"""

import inspect
import textwrap
from importlib.metadata import version

import onnx.defs
import onnxruntime.capi.onnxruntime_pybind11_state as runtime
from onnxruntime_extensions import _cuops

LIBRARIES = ("onnx", "onnxruntime", "onnxruntime-extensions")

# Experimental operators that ONNX had before 1.5 and that old models still use; onnx.defs forgot them.
REMOVED = {
    "Affine", "ConstantFill", "Crop", "DynamicSlice", "GRUUnit", "GivenTensorFill", "ImageScaler",
    "ParametricSoftplus", "Scale", "ScaledTanh",
}  # fmt: skip


def operators():
    found = {"": set(REMOVED)}
    for schema in (*onnx.defs.get_all_schemas_with_history(), *runtime.get_all_operator_schema()):
        found.setdefault(schema.domain, set()).add(schema.name)
    found["ai.onnx.contrib"] = {
        name
        for name, value in vars(_cuops).items()
        if inspect.isclass(value) and issubclass(value, _cuops.CustomOp) and value is not _cuops.CustomOp
    }
    return found


def main():
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    print(f"/** Written by tools/onnx/operators.py from {versions}. Names by domain; ONNX's own is empty. */")
    print("export const OPERATORS: Readonly<Record<string, string>> = {")
    for domain, names in sorted(operators().items()):
        print(f'  "{domain}": `')
        print(textwrap.indent(textwrap.fill(" ".join(sorted(names)), 110, break_on_hyphens=False), "    "))
        print("  `,")
    print("};")


if __name__ == "__main__":
    main()
