"""statsmodels: results as `results.save()` writes them, and models and families by themselves."""

import numpy as np

from estimators import Y_CLASS, Y_REAL, X
from maker import attempt, maker, write_pickle


@maker("statsmodels")
def results(out):
    import pandas as pd
    import statsmodels.api as sm

    exog = sm.add_constant(X)
    noisy = Y_REAL + np.random.default_rng(1).normal(size=40)
    frame = pd.DataFrame(X, columns=list("abcd")).assign(y=noisy)
    series = pd.Series(
        np.cumsum(np.random.default_rng(0).normal(size=60)), index=pd.date_range("2020", periods=60, freq="MS")
    )
    fits = {
        "ols": lambda: sm.OLS(noisy, exog).fit(),
        "wls": lambda: sm.WLS(noisy, exog, weights=X[:, 0]).fit(),
        "gls": lambda: sm.GLS(noisy, exog).fit(),
        "logit": lambda: sm.Logit(np.arange(40) % 3 % 2, exog).fit(disp=0),
        "probit": lambda: sm.Probit(np.arange(40) % 3 % 2, exog).fit(disp=0),
        "poisson": lambda: sm.Poisson(Y_CLASS, exog).fit(disp=0),
        "rlm": lambda: sm.RLM(noisy, exog).fit(),
        "quantreg": lambda: sm.QuantReg(noisy, exog).fit(),
        "glm_gamma": lambda: sm.GLM(np.abs(noisy) + 0.1, exog, family=sm.families.Gamma(sm.families.links.Log())).fit(),
        "glm_binomial": lambda: sm.GLM(np.arange(40) % 3 % 2, exog, family=sm.families.Binomial()).fit(),
        "formula_array": lambda: sm.OLS(frame["y"], frame[["a", "b"]]).fit(),
        "arima": lambda: sm.tsa.ARIMA(series, order=(1, 0, 0)).fit(),
        "sarimax": lambda: sm.tsa.SARIMAX(series, order=(1, 0, 0)).fit(disp=0),
        "holt_winters": lambda: sm.tsa.ExponentialSmoothing(series).fit(),
        "autoreg": lambda: sm.tsa.AutoReg(series, 2).fit(),
        "var": lambda: sm.tsa.VAR(frame[["a", "b"]]).fit(1),
        "mixed": lambda: sm.MixedLM(noisy, exog, groups=Y_CLASS).fit(),
        "phreg": lambda: sm.PHReg(X[:, 0], X[:, 1:]).fit(),
        "seasonal": lambda: sm.tsa.seasonal_decompose(series),
        "stl": lambda: sm.tsa.STL(series).fit(),
        "gee": lambda: sm.GEE(noisy, exog, groups=Y_CLASS).fit(),
        "multinomial": lambda: sm.MNLogit(np.arange(40) % 3, exog).fit(disp=0),
        "negative_binomial": lambda: sm.NegativeBinomial(Y_CLASS, exog).fit(disp=0),
        "unobserved": lambda: sm.tsa.UnobservedComponents(series, "llevel").fit(disp=0),
    }
    for name, fit in fits.items():
        with attempt(f"statsmodels {name}"):
            result = fit()
            if hasattr(result, "save"):
                result.save(str(out / f"{name}.pickle"))
            else:
                write_pickle(out / f"{name}.pickle", result)
    with attempt("statsmodels trimmed"):
        sm.OLS(noisy, exog).fit().save(str(out / "ols_no_data.pickle"), remove_data=True)


@maker("flagged/statsmodels")
def formulas(out):
    """A result of a formula evaluates that formula again, as Python, while it is loaded."""
    import pandas as pd
    import statsmodels.formula.api as smf

    frame = pd.DataFrame(X, columns=list("abcd")).assign(y=Y_REAL, k=np.arange(40) % 3 % 2)
    smf.ols("y ~ a + np.log(b) + C(k)", frame).fit().save(str(out / "formula_ols.pickle"))
    smf.logit("k ~ a", frame).fit(disp=0).save(str(out / "formula_logit.pickle"))
    (out / "REASON.txt").write_text(
        "__setstate__ of statsmodels.base.data evaluates the formula of the state as Python\n"
    )
