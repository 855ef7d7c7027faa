"""XGBoost, LightGBM and CatBoost: the scikit-learn wrappers and the boosters, in pickles and native files."""

from estimators import Y_CLASS, Y_REAL, X
from maker import attempt, maker, write_pickle


def _save(out, name, model, protocol=4):
    import joblib

    write_pickle(out / f"{name}.pkl", model, protocol)
    joblib.dump(model, out / f"{name}.joblib")


@maker("xgboost")
def xgboost_models(out):
    import xgboost as xgb

    for name in ("XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor", "XGBRanker"):
        with attempt(f"xgboost {name}"):
            model = getattr(xgb, name)(n_estimators=3)
            extra = {"group": [20, 20]} if "Rank" in name else {}
            _save(out, name, model.fit(X, Y_REAL if "Regress" in name else Y_CLASS, **extra))
    with attempt("xgboost callbacks"):
        model = xgb.XGBClassifier(n_estimators=3, callbacks=[xgb.callback.EarlyStopping(2)], eval_metric="logloss")
        _save(out, "early_stopping", model.fit(X, Y_CLASS, eval_set=[(X, Y_CLASS)], verbose=False))
    booster = xgb.train({"objective": "reg:squarederror"}, xgb.DMatrix(X, Y_REAL), 3)
    _save(out, "booster", booster, 2)
    for suffix in ("json", "ubj"):
        booster.save_model(out / f"booster.{suffix}")


@maker("lightgbm")
def lightgbm_models(out):
    import lightgbm as lgb

    for name in ("LGBMClassifier", "LGBMRegressor", "LGBMRanker"):
        with attempt(f"lightgbm {name}"):
            model = getattr(lgb, name)(n_estimators=3, min_child_samples=2, verbose=-1)
            _save(
                out,
                name,
                model.fit(
                    X, Y_REAL if "Regress" in name else Y_CLASS, **({"group": [20, 20]} if "Rank" in name else {})
                ),
            )
    booster = lgb.train({"objective": "regression", "verbose": -1, "min_data_in_leaf": 2}, lgb.Dataset(X, Y_REAL), 3)
    _save(out, "booster", booster, 5)
    booster.save_model(out / "booster.txt")


@maker("catboost")
def catboost_models(out):
    import catboost

    settings = {"iterations": 3, "verbose": False, "allow_writing_files": False}
    models = {
        "classifier": catboost.CatBoostClassifier(**settings),
        "regressor": catboost.CatBoostRegressor(**settings),
        "plain": catboost.CatBoost(settings),
    }
    for name, model in models.items():
        with attempt(f"catboost {name}"):
            model.fit(X, Y_CLASS if name == "classifier" else Y_REAL)
            _save(out, name, model)
            model.save_model(str(out / f"{name}.cbm"))
