"""TensorFlow: SavedModels of all writers, frozen graphs, checkpoints, meta graphs, graphs as text, TFLite.

Not named after its library: a `tensorflow.py` here would stand before the real one.
"""

import os

import numpy as np
from maker import attempt, maker

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf  # noqa: E402

v1 = tf.compat.v1


def vocabulary(folder):
    path = folder / "vocabulary.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("red\ngreen\nblue\n")
    return str(path)


class Linear(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight = tf.Variable(tf.ones([4, 3]), name="weight")
        self.steps = tf.Variable(0, dtype=tf.int64)

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32, name="x")])
    def __call__(self, x):
        self.steps.assign_add(1)
        return {"y": tf.matmul(x, self.weight)}


class Branches(tf.Module):
    """Control flow of every kind: functions inside functions."""

    @tf.function(input_signature=[tf.TensorSpec([], tf.int32)])
    def loop(self, n):
        total = 0
        for i in tf.range(n):
            if i % 2 == 0:
                total += i
            else:
                total -= tf.switch_case(i % 3, [lambda: 1, lambda: 2, lambda: 3])
        return total

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def mapped(self, x):
        return tf.map_fn(lambda each: tf.vectorized_map(tf.sin, each[None])[0], x)


class Plain(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight = tf.Variable(tf.ones([4, 3]))

    @tf.function(input_signature=[tf.TensorSpec([2, 4], tf.float32)])
    def __call__(self, x):
        while tf.reduce_sum(x) < 10:
            x = tf.cond(tf.reduce_max(x) > 1, lambda: x * 2, lambda: x + 1)  # noqa: B023
        return tf.nn.relu(tf.matmul(x, self.weight))


class Words(tf.Module):
    """Tables out of a file, strings, ragged and sparse tensors."""

    def __init__(self, path):
        super().__init__()
        initializer = tf.lookup.TextFileInitializer(
            path, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER
        )
        self.table = tf.lookup.StaticVocabularyTable(initializer, 2)
        self.extra = tf.lookup.StaticHashTable(
            tf.lookup.KeyValueTensorInitializer(["a", "b"], tf.constant([1, 2], tf.int64)), -1
        )
        self.mutable = tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1)
        self.asset = tf.saved_model.Asset(path)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def tokens(self, text):
        parts = tf.strings.split(tf.strings.regex_replace(tf.strings.lower(text), "[^a-z ]", ""))
        return self.table.lookup(parts.to_tensor()), parts

    @tf.function(input_signature=[tf.RaggedTensorSpec([None, None], tf.float32)])
    def ragged(self, x):
        return tf.reduce_sum(x, axis=1)

    @tf.function(input_signature=[tf.SparseTensorSpec([None, 5], tf.float32)])
    def sparse(self, x):
        return tf.sparse.reduce_sum(x)


class Pipelines(tf.Module):
    """Datasets in a graph, printing, assertions, summaries of nothing."""

    @tf.function(input_signature=[tf.TensorSpec([], tf.int64)])
    def total(self, n):
        data = tf.data.Dataset.range(n).map(lambda x: x * 2).filter(lambda x: x > 3).cache().shuffle(10).batch(2)
        out = tf.constant(0, tf.int64)
        for batch in data.prefetch(1):
            out += tf.reduce_sum(batch)
        tf.print("total:", out)
        tf.debugging.assert_greater_equal(out, tf.constant(0, tf.int64))
        return out

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def images(self, raw):
        decode = lambda each: tf.image.resize(tf.io.decode_jpeg(each, channels=3), [8, 8])  # noqa: E731
        return tf.map_fn(decode, raw, fn_output_signature=tf.float32)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def examples(self, raw):
        return tf.io.parse_example(raw, {"x": tf.io.FixedLenFeature([2], tf.float32), "y": tf.io.VarLenFeature(tf.int64)})


class Signal(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([1, 1024], tf.float32)])
    def mfcc(self, x):
        spectrum = tf.abs(tf.signal.stft(x, 256, 128))
        mel = tf.tensordot(spectrum, tf.signal.linear_to_mel_weight_matrix(20, spectrum.shape[-1], 8000), 1)
        return tf.signal.mfccs_from_log_mel_spectrograms(tf.math.log(mel + 1e-6))[..., :13]

    @tf.function(input_signature=[tf.TensorSpec([3, 3], tf.float32)], jit_compile=True)
    def compiled(self, x):
        return tf.linalg.inv(x) + tf.random.stateless_normal([3, 3], [1, 2])

    @tf.function(input_signature=[tf.TensorSpec([2, 2], tf.float32)])
    def gradient(self, x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.reduce_sum(tf.custom_gradient(lambda z: (z * z, lambda dy: dy * z))(x))
        return tape.gradient(y, x)


def modules(out):
    return {
        "linear": Linear(),
        "branches": Branches(),
        "words": Words(vocabulary(out / "sources")),
        "pipelines": Pipelines(),
        "signal": Signal(),
    }


@maker("tensorflow")
def saved_models(out):
    for name, module in modules(out).items():
        with attempt(f"saved model {name}"):
            tf.saved_model.save(module, str(out / name))
    with attempt("saved model with signatures"):
        module = Linear()
        options = tf.saved_model.SaveOptions(
            experimental_custom_gradients=True, save_debug_info=True, function_aliases={"call": module.__call__}
        )
        signatures = {"serving_default": module.__call__, "again": module.__call__}
        tf.saved_model.save(module, str(out / "signatures"), signatures=signatures, options=options)
    with attempt("loaded and saved again"):
        tf.saved_model.save(tf.saved_model.load(str(out / "words")), str(out / "again"))
    with attempt("empty"):
        tf.saved_model.save(tf.Module(), str(out / "empty"))


@maker("tensorflow")
def saved_models_v1(out):
    for name, build in {"v1_linear": _v1_linear, "v1_table": _v1_table}.items():
        for text in (False, True):
            with attempt(f"builder {name} {text}"), v1.Graph().as_default(), v1.Session() as session:
                inputs, outputs, init = build(out)
                session.run([v1.global_variables_initializer(), v1.tables_initializer()])
                builder = v1.saved_model.Builder(str(out / f"{name}{'_text' if text else ''}"))
                signature = v1.saved_model.predict_signature_def(inputs, outputs)
                builder.add_meta_graph_and_variables(
                    session,
                    ["serve"],
                    {"serving_default": signature},
                    assets_collection=v1.get_collection(v1.GraphKeys.ASSET_FILEPATHS),
                    main_op=v1.tables_initializer(),
                )
                builder.add_meta_graph(["serve", "gpu"], {"serving_default": signature})
                builder.save(as_text=text)
    with attempt("simple_save"), v1.Graph().as_default(), v1.Session() as session:
        inputs, outputs, _ = _v1_linear(out)
        session.run(v1.global_variables_initializer())
        v1.saved_model.simple_save(session, str(out / "v1_simple"), inputs, outputs)


def _v1_linear(out):
    x = v1.placeholder(tf.float32, [None, 4], name="x")
    w = v1.get_variable("w", [4, 3], use_resource=False)
    b = v1.get_variable("b", [3], partitioner=v1.fixed_size_partitioner(1), use_resource=True)
    y = tf.nn.softmax(v1.nn.xw_plus_b(x, w, b), name="y")
    loss = tf.reduce_mean(y)
    train = v1.train.AdamOptimizer(0.1).minimize(loss, global_step=v1.train.get_or_create_global_step())
    v1.summary.scalar("loss", loss)
    return {"x": x}, {"y": y}, train


def _v1_table(out):
    x = v1.placeholder(tf.string, [None], name="words")
    initializer = tf.lookup.TextFileInitializer(
        vocabulary(out / "sources"), tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER
    )
    table = v1.lookup.StaticVocabularyTable(initializer, 1)
    ids = table.lookup(x)
    embedded = tf.nn.embedding_lookup(v1.get_variable("e", [4, 2]), ids)
    return {"x": x}, {"y": embedded}, None


@maker("tensorflow")
def checkpoints(out):
    with attempt("train.Checkpoint"):
        module = Linear()
        check = tf.train.Checkpoint(model=module, step=tf.Variable(3), words=Words(vocabulary(out / "sources")))
        check.save(str(out / "ckpt2" / "ck"))
        check.write(str(out / "ckpt2" / "plain"))
        tf.train.CheckpointManager(check, str(out / "managed"), 2).save()
    for version in (v1.train.SaverDef.V1, v1.train.SaverDef.V2):
        for sharded in (False, True):
            what = f"saver{version}{'_sharded' if sharded else ''}"
            with attempt(what), v1.Graph().as_default(), v1.Session() as session:
                _v1_linear(out)
                session.run(v1.global_variables_initializer())
                (out / what).mkdir(exist_ok=True)
                saver = v1.train.Saver(write_version=version, sharded=sharded)
                for step in (1, 2):
                    saver.save(session, str(out / what / "model.ckpt"), global_step=step)
                saver.export_meta_graph(str(out / what / "text.meta"), as_text=True)
                v1.train.write_graph(session.graph_def, str(out / what), "graph.pbtxt")
                v1.train.write_graph(session.graph_def, str(out / what), "graph.pb", as_text=False)
    with attempt("partitioned"), v1.Graph().as_default(), v1.Session() as session:
        v1.get_variable("big", [20, 8], partitioner=v1.fixed_size_partitioner(4))
        v1.get_variable("text", initializer=tf.constant(["a", "bc"]))
        v1.get_variable("half", [3], dtype=tf.float16, initializer=v1.zeros_initializer())
        session.run(v1.global_variables_initializer())
        v1.train.Saver().save(session, str(out / "partitioned" / "model.ckpt"))


@maker("tensorflow")
def graphs(out):
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    for name, module, call in (("plain", Plain(), "__call__"), ("branches", Branches(), "loop"), ("signal", Signal(), "mfcc")):
        with attempt(f"frozen {name}"):
            frozen = convert_variables_to_constants_v2(getattr(module, call).get_concrete_function())
            tf.io.write_graph(frozen.graph, str(out), f"frozen_{name}.pb", as_text=False)
            tf.io.write_graph(frozen.graph, str(out), f"frozen_{name}.pbtxt", as_text=True)
    with attempt("frozen v1"), v1.Graph().as_default(), v1.Session() as session:
        _, outputs, _ = _v1_linear(out)
        session.run(v1.global_variables_initializer())
        constant = v1.graph_util.convert_variables_to_constants(session, session.graph_def, ["y"])
        (out / "frozen_v1.pb").write_bytes(constant.SerializeToString())
    with attempt("functions of a pipeline"):
        graph = Pipelines().total.get_concrete_function().graph.as_graph_def()
        (out / "pipeline.pb").write_bytes(graph.SerializeToString())
        tf.io.write_graph(graph, str(out), "pipeline.pbtxt")


@maker("tensorflow")
def keras_saved_models(out):
    import keras

    model = keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Conv2D(4, 3, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    with attempt("keras export"):
        model.export(str(out / "keras3_export"), verbose=False)
    with attempt("keras text export"):
        lookup = keras.layers.TextVectorization(vocabulary=["red", "green"])
        text = keras.Sequential([keras.Input((1,), dtype="string"), lookup, keras.layers.Embedding(10, 4), keras.layers.LSTM(3)])
        text.export(str(out / "keras3_text"), verbose=False)


@maker("tensorflow")
def tf_keras_saved_models(out):
    import tf_keras as keras

    inputs = keras.Input((6,))
    x = keras.layers.Dense(5, activation="gelu", kernel_regularizer="l2")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.LayerNormalization()(x)))
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(np.ones((8, 6)), np.ones((8, 1)), epochs=1, verbose=0)
    with attempt("tf_keras saved model"):
        model.save(str(out / "tf_keras"), save_format="tf")
    with attempt("tf_keras weights"):
        model.save_weights(str(out / "tf_keras_weights" / "cp.ckpt"), save_format="tf")
    with attempt("tf_keras recurrent"):
        lookup = keras.layers.StringLookup(vocabulary=vocabulary(out / "sources"))
        layers = [keras.Input((None,), dtype="string"), lookup, keras.layers.Embedding(9, 4), keras.layers.Bidirectional(keras.layers.GRU(3)), keras.layers.Dense(2)]
        keras.Sequential(layers).save(str(out / "tf_keras_text"), save_format="tf")


@maker("tensorflow")
def lite(out):
    import keras

    image = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Conv2D(4, 3), keras.layers.ReLU(), keras.layers.Flatten(), keras.layers.Dense(3)])
    image.export(str(out / "for_lite"), verbose=False)

    def converter(path="for_lite"):
        return tf.lite.TFLiteConverter.from_saved_model(str(out / path))

    def write(name, make):
        with attempt(f"tflite {name}"):
            (out / f"{name}.tflite").write_bytes(make())

    def dynamic():
        made = converter()
        made.optimizations = [tf.lite.Optimize.DEFAULT]
        return made.convert()

    def half():
        made = converter()
        made.optimizations = [tf.lite.Optimize.DEFAULT]
        made.target_spec.supported_types = [tf.float16]
        return made.convert()

    def int8():
        made = converter()
        made.optimizations = [tf.lite.Optimize.DEFAULT]
        made.representative_dataset = lambda: ([np.random.rand(1, 8, 8, 3).astype("float32")] for _ in range(4))
        made.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        made.inference_input_type = made.inference_output_type = tf.int8
        return made.convert()

    def of(module, *functions, flex=False, custom=False):
        made = tf.lite.TFLiteConverter.from_concrete_functions([each.get_concrete_function() for each in functions], module)
        if flex:
            made.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS]
        made.allow_custom_ops = custom
        return made.convert()

    plain, signal, linear = Plain(), Signal(), Linear()
    write("float", lambda: converter().convert())
    write("dynamic", dynamic)
    write("half", half)
    write("int8", int8)
    write("loop", lambda: of(plain, plain.__call__))
    write("flex", lambda: of(signal, signal.compiled, flex=True))
    write("mfcc", lambda: of(signal, signal.mfcc, flex=True))
    write("variables", lambda: of(linear, linear.__call__, flex=True))
    write("signatures", lambda: converter("linear").convert() if (out / "linear").exists() else of(linear, linear.__call__))
    with attempt("tflite with files behind it"):
        import zipfile

        path = out / "packed.tflite"
        path.write_bytes((out / "float.tflite").read_bytes())
        with zipfile.ZipFile(path, "a") as files:  # as tflite_support.metadata writes its associated files
            files.writestr("labels.txt", "cat\ndog\n")
