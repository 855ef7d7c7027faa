"""What wraps models: OmegaConf, dill and cloudpickle of importable things, skops, `.nemo`, `.mar`, MLflow folders."""

import collections
import io
import json
import tarfile
import zipfile

from maker import attempt, maker, write_pickle


@maker("omegaconf")
def configurations(out):
    import torch
    from omegaconf import OmegaConf

    config = OmegaConf.create(
        {
            "model": {
                "layers": [1, 2, {"name": "x"}],
                "lr": 0.1,
                "path": "${model.layers}",
                "none": None,
                "flag": True,
                "missing": "???",
                "bytes": b"x",
            }
        }
    )
    for protocol in (2, 4):
        write_pickle(out / f"config.p{protocol}.pkl", config, protocol)
    torch.save({"state_dict": {"w": torch.ones(2)}, "hyper_parameters": config}, out / "with_config.ckpt")
    torch.save({"cfg": config.model.layers, "hydra": OmegaConf.create([1, "a"])}, out / "list_config.pt")


@maker("containers")
def nemo(out):
    import torch

    weights = io.BytesIO()
    torch.save(collections.OrderedDict(encoder=torch.ones(3)), weights)
    members = {
        "./model_config.yaml": b"target: nemo.collections.asr.models.EncDecCTCModel\n",
        "./model_weights.ckpt": weights.getvalue(),
    }
    for name, mode in {"asr.nemo": "w:gz", "tts.nemo": "w", "bundle.tar.bz2": "w:bz2", "bundle.tar.xz": "w:xz"}.items():
        with tarfile.open(out / name, mode) as archive:
            for member, data in members.items():
                info = tarfile.TarInfo(member)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))


@maker("containers")
def torchserve(out):
    import torch

    weights = io.BytesIO()
    torch.save({"weight": torch.ones(2)}, weights)
    with zipfile.ZipFile(out / "classifier.mar", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "MAR-INF/MANIFEST.json",
            json.dumps(
                {
                    "runtime": "python",
                    "model": {
                        "modelName": "classifier",
                        "serializedFile": "model.pt",
                        "handler": "image_classifier",
                        "modelVersion": "1.0",
                    },
                }
            ),
        )
        archive.writestr("model.pt", weights.getvalue())
        archive.writestr("index_to_name.json", json.dumps({"0": "cat"}))


@maker("containers")
def skops_dumps(out):
    import skops.io
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression

    from estimators import Y_CLASS, X

    for model in (LogisticRegression(), RandomForestClassifier(3)):
        skops.io.dump(model.fit(X, Y_CLASS), out / f"{type(model).__name__}.skops")


@maker("containers")
def by_reference(out):
    """cloudpickle and dill write an ordinary pickle when all that they meet can be imported."""
    import cloudpickle
    import dill
    from sklearn.linear_model import LogisticRegression

    from estimators import Y_CLASS, X

    model = LogisticRegression().fit(X, Y_CLASS)
    for library in (cloudpickle, dill):
        for name, value in {
            "model": model,
            "counts": collections.Counter("hello"),
            "mixed": {"m": model, "f": len},
        }.items():
            with attempt(f"{library.__name__} {name}"):
                (out / f"{name}.{library.__name__}.pkl").write_bytes(library.dumps(value))


@maker("containers")
def mlflow_folder(out):
    import cloudpickle
    from sklearn.linear_model import LogisticRegression

    from estimators import Y_CLASS, X

    folder = out / "mlflow-model"
    folder.mkdir(exist_ok=True)
    (folder / "model.pkl").write_bytes(cloudpickle.dumps(LogisticRegression().fit(X, Y_CLASS)))
    (folder / "MLmodel").write_text(
        "flavors:\n  sklearn:\n    pickled_model: model.pkl\n    serialization_format: cloudpickle\n"
    )
