"""ONNX models as its own helpers, scikit-learn's and PyTorch's exporters and ONNX Runtime's optimizer write them.

Needs onnx, skl2onnx, onnxscript, onnxruntime, torch and scikit-learn. Models of onnx's backend tests are copied too.
"""

import shutil
from pathlib import Path

import numpy as np
from maker import attempt, maker


def _tensor(name, shape, dtype=np.float32):
    from onnx import numpy_helper

    return numpy_helper.from_array(np.random.rand(*shape).astype(dtype), name)


def _values(names, shape=("N", 4)):
    from onnx import TensorProto, helper

    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names]


def _model(nodes, inputs, outputs, weights=(), **more):
    from onnx import helper

    graph = helper.make_graph(nodes, "g", _values(inputs), _values(outputs), list(weights))
    opsets = more.pop("opset_imports", [helper.make_opsetid("", 21)])
    return helper.make_model(graph, producer_name="corpus", opset_imports=opsets, **more)


def _linear(width=4):
    from onnx import helper

    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["h"], name="matmul"),
        helper.make_node("Add", ["h", "b"], ["y"], name="add"),
    ]
    return _model(nodes, ["x"], ["y"], [_tensor("w", (4, width)), _tensor("b", (width,))])


@maker("onnx")
def helper_models(out):
    import onnx
    from onnx import helper

    linear = _linear()
    linear.doc_string = "A linear layer."
    helper.set_model_props(linear, {"author": "corpus", "task": "regression"})
    onnx.save(linear, out / "linear.onnx")
    for name, all_in_one in (("together", True), ("apart", False)):
        with attempt(f"onnx external data {name}"):
            folder = out / f"external-{name}"
            folder.mkdir(exist_ok=True)
            how = {"location": "model.onnx.data"} if all_in_one else {}
            onnx.save_model(
                _linear(64), folder / "model.onnx", save_as_external_data=True,
                all_tensors_to_one_file=all_in_one, size_threshold=0, **how,
            )  # fmt: skip
    with attempt("onnx control flow"):
        onnx.save(_control_flow(), out / "control_flow.onnx")
    with attempt("onnx functions"):
        onnx.save(_functions(), out / "functions.onnx")
    with attempt("onnx types"):
        _types(out)
    with attempt("onnx sparse"):
        _sparse(out)
    with attempt("onnx training"):
        _training(out)


def _control_flow():
    from onnx import TensorProto, helper

    def branch(name, op):
        node = helper.make_node(op, ["x"], [f"{name}_y"], name=f"{name}_node")
        return helper.make_graph([node], name, [], _values([f"{name}_y"]), [_tensor(f"{name}_w", (2, 2))])

    branches = {"then_branch": branch("a", "Relu"), "else_branch": branch("b", "Neg")}
    inner = helper.make_node("If", ["c"], ["deep_y"], "inner_if", **branches)
    deep = helper.make_graph([inner], "deep", [], _values(["deep_y"]))
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["cond_in"], ["cond_out"]),
            helper.make_node("Identity", ["x"], ["scan"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("i", TensorProto.INT64, []),
            helper.make_tensor_value_info("cond_in", TensorProto.BOOL, []),
        ],
        [helper.make_tensor_value_info("cond_out", TensorProto.BOOL, []), *_values(["scan"])],
    )
    nodes = [
        helper.make_node("Constant", [], ["c"], value=helper.make_tensor("c", TensorProto.BOOL, [], [True])),
        helper.make_node("If", ["c"], ["z"], "outer_if", then_branch=deep, else_branch=branch("e", "Abs")),
        helper.make_node("Loop", ["", "c"], ["y"], "loop", body=body),
    ]
    return _model(nodes, ["x"], ["z", "y"])


def _functions():
    from onnx import helper

    domain = "pkg.corpus"
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(domain, 1)]
    double = [helper.make_node("Add", ["a", "a"], ["b"])]
    twice = [helper.make_node("Double", [a], [b], domain=domain) for a, b in ("ab", "bc")]
    inner = helper.make_function(domain, "Double", ["a"], ["b"], double, opsets[:1])
    outer = helper.make_function(domain, "Quadruple", ["a"], ["c"], twice, opsets)
    nodes = [helper.make_node("Quadruple", ["x"], ["y"], domain=domain, name="call")]
    return _model(nodes, ["x"], ["y"], functions=[inner, outer], opset_imports=opsets)


def _types(out):
    """An initializer of each element type, raw and typed."""
    import onnx
    from onnx import TensorProto, helper

    weights = []
    for name, number in TensorProto.DataType.items():
        if name in ("UNDEFINED", "STRING"):
            continue
        for count in (0, 1, 3, 8):
            with attempt(f"onnx {name} x {count}"):
                weights.append(helper.make_tensor(f"{name}_{count}", number, [count], [0] * count))
        with attempt(f"onnx {name} raw"):
            values = np.zeros((3, 5), dtype=helper.tensor_dtype_to_np_dtype(number))
            weights.append(onnx.numpy_helper.from_array(values, f"{name}_raw"))
    weights.append(helper.make_tensor("STRING_3", TensorProto.STRING, [3], [b"a", b"b", b"c"]))
    nodes = [helper.make_node("Identity", ["x"], ["y"])]
    onnx.save(_model(nodes, ["x"], ["y"], weights), out / "types.onnx")


def _sparse(out):
    import onnx
    from onnx import TensorProto, helper

    model = _linear()
    values = helper.make_tensor("s", TensorProto.FLOAT, [3], [1.0, 2.0, 3.0])
    indices = helper.make_tensor("s_indices", TensorProto.INT64, [3], [0, 5, 9])
    model.graph.sparse_initializer.append(helper.make_sparse_tensor(values, indices, [4, 4]))
    onnx.save(model, out / "sparse.onnx")


def _training(out):
    import onnx
    from onnx import helper

    model = _linear()
    algorithm = helper.make_graph([helper.make_node("Sub", ["w", "g"], ["w_new"])], "step", [], _values(["w_new"]))
    model.training_info.append(helper.make_training_info(algorithm, [("w", "w_new")], None, None))
    onnx.save(model, out / "training.onnx")


@maker("onnx-backend")
def backend_models(out):
    import onnx

    data = Path(onnx.__file__).parent / "backend" / "test" / "data"
    for path in data.rglob("*.onnx"):
        target = out / "_".join(path.relative_to(data).parts)
        shutil.copyfile(path, target)
    with attempt("onnx backend node models"):
        _node_models(out)


def _node_models(out):
    """The models of the tests of single operators, which newer wheels make on the fly."""
    from onnx.backend.test.case.node import collect_testcases

    for case in collect_testcases(None):
        if case.model is not None:
            (out / f"case_{case.name}.onnx").write_bytes(case.model.SerializeToString())


@maker("onnx-sklearn")
def sklearn_models(out):
    from skl2onnx import to_onnx
    from sklearn import ensemble, gaussian_process, linear_model, naive_bayes, neighbors, neural_network, pipeline
    from sklearn import preprocessing, svm, tree

    x = np.random.rand(40, 4).astype(np.float32)
    y = (x[:, 0] > 0.5).astype(np.int64)
    for model in (
        linear_model.LogisticRegression(), linear_model.Ridge(), tree.DecisionTreeClassifier(), svm.SVC(),
        ensemble.RandomForestClassifier(5), ensemble.GradientBoostingClassifier(n_estimators=3),
        ensemble.IsolationForest(n_estimators=3), neighbors.KNeighborsClassifier(), naive_bayes.GaussianNB(),
        neural_network.MLPClassifier(max_iter=5), gaussian_process.GaussianProcessRegressor(),
        pipeline.make_pipeline(preprocessing.StandardScaler(), preprocessing.PolynomialFeatures(), svm.SVR()),
    ):  # fmt: skip
        with attempt(f"skl2onnx {type(model).__name__}"):
            opsets = {"": 18, "ai.onnx.ml": 3}
            written = to_onnx(model.fit(x, y), x[:1], target_opset=opsets)
            (out / f"{type(model).__name__}.onnx").write_bytes(written.SerializeToString())


@maker("onnx-torch")
def torch_models(out):
    import torch
    from torch import nn

    models = {
        "mlp": (nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)), (torch.rand(3, 4),)),
        "conv": (nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten()), (torch.rand(1, 3, 8, 8),)),
        "lstm": (nn.LSTM(4, 8, batch_first=True), (torch.rand(2, 5, 4),)),
        "transformer": (nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), (torch.rand(2, 5, 8),)),
        "embedding": (nn.Sequential(nn.Embedding(20, 8), nn.Linear(8, 2)), (torch.randint(0, 20, (2, 5)),)),
    }
    for name, (model, inputs) in models.items():
        for dynamo in (True,) if name == "transformer" else (True, False):  # the older exporter fails on it
            with attempt(f"torch.onnx {name} dynamo={dynamo}"):
                torch.onnx.export(model.eval(), inputs, str(out / f"{name}-{dynamo}.onnx"), dynamo=dynamo)
    with attempt("torch.onnx external data"):
        model = nn.Sequential(*[nn.Linear(512, 512) for _ in range(8)]).eval()
        torch.onnx.export(model, (torch.rand(1, 512),), str(out / "large.onnx"), dynamo=True, external_data=True)


@maker("onnx-runtime")
def runtime_models(out):
    import onnxruntime as runtime

    for data in out.parent.glob("onnx-torch/*.data"):  # the optimized models go on naming these
        shutil.copyfile(data, out / data.name)
    for path in sorted(out.parent.glob("onnx-torch/*.onnx")) + sorted(out.parent.glob("onnx-sklearn/*.onnx")):
        for level in ("ORT_ENABLE_EXTENDED", "ORT_ENABLE_ALL"):
            with attempt(f"onnxruntime {path.name} {level}"):
                options = runtime.SessionOptions()
                options.graph_optimization_level = getattr(runtime.GraphOptimizationLevel, level)
                options.optimized_model_filepath = str(out / f"{path.stem}-{level[11:].lower()}.onnx")
                runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    with attempt("onnxruntime prepacked"):
        options = runtime.SessionOptions()
        options.optimized_model_filepath = str(out / "prepacked.onnx")
        options.add_session_config_entry("session.optimized_model_external_initializers_file_name", "prepacked.data")
        options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "16")
        options.add_session_config_entry("session.save_external_prepacked_constant_initializers", "1")
        runtime.InferenceSession(out.parent / "onnx-torch" / "large.onnx", options, providers=["CPUExecutionProvider"])
