"""Models as they are packaged for others: skops files, MLflow directories, and what boosters write themselves."""

import numpy as np
from estimators import Y_CLASS, Y_REAL, X
from maker import attempt, maker


@maker("skops")
def skops_files(out):
    import skops.io
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler
    from sklearn.utils import all_estimators

    for name, estimator in all_estimators():
        with attempt(f"skops {name}"):
            try:
                model = estimator()
            except TypeError:
                continue  # wants other estimators
            try:
                model.fit(X, Y_CLASS)
            except Exception:  # noqa: BLE001, S110 - many want other data; an empty estimator is a file as well
                pass
            skops.io.dump(model, out / f"{name}.skops")
    with attempt("skops pipeline"):
        skops.io.dump(make_pipeline(StandardScaler(), FunctionTransformer(np.log1p)), out / "pipeline.skops")


@maker("mlflow")
def mlflow_directories(out):
    """Without code of their own: those are medium, as the contract says."""
    import lightgbm
    import mlflow
    import xgboost
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression().fit(X, Y_CLASS)
    with attempt("mlflow sklearn"):
        mlflow.sklearn.save_model(model, out / "sklearn", input_example=X[:2])
    with attempt("mlflow sklearn as a pickle"):
        mlflow.sklearn.save_model(model, out / "sklearn-pickle", serialization_format="pickle")
    with attempt("mlflow xgboost"):
        mlflow.xgboost.save_model(xgboost.XGBClassifier(n_estimators=2).fit(X, Y_CLASS), out / "xgboost")
    with attempt("mlflow lightgbm"):
        booster = lightgbm.LGBMClassifier(n_estimators=2, verbose=-1).fit(X, Y_CLASS)
        mlflow.lightgbm.save_model(booster, out / "lightgbm")


@maker("boosters")
def boosters(out):
    import lightgbm
    import xgboost

    matrix = xgboost.DMatrix(X, Y_CLASS)
    for booster in ("gbtree", "dart", "gblinear"):
        for objective in ("binary:logistic", "reg:squarederror", "rank:pairwise"):
            with attempt(f"xgboost {booster} {objective}"):
                trained = xgboost.train({"booster": booster, "objective": objective}, matrix, 3)
                for suffix in ("json", "ubj"):
                    trained.save_model(out / f"{booster}-{objective.replace(':', '-')}.{suffix}")
    with attempt("xgboost categories"):
        frame = np.asarray(X).copy()
        frame[:, 0] = np.arange(len(frame)) % 4
        kinds = ["c"] + ["q"] * (frame.shape[1] - 1)
        data = xgboost.DMatrix(frame, Y_REAL, feature_types=kinds, enable_categorical=True)
        trained = xgboost.train({"tree_method": "hist", "max_cat_to_onehot": 1}, data, 3)
        for suffix in ("json", "ubj"):
            trained.save_model(out / f"categories.{suffix}")
    for objective in ("binary", "regression", "multiclass", "lambdarank"):
        with attempt(f"lightgbm {objective}"):
            more = {"num_class": 2} if objective == "multiclass" else {}
            group = [len(X)] if objective == "lambdarank" else None
            data = lightgbm.Dataset(X, Y_CLASS, group=group, categorical_feature=[0])
            settings = {"objective": objective, "verbose": -1, "min_data_in_leaf": 2, **more}
            lightgbm.train(settings, data, 3).save_model(out / f"{objective}.txt")
