"""Makes the list of names that a Keras configuration may hold without a word, from the real libraries.

    CUDA_VISIBLE_DEVICES= /opt/ma-formats/bin/python tools/keras/names.py src/rules/keras/allow-list.ts

Classes are those that build layers, optimizers and the like from their configuration, and nothing else: what loads,
fetches, saves or downloads is not among them. `keras` gives names as Keras 3 writes them, `tf_keras` as Keras 2 did.
Symbols are TensorFlow's, as `TFOpLambda` looks them up; operators are TensorFlow's without a side effect.
"""

import importlib
import inspect
import os
import sys
import textwrap
import warnings
from pathlib import Path

os.environ.update(CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="3")
warnings.simplefilter("ignore")

# Names of Keras 1 and 2 that later versions dropped, from the release notes and the sources of keras 1.2.2 and 2.3.1.
OLD_CLASSES = """
    AtrousConvolution1D AtrousConvolution2D AtrousConv1D AtrousConv2D Convolution1D Convolution2D Convolution3D
    Deconvolution2D Deconvolution3D SeparableConvolution2D Cropping1D Cropping2D Cropping3D Highway MaxoutDense
    Merge ConvLSTM2D ConvRecurrent2D ParametricSoftplus SReLU TimeDistributedDense Graph Container Network
    CuDNNGRU CuDNNLSTM LSTM GRU SimpleRNN TFOptimizer PolicyV1 ModelV1 Conv2DTranspose RandomNormal RandomUniform
    VarianceScaling NAdam WeightRegularizer ActivityRegularizer L1L2Regularizer SyncBatchNormalization
    BatchNormalizationV1 BatchNormalizationV2
""".split()
OLD_WORDS = """
    glorot_normal glorot_uniform lecun_normal lecun_uniform he_normal he_uniform zero zeros one ones constant
    uniform normal identity orthogonal truncated_normal random_normal random_uniform variance_scaling l1 l2 l1_l2
    l1l2 activity_l1 activity_l2 maxnorm max_norm nonneg non_neg unitnorm unit_norm min_max_norm hard_sigmoid
    linear softmax acc accuracy mse mae mape msle kld cosine cosine_proximity categorical_accuracy
    sparse_categorical_accuracy top_k_categorical_accuracy binary_accuracy fmeasure precision recall fbeta_score
    matthews_correlation mean_absolute_error logcosh crossentropy ce lower_and_strip_punctuation strip_punctuation
    lower sgd adam rmsprop nadam adagrad adadelta adamax ftrl
""".split()
# Attributes of tensors that TF-Keras wraps in layers (tf_keras/src/layers/core/tf_op_layer.py).
ATTRIBUTES = """
    shape dtype values row_splits flat_values nested_row_splits nested_value_rowids row_ids nrows ncols
    uniform_row_length bounding_shape ragged_rank row_lengths row_starts row_limits value_rowids with_values
    with_flat_values with_row_splits_dtype merge_dims to_tensor to_sparse indices dense_shape get_shape set_shape
    is_ragged nested_flat_values consumers rank
""".split()
# What TensorFlow offers that is no arithmetic: files, networks, Python, other graphs.
EVIL_SYMBOL = (
    "py_function numpy_function load_library load_op_library function while_loop map_fn scan foldl foldr "
    "vectorized_map "
    "print io.read_file io.write_file io.matching_files io.gfile io.TFRecord save_fn restore_fn py_func "
    "import_graph_def "
    "nondifferentiable_batch_function custom_gradient recompute_grad grad_pass_through "
    "register_tensor_conversion_function "
    "variable_creator_scope get_logger device control_dependencies init_scope case cond switch_case make_ndarray eval "
    "set_epsilon set_floatx set_image_data_format set_session set_learning_phase clear_session "
    "manual_variable_initialization"
).split()
SYMBOL_HOMES = (
    "math nn linalg signal strings image random bitwise sets sparse ragged quantization audio dtypes "
    "__operators__ keras.backend __internal__.ragged"
).split()
SAFE_IO = "decode_ parse_ serialize_ encode_ deserialize_ extract_jpeg_shape is_jpeg"
EVIL_OPS = (
    "ReadFile WriteFile MatchingFiles PyFunc PyFuncStateless EagerPyFunc LoadLibrary SaveV2 Save SaveSlices RestoreV2 "
    "Restore RestoreSlice MergeV2Checkpoints ShardedFilename ImmutableConst DebugIdentity DebugIdentityV2 "
    "DebugIdentityV3 DebugNumericSummary "
    "DebugNumericSummaryV2 DebugNanCount Print PrintV2 PartitionedCall StatefulPartitionedCall SymbolicGradient "
    "RemoteCall If While "
    "StatelessIf StatelessWhile Case StatelessCase For MapDefun XlaLaunch XlaCallModule TPUPartitionedCall"
).split()


def keras3():
    import keras
    from keras.src import api_export
    from keras.src.saving.keras_saveable import KerasSaveable

    wanted = bases3(keras)
    classes, functions, words = set(), set(), set()
    for name, value in api_export.REGISTERED_NAMES_TO_OBJS.items():
        if inspect.isclass(value) and issubclass(value, wanted):
            classes.add(name)
    for value in everything("keras.src"):
        if inspect.isclass(value) and issubclass(value, (KerasSaveable, *wanted)):
            if value.__module__.startswith("keras.src.") and "test" not in value.__module__:
                classes.add(f"{value.__module__}.{value.__name__}")
    for home in "activations losses metrics initializers regularizers constraints ops".split():
        module = getattr(keras, home)
        for name, value in vars(module).items():
            if name.startswith("_") or name in ("get", "serialize", "deserialize"):
                continue
            if inspect.isfunction(value):
                functions.update((f"keras.{home}.{name}", f"{value.__module__}.{value.__name__}"))
                words.update((name, value.__name__))
            elif inspect.isclass(value) and home != "ops":
                words.add(name)
        source = importlib.import_module(f"keras.src.{home}")
        words.update(getattr(source, "ALL_OBJECTS_DICT", {}))
    import keras.src.optimizers as optimizers

    words.update(name for name in optimizers.ALL_OBJECTS_DICT)
    functions = {name for name in functions if name.startswith("keras.")}
    return classes, functions, {word for word in words if isinstance(word, str)}


def bases3(keras):
    from keras.src import quantizers
    from keras.src.dtype_policies.dtype_policy_map import DTypePolicyMap
    from keras.src.layers.input_spec import InputSpec
    from keras.src.ops.operation import Operation

    named = (
        keras.Layer, keras.Model, Operation, keras.optimizers.Optimizer, keras.losses.Loss, keras.metrics.Metric,
        keras.Initializer, keras.regularizers.Regularizer, keras.constraints.Constraint, DTypePolicyMap, InputSpec,
        keras.optimizers.schedules.LearningRateSchedule, keras.DTypePolicy, keras.Quantizer, keras.random.SeedGenerator,
        keras.utils.FeatureSpace,
    )  # fmt: skip
    config = getattr(getattr(quantizers, "quantization_config", None), "QuantizationConfig", None)
    return named if config is None else (*named, config)


def keras2():
    import tf_keras

    parts = [
        tf_keras.layers.Layer, tf_keras.optimizers.Optimizer, tf_keras.optimizers.legacy.Optimizer,
        tf_keras.losses.Loss,
        tf_keras.metrics.Metric, tf_keras.initializers.Initializer, tf_keras.regularizers.Regularizer,
        tf_keras.constraints.Constraint, tf_keras.optimizers.schedules.LearningRateSchedule,
        tf_keras.mixed_precision.Policy, tf_keras.layers.InputSpec,
    ]  # fmt: skip
    classes, words = set(), set()
    for value in everything("tf_keras"):
        if inspect.isclass(value) and issubclass(value, tuple(parts)) and "test" not in value.__module__:
            home = value.__module__.removeprefix("tf_keras.src.")
            classes.add(f"tf_keras.src.{home}.{value.__name__}")
    homes = "layers optimizers optimizers.legacy optimizers.schedules losses metrics initializers regularizers"
    homes += " constraints"
    for home in homes.split():
        module = importlib.import_module(f"tf_keras.{home}")
        for name, value in vars(module).items():
            if inspect.isclass(value) and issubclass(value, tuple(parts)):
                classes.add(f"keras.{home}.{name}")
            if home.split(".")[0] != "layers" and (inspect.isclass(value) or inspect.isfunction(value)):
                words.add(name)
    for name, value in vars(tf_keras.activations).items():
        if inspect.isfunction(value):
            words.add(name)
    classes.update(("keras.Model", "keras.Sequential", "keras.models.Model", "keras.mixed_precision.Policy"))
    from tf_keras.src.saving import object_registration

    known = {name.rsplit(".", 1)[1] for name in classes}
    own = {name for value, name in object_registration._GLOBAL_CUSTOM_NAMES.items() if value.__name__ in known | words}
    return classes, words - {"get", "serialize", "deserialize", "load_model"}, own


def everything(package):
    """Every attribute of every module that the package imports by itself; the rest is back ends and tests."""
    importlib.import_module(package)
    for name in sorted(sys.modules):
        if name == package or name.startswith(f"{package}."):
            yield from list(vars(sys.modules[name]).values())


def symbols():
    import tensorflow as tf

    found = set()
    for home in SYMBOL_HOMES:
        module = tf
        for part in home.split("."):
            module = getattr(module, part, None)
        found.update(f"{home}.{name}" for name, value in vars(module or object).items() if is_function(name, value))
    found.update(name for name, value in vars(tf).items() if is_function(name, value))
    found.update(f"io.{name}" for name in vars(tf.io) if name.startswith(tuple(SAFE_IO.split())))
    found.update(f"strings.{name}" for name in vars(tf.strings) if not name.startswith("_"))
    from tensorflow.python.util import tf_export

    operators = {
        name
        for value in everything_of(tf.__operators__)
        for name in getattr(value, "_tf_api_names", ())
        if name.startswith("__operators__")
    }
    found.update(operators)
    known = "add sub mul div truediv floordiv mod pow matmul getitem ne eq and or xor not neg abs invert lt le gt ge"
    known += " radd rsub rmul rdiv rtruediv rfloordiv rmod rpow rmatmul rand ror rxor ragged_getitem"
    found.update(f"__operators__.{name}" for name in known.split())
    found.update(f"compat.v1.{name}" for name in list(found) if tf_export.get_symbol_from_name(f"compat.v1.{name}"))
    return {name for name in found if name.split(".")[-1] not in EVIL_SYMBOL and name not in EVIL_SYMBOL}


def everything_of(module):
    return list(vars(module).values())


def is_function(name, value):
    return not name.startswith("_") and callable(value) and not inspect.isclass(value)


def operators():
    from tensorflow.python.framework import op_def_registry
    import tensorflow as tf

    found = set()
    for name in dir(tf.raw_ops):
        definition = op_def_registry.get(name)
        if definition is None or name in EVIL_OPS or "Dataset" in name or "TPU" in name or "Xla" in name:
            continue
        if any(attr.type in ("func", "list(func)") for attr in definition.attr):
            continue
        held = name.startswith("Random") or name in ("VarHandleOp", "ReadVariableOp", "Placeholder", "Const")
        if not definition.is_stateful or held:
            found.add(name)
    return found


def main(out):
    classes3, functions, words3 = keras3()
    classes2, words2, registered = keras2()
    classes = classes3 | classes2
    short = {name.rsplit(".", 1)[1] for name in classes} | set(OLD_CLASSES) | registered
    words = words3 | words2 | set(OLD_WORDS) | short
    tables = {
        "CLASSES": grouped(classes),
        "CLASS_NAMES": " ".join(sorted(short)),
        "FUNCTIONS": grouped(functions),
        "WORDS": " ".join(sorted(words - short)),
        "SYMBOLS": grouped({name if "." in name else f".{name}" for name in symbols()}),
        "ATTRIBUTES": " ".join(sorted(ATTRIBUTES)),
        "OPERATORS": " ".join(sorted(operators())),
    }
    import keras
    import tensorflow
    import tf_keras

    versions = f"keras {keras.__version__}, tf_keras {tf_keras.__version__}, tensorflow {tensorflow.__version__}"
    text = [
        f"/** Made by tools/keras/names.py from {versions}: data, not to be edited. */",
        "",
    ]
    for name, value in tables.items():
        text += [f"/** {DOCS[name]} */", f"export const {name} =", literal(value), ""]
    Path(out).write_text("\n".join(text).rstrip() + "\n")
    print({name: len(value.split()) for name, value in tables.items()})


DOCS = {
    "CLASSES": "Modules, each with a colon, and the classes of theirs that a configuration may build.",
    "CLASS_NAMES": "The same without modules, and those of Keras 1: what HDF5 models and SavedModels name.",
    "FUNCTIONS": "Modules and functions that a configuration may refer to.",
    "WORDS": "Plain strings that mean a function or class of Keras.",
    "SYMBOLS": "Symbols of TensorFlow's API that compute and do nothing else, by module (`:` for its root).",
    "ATTRIBUTES": "Attributes of tensors.",
    "OPERATORS": "Operators of TensorFlow's graphs that compute and do nothing else.",
}


def grouped(names):
    homes = {}
    for name in names:
        home, last = name.rsplit(".", 1)
        homes.setdefault(home, set()).add(last)
    return " ".join(f"{home}: {' '.join(sorted(lasts))}" for home, lasts in sorted(homes.items()))


def literal(value):
    lines = textwrap.wrap(value, 300, break_long_words=False, break_on_hyphens=False)
    return " +\n".join(f'  "{line}{"" if index == len(lines) - 1 else " "}"' for index, line in enumerate(lines)) + ";"


if __name__ == "__main__":
    main(sys.argv[1])
