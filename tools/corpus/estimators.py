"""scikit-learn: every estimator of `all_estimators`, fitted on tiny data, and what people build out of them."""

import numpy as np

from maker import attempt, maker, write_pickle

RANDOM = np.random.default_rng(0)
X = np.abs(RANDOM.normal(size=(40, 4))) + 0.1
Y_CLASS = np.arange(40) % 2
Y_REAL = X[:, 0] * 2 + 0.1
TEXT = ["a small model", "a big model", "no model here", "models everywhere"] * 10

# Estimators whose constructor or `fit` needs something that the general case does not give.
NEEDS = {
    "estimator": lambda name: _base(name),
    "estimators": lambda name: [("a", _base(name)), ("b", _base(name))],
    "transformers": lambda name: [("scale", _scaler(), [0, 1]), ("drop", "drop", [2])],
    "transformer_list": lambda name: [("scale", _scaler())],
    "steps": lambda name: [("scale", _scaler()), ("model", _base("Classifier"))],
    "base_estimator": lambda name: _base(name),
    "param_grid": lambda name: {"C": [0.1, 1]},
    "param_distributions": lambda name: {"C": [0.1, 1]},
    "dictionary": lambda name: np.eye(4),
}

ONE_COMPONENT = ("CCA", "PLSCanonical", "PLSSVD", "LinearDiscriminantAnalysis")
OWN_DEFAULTS = ("SparseCoder", "OrthogonalMatchingPursuitCV", "SpectralBiclustering")


def _base(name):
    from sklearn.linear_model import LogisticRegression, Ridge

    return Ridge() if "Regress" in name or name in ("RegressorChain", "RANSACRegressor") else LogisticRegression()


def _scaler():
    from sklearn.preprocessing import StandardScaler

    return StandardScaler()


def _make(name, cls):
    import inspect

    parameters = inspect.signature(cls.__init__).parameters
    arguments = {
        k: build(name)
        for k, build in NEEDS.items()
        if k in parameters and parameters[k].default is inspect.Parameter.empty
    }
    small = {"n_estimators": 3, "max_iter": 20, "n_iter": 2, "n_components": 2, "n_clusters": 2}
    for key, value in small.items():
        if key in parameters and key not in ("n_iter",) or (key == "n_iter" and "Search" in name and key in parameters):
            arguments[key] = value
    if name in ("TSNE",):
        arguments["perplexity"] = 5
        arguments.update({"max_iter": 250} if "max_iter" in parameters else {})
    if name == "SelfTrainingClassifier":
        arguments["estimator" if "estimator" in parameters else "base_estimator"] = _base(name)
    if name in ONE_COMPONENT:
        arguments["n_components"] = 1
    if name in OWN_DEFAULTS:
        arguments = {k: v for k, v in arguments.items() if k not in small}
    if name == "SelectKBest":
        arguments["k"] = 2
    if name == "FrozenEstimator":
        arguments["estimator"].fit(X, Y_CLASS)
    return cls(**arguments)


def _fit(name, model):
    if name.startswith("MultiTask") or name in ("MultiOutputRegressor", "RegressorChain"):
        return model.fit(X, np.c_[Y_REAL, Y_REAL])
    if name in ("MultiOutputClassifier", "ClassifierChain"):
        return model.fit(X, np.c_[Y_CLASS, 1 - Y_CLASS])
    if name == "MultiLabelBinarizer":
        return model.fit([["a"], ["a", "b"]])
    if name in ("LabelBinarizer", "LabelEncoder"):
        return model.fit(Y_CLASS)
    if name == "IsotonicRegression":
        return model.fit(X[:, 0], Y_REAL)
    if name in ("CountVectorizer", "TfidfVectorizer", "HashingVectorizer"):
        return model.fit(TEXT)
    if name == "DictVectorizer":
        return model.fit([{"a": 1, "b": "x"}])
    if name == "FeatureHasher":
        return model
    if name == "PatchExtractor":
        return model.fit(np.zeros((2, 8, 8)))
    if "Bicluster" in name or "Cocluster" in name:
        return model.fit(X)
    if name == "KernelCenterer":
        return model.fit(X @ X.T)
    return model.fit(X, Y_REAL if _is_regressor(model) else Y_CLASS)


def _is_regressor(model):
    from sklearn.base import is_regressor

    return is_regressor(model)


@maker("sklearn")
def every_estimator(out):
    import joblib
    from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401
    from sklearn.utils import all_estimators

    for index, (name, cls) in enumerate(all_estimators()):
        with attempt(f"sklearn {name}"):
            model = _fit(name, _make(name, cls))
            write_pickle(out / f"{name}.pkl", model, index % 6)
            if index % 3 == 0:
                joblib.dump(model, out / f"{name}.joblib", compress=index % 2 * 3)


@maker("sklearn")
def pipelines(out):
    import joblib
    from scipy import stats
    from sklearn import (
        compose,
        decomposition,
        ensemble,
        feature_extraction,
        feature_selection,
        gaussian_process,
        linear_model,
        metrics,
        model_selection,
        neighbors,
        pipeline,
        preprocessing,
        svm,
    )

    kernels = gaussian_process.kernels
    search = model_selection.RandomizedSearchCV(
        svm.SVC(probability=True),
        {"C": stats.loguniform(0.1, 10)},
        n_iter=2,
        cv=2,
        scoring=metrics.make_scorer(metrics.f1_score),
    )
    grid = model_selection.GridSearchCV(
        linear_model.LogisticRegression(), {"C": [0.1, 1]}, cv=model_selection.StratifiedKFold(2), scoring="roc_auc"
    )
    models = {
        "titanic_pipeline": pipeline.make_pipeline(
            compose.ColumnTransformer(
                [("num", preprocessing.StandardScaler(), [0, 1]), ("cat", preprocessing.OneHotEncoder(), [2])]
            ),
            ensemble.RandomForestClassifier(5),
        ),
        "grid": grid,
        "search": search,
        "log_features": pipeline.make_pipeline(
            preprocessing.FunctionTransformer(np.log1p, np.expm1), linear_model.LinearRegression()
        ),
        "select": pipeline.make_pipeline(
            feature_selection.SelectKBest(feature_selection.f_classif, k=2), linear_model.LogisticRegression()
        ),
        "mutual": feature_selection.SelectPercentile(feature_selection.mutual_info_classif),
        "chi2": feature_selection.SelectKBest(feature_selection.chi2, k=2),
        "gp": gaussian_process.GaussianProcessClassifier(1.0 * kernels.RBF(1.0) + kernels.WhiteKernel()),
        "matern": gaussian_process.GaussianProcessRegressor(kernels.Matern() * kernels.DotProduct() ** 2),
        "union": pipeline.make_union(decomposition.PCA(2), decomposition.TruncatedSVD(2)),
        "target": compose.TransformedTargetRegressor(linear_model.Ridge(), func=np.log, inverse_func=np.exp),
        "selector": compose.make_column_transformer(
            (preprocessing.MinMaxScaler(), slice(0, 2)), remainder="passthrough"
        ),
        "ball_tree": neighbors.KNeighborsClassifier(algorithm="ball_tree"),
        "kd_tree": neighbors.KNeighborsClassifier(algorithm="kd_tree", metric="manhattan"),
        "minkowski": neighbors.KNeighborsRegressor(metric="minkowski", p=3),
        "hist_gradient": ensemble.HistGradientBoostingClassifier(max_iter=5, early_stopping=True),
        "hist_poisson": ensemble.HistGradientBoostingRegressor(loss="poisson", max_iter=3),
        "quantile_boost": ensemble.GradientBoostingRegressor(loss="quantile", n_estimators=3),
        "huber": linear_model.SGDRegressor(loss="huber"),
        "stack": ensemble.StackingClassifier([("a", linear_model.LogisticRegression())]),
        "gamma": linear_model.GammaRegressor(),
        "tweedie": linear_model.TweedieRegressor(power=1.5),
    }
    for index, (name, model) in enumerate(models.items()):
        with attempt(f"sklearn {name}"):
            model.fit(X, Y_REAL if _is_regressor(model) else Y_CLASS)
            joblib.dump(model, out / f"{name}.joblib")
            write_pickle(out / f"{name}.sav", model, (2, 4, 5)[index % 3])
    with attempt("sklearn text"):
        text = pipeline.make_pipeline(
            feature_extraction.text.TfidfVectorizer(ngram_range=(1, 2)), linear_model.SGDClassifier()
        )
        joblib.dump(text.fit(TEXT, Y_CLASS), out / "spam.joblib", compress=True)


@maker("sklearn")
def forests(out):
    """Many arrays inside one joblib file: the pickle stream and raw bytes alternate hundreds of times."""
    import joblib
    from sklearn.ensemble import ExtraTreesRegressor, GradientBoostingClassifier, RandomForestClassifier

    big = RANDOM.normal(size=(500, 10))
    joblib.dump(RandomForestClassifier(200).fit(big, big[:, 0] > 0), out / "random_forest_200.joblib")
    joblib.dump(ExtraTreesRegressor(50).fit(big, big[:, 0]), out / "extra_trees.pkl.gz", compress=("gzip", 3))
    write_pickle(out / "gradient_boosting.pkl", GradientBoostingClassifier(n_estimators=50).fit(big, big[:, 0] > 0), 5)
    joblib.dump(
        {"model": RandomForestClassifier(5).fit(big, big[:, 0] > 0), "features": list("abcdefghij"), "version": "1.2"},
        out / "bundle.joblib",
        compress=("lz4", 3),
    )


@maker("sklearn")
def trees_and_metrics(out):
    from sklearn import metrics, neighbors, tree

    write_pickle(out / "trees.pkl", [neighbors.KDTree(X), neighbors.BallTree(X, metric="euclidean")])
    write_pickle(
        out / "distances.pkl",
        [metrics.DistanceMetric.get_metric("manhattan"), metrics.DistanceMetric.get_metric("minkowski", p=3)],
    )
    for criterion in ("squared_error", "absolute_error", "friedman_mse", "poisson"):
        with attempt(f"tree {criterion}"):
            write_pickle(out / f"tree_{criterion}.pkl", tree.DecisionTreeRegressor(criterion=criterion).fit(X, Y_REAL))
    write_pickle(out / "bunch.pkl", __import__("sklearn.datasets", fromlist=["load_iris"]).load_iris())
