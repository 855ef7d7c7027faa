"""Keras 3 and TF-Keras (Keras 2): `.keras`, HDF5, weights and SavedModels of every layer that can be saved.

Custom layers and Lambda layers are normal too, and reported on purpose: they are not in here.
"""

import inspect

import numpy as np
from maker import attempt, maker

# Abstract, or for shapes of their own.
BASES = {"Initializer", "Regularizer", "Constraint", "STFT", "STFTInitializer", "stft"}
# Layers that Keras 3.15 itself cannot write to HDF5.
NO_HDF5 = {
    "layer_RandomBrightness", "layer_RandomColorDegeneration", "layer_RandomPosterization", "layer_RandomSaturation",
    "layer_RandomSharpness", "layer_Solarization", "optimizer_Adafactor",
}  # fmt: skip
# Shapes that are tried for a layer that nothing is known about.
SHAPES = {1: (8,), 2: (8, 4), 3: (8, 8, 4), 4: (8, 8, 8, 3)}


def _arguments(keras):
    """The shape of its input and what it has to be given, for each layer whose constructor has no defaults."""
    layer = keras.layers
    return {
        "Activation": ((8,), {"activation": "relu"}),
        "Bidirectional": ((8, 4), {"layer": layer.LSTM(2)}),
        "CategoryEncoding": ((8,), {"num_tokens": 4}),
        "CenterCrop": ((8, 8, 3), {"height": 4, "width": 4}),
        "Conv1D": ((8, 4), {"filters": 2, "kernel_size": 2}),
        "Conv1DTranspose": ((8, 4), {"filters": 2, "kernel_size": 2}),
        "Conv2D": ((8, 8, 3), {"filters": 2, "kernel_size": 2, "kernel_regularizer": "l2"}),
        "Conv2DTranspose": ((8, 8, 3), {"filters": 2, "kernel_size": 2}),
        "Conv3D": ((8, 8, 8, 3), {"filters": 2, "kernel_size": 2}),
        "Conv3DTranspose": ((8, 8, 8, 3), {"filters": 2, "kernel_size": 2}),
        "ConvLSTM1D": ((4, 8, 3), {"filters": 2, "kernel_size": 2}),
        "ConvLSTM2D": ((4, 8, 8, 3), {"filters": 2, "kernel_size": 2}),
        "ConvLSTM3D": ((4, 8, 8, 8, 3), {"filters": 2, "kernel_size": 2}),
        "Dense": ((8,), {"units": 3, "activation": "gelu", "kernel_constraint": "max_norm"}),
        "DepthwiseConv1D": ((8, 4), {"kernel_size": 2}),
        "DepthwiseConv2D": ((8, 8, 3), {"kernel_size": 2}),
        "Discretization": ((8,), {"bin_boundaries": [0.0, 1.0]}),
        "Embedding": ((8,), {"input_dim": 10, "output_dim": 3}),
        "EinsumDense": ((8,), {"equation": "ab,bc->ac", "output_shape": 4}),
        "GRU": ((8, 4), {"units": 3}),
        "LSTM": ((8, 4), {"units": 3, "return_sequences": True}),
        "SimpleRNN": ((8, 4), {"units": 3}),
        "RNN": ((8, 4), {"cell": [layer.LSTMCell(3), layer.GRUCell(2)]}),
        "TimeDistributed": ((8, 4), {"layer": layer.Dense(2, activation="relu")}),
        "SpectralNormalization": ((8,), {"layer": layer.Dense(2)}),
        "Hashing": ((8,), {"num_bins": 4}),
        "IntegerLookup": ((1,), {"vocabulary": [1, 2, 3]}),
        "StringLookup": ((1,), {"vocabulary": ["a", "b"]}),
        "TextVectorization": ((1,), {"vocabulary": ["a", "b"], "output_sequence_length": 4}),
        "Permute": ((8, 4), {"dims": (2, 1)}),
        "Reshape": ((8, 4), {"target_shape": (4, 8)}),
        "RepeatVector": ((8,), {"n": 2}),
        "Rescaling": ((8,), {"scale": 0.5}),
        "Resizing": ((8, 8, 3), {"height": 4, "width": 4}),
        "RandomCrop": ((8, 8, 3), {"height": 4, "width": 4}),
        "RandomFlip": ((8, 8, 3), {}),
        "SeparableConv1D": ((8, 4), {"filters": 2, "kernel_size": 2}),
        "SeparableConv2D": ((8, 8, 3), {"filters": 2, "kernel_size": 2}),
        "LocallyConnected1D": ((8, 4), {"filters": 2, "kernel_size": 2}),
        "LocallyConnected2D": ((8, 8, 3), {"filters": 2, "kernel_size": 2}),
        "MelSpectrogram": ((16000,), {}),
        "STFTSpectrogram": ((16000,), {"mode": "log"}),
        "GroupNormalization": ((8, 8, 4), {"groups": 2}),
        "Equalization": ((8, 8, 3), {}),
        "MaxNumBoundingBoxes": ((8, 8, 3), {"max_number": 4}),
        "RandomColorDegeneration": ((8, 8, 3), {"factor": 0.1}),
        "RandomPosterization": ((8, 8, 3), {"factor": 4}),
        "RandomTranslation": ((8, 8, 3), {"height_factor": 0.1, "width_factor": 0.1}),
        "RandomZoom": ((8, 8, 3), {"height_factor": 0.1}),
        "ReversibleEmbedding": ((8,), {"input_dim": 10, "output_dim": 3}),
        "Pipeline": ((8, 8, 3), {"layers": [layer.Rescaling(0.5)]}),
    }


def _pooling(name):
    if "Pool" not in name or "Global" in name:
        return None
    return (8,) * int(name[-2]) + (3,), {"output_size" if "Adaptive" in name else "pool_size": 2}


def _one_layer(keras, name):
    """A model of one layer, by what it is known to need or the first shape that fits."""
    cls = getattr(keras.layers, name)
    known = _arguments(keras).get(cls.__name__) or _pooling(cls.__name__)
    tries = [known] if known else [(shape, {}) for shape in SHAPES.values()]
    tries += [(shape, {key: 0.1}) for shape in SHAPES.values() for key in ("factor", "rate", "stddev")]
    failure = None
    for shape, given in tries:
        try:
            dtype = "string" if name in ("StringLookup", "TextVectorization", "Hashing") else "float32"
            dtype = "int64" if name in ("IntegerLookup", "Embedding") else dtype
            given = {key: (tuple(value) if isinstance(value, tuple) else value) for key, value in given.items()}
            return keras.Sequential([keras.Input(shape, dtype=dtype), cls(**given)], name=f"of_{name.lower()}")
        except Exception as error:  # noqa: BLE001 - libraries raise anything
            failure = error
    raise failure


# Bases, what is reported on purpose, what needs more than one input (`_branches` has those), cells of RNNs.
SKIPPED = set(
    "Layer Input InputLayer InputSpec Lambda Wrapper TFSMLayer TorchModuleWrapper JaxLayer FlaxLayer DenseFeatures "
    "AbstractRNNCell StackedRNNCells Equalization STFTSpectrogram Add Average Concatenate Dot Maximum Minimum Multiply "
    "Subtract Attention AdditiveAttention MultiHeadAttention GroupQueryAttention HashedCrossing GRUCell LSTMCell "
    "SimpleRNNCell".split()
)


def _layers(keras):
    skipped = SKIPPED | ({"SpectralNormalization"} if keras.__name__ == "tf_keras" else set())
    return [
        name
        for name, value in vars(keras.layers).items()
        if inspect.isclass(value)
        and issubclass(value, keras.layers.Layer)
        and name not in skipped
        and name[0].isupper()
    ]


def _branches(keras):
    """Two inputs, attention, merges, a model inside, a shared layer."""
    layers = keras.layers
    left, right = keras.Input((6, 8), name="left"), keras.Input((6, 8), name="right")
    inner = keras.Sequential([keras.Input((6, 8)), layers.Dense(8, "relu"), layers.LayerNormalization()], name="inner")
    x, y = inner(left), inner(right)
    parts = [layers.MultiHeadAttention(2, 4)(x, y), layers.Attention()([x, y]), layers.AdditiveAttention()([x, y])]
    merged = layers.Add()([*parts, layers.Average()([x, y]), layers.Maximum()([x, y]), layers.Multiply()([x, y])])
    merged = layers.Concatenate()([merged, layers.Subtract()([x, y]), layers.Minimum()([x, y])])
    if hasattr(layers, "GroupQueryAttention"):
        merged = layers.Concatenate()([merged, layers.GroupQueryAttention(4, 2, 1)(x, y)])
    dots = layers.Flatten()(layers.Dot(axes=2)([x, y]))
    flat = layers.Flatten()(layers.Bidirectional(layers.GRU(3, return_sequences=True))(merged))
    flat = layers.Concatenate()([flat, dots])
    a, b = layers.Dense(1, name="a")(flat), layers.Dense(3, "softmax", name="b")(flat)
    return keras.Model([left, right], {"a": a, "b": b}, name="branches")


def _compiled(keras, optimizer, loss, metrics):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "softmax")])
    model.compile(optimizer=optimizer, loss=loss, metrics=metrics)
    return model


def _classes(module, base, skipped=()):
    return [
        (name, value)
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, base) and value is not base and name not in skipped
    ]


def _built(cls):
    """An instance, with the few arguments that some need."""
    some = {"num_classes": 3}
    tries = [{}, some, {**some, "target_class_ids": [0]}, {"normalizer": [1.0, 1, 1]}, {"fn": "mse"}]
    for given in [*tries, *({key: 0.5} for key in ("recall", "precision", "specificity", "sensitivity"))]:
        try:
            return cls(**given)
        except (TypeError, ValueError):
            continue
    return None


def _save(model, path, weights=True):
    for suffix in (".keras",) if path.name in NO_HDF5 else (".keras", ".h5"):
        with attempt(f"{path.name}{suffix}"):
            model.save(path.with_name(path.name + suffix))
    if weights:
        with attempt(f"{path.name}.weights.h5"):
            model.save_weights(path.with_name(path.name + ".weights.h5"))


def _everything(keras, out):
    for name in _layers(keras):
        with attempt(f"{keras.__name__} layer {name}"):
            _save(_one_layer(keras, name), out / f"layer_{name}", weights=False)
    model = _branches(keras)
    losses = {"a": "mse", "b": "categorical_crossentropy"}
    model.compile("adam", losses, metrics={"a": ["mae"], "b": ["accuracy", "acc"]})
    _save(model, out / "branches")
    for name, cls in _classes(keras.optimizers, keras.optimizers.Optimizer, ("LossScaleOptimizer", "MultiOptimizer")):
        with attempt(f"{keras.__name__} optimizer {name}"):
            given = {"learning_rate": keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)}
            model = _compiled(keras, cls(**given), "mse", ["accuracy", "mae"])
            model.fit(np.ones((1, 4)), np.ones((1, 3)), verbose=0)
            _save(model, out / f"optimizer_{name}")
    for name, cls in _classes(keras.losses, keras.losses.Loss):
        with attempt(f"{keras.__name__} loss {name}"):
            _save(_compiled(keras, "sgd", _built(cls), None), out / f"loss_{name}", weights=False)
    metrics = [built for _, cls in _classes(keras.metrics, keras.metrics.Metric) if (built := _built(cls)) is not None]
    for index, metric in enumerate(metrics):
        with attempt(f"{keras.__name__} metric {metric.name}"):
            _save(_compiled(keras, "rmsprop", "mse", [metric]), out / f"metric_{index}_{metric.name}", weights=False)
    _values(keras, out)


def _values(keras, out):
    """Initialisers, regularisers, constraints and activations by object and by name."""
    layers = keras.layers
    for home in ("initializers", "regularizers", "constraints"):
        argument = f"kernel_{home[:-1]}"
        for name, value in vars(getattr(keras, home)).items():
            if not inspect.isclass(value) or name in BASES:
                continue
            with attempt(f"{keras.__name__} {home} {name}"):
                model = keras.Sequential([keras.Input((4,)), layers.Dense(4, **{argument: _built(value)})])
                _save(model, out / f"{home}_{name}", False)
    for name, value in vars(keras.activations).items():
        if inspect.isfunction(value) and name not in ("get", "serialize", "deserialize"):
            with attempt(f"{keras.__name__} activation {name}"):
                model = keras.Sequential([keras.Input((4, 4)), layers.Dense(4, value), layers.Activation(value)])
                _save(model, out / f"activation_{name}", False)


def _applications(keras, out, names):
    for name in names:
        with attempt(f"{keras.__name__} application {name}"):
            model = getattr(keras.applications, name)(weights=None, input_shape=(96, 96, 3), classes=5)
            model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
            _save(model, out / f"application_{name}")


@maker("keras3")
def keras3(out):
    import keras

    _everything(keras, out)
    ops = keras.ops
    with attempt("keras operations"):
        image = keras.Input((8, 8, 3))
        x = ops.relu(image) + 1.0
        x = ops.concatenate([x, image * 2.0], axis=-1)[:, 1:, :, :2]
        x = ops.reshape(ops.softmax(ops.mean(x, axis=1) / 3.0), (-1, 16))
        _save(keras.Model(image, ops.matmul(x, ops.transpose(x))), out / "operations")
    with attempt("keras preprocessing"):
        text = keras.Input((1,), dtype="string")
        vectorized = keras.layers.TextVectorization(max_tokens=20, split="whitespace", standardize="lower")
        vectorized.adapt(["a b c", "b c d", "a long tail of words"])
        x = keras.layers.GlobalAveragePooling1D()(keras.layers.Embedding(20, 4, mask_zero=True)(vectorized(text)))
        _save(keras.Model(text, keras.layers.Dense(1, "sigmoid")(x)), out / "text")
    with attempt("keras mixed precision"):
        policy = keras.DTypePolicy("mixed_float16")
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, dtype=policy)])
        model.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam()), "mse")
        _save(model, out / "mixed_precision")
    with attempt("keras quantized"):
        model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])
        model.quantize("int8")
        _save(model, out / "quantized")
    with attempt("keras feature space"):
        space = keras.utils.FeatureSpace({"a": "float_normalized", "b": "string_categorical"}, output_mode="concat")
        import tensorflow as tf

        space.adapt(tf.data.Dataset.from_tensor_slices({"a": [0.0, 1, 2], "b": ["x", "y", "z"]}))
        space.save(out / "feature_space.keras")
    nets = "MobileNetV2 MobileNetV3Small EfficientNetB0 EfficientNetV2B0 DenseNet121 NASNetMobile ConvNeXtTiny"
    _applications(keras, out, nets.split())


@maker("tf_keras")
def keras2(out):
    import tensorflow as tf
    import tf_keras

    _everything(tf_keras, out)
    with attempt("tf_keras operations"):
        image = tf_keras.Input((8, 8, 3))
        x = tf.nn.relu(image) + 1.0
        x = tf.concat([x, image * 2.0], axis=-1)[:, 1:, :, :2]
        x = tf.reshape(tf.nn.softmax(tf.reduce_mean(x, axis=1) / 3.0), (-1, 16))
        x = tf.image.resize(tf.cast(x, tf.float32)[:, :, None, None], (4, 4))
        _save(tf_keras.Model(image, tf.math.log(x)), out / "operations")
    for name in ("Adam", "SGD", "RMSprop"):
        with attempt(f"tf_keras legacy {name}"):
            optimizer = getattr(tf_keras.optimizers.legacy, name)()
            _save(_compiled(tf_keras, optimizer, "mse", ["accuracy"]), out / f"legacy_{name}")
    _applications(tf_keras, out, ("MobileNet", "EfficientNetB0", "ResNet50V2"))
    for name, model in {
        "branches": _branches(tf_keras),
        "dense": _compiled(tf_keras, "adam", "mse", ["accuracy"]),
        "recurrent": _one_layer(tf_keras, "Bidirectional"),
        "subclassed": _subclassed(tf_keras),
    }.items():
        with attempt(f"tf_keras SavedModel {name}"):
            model.save(out / f"saved_{name}", save_format="tf")


def _subclassed(keras):
    """A SavedModel of a class that nobody registered is rebuilt from its graph."""
    import tensorflow as tf

    class Plain(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(3)

        def call(self, inputs):
            return self.dense(inputs)

    model = Plain()
    model(tf.zeros((1, 4)))
    return model
