"""SciPy: sparse matrices and arrays of all kinds, fitted interpolators, distributions and spatial trees."""

import numpy as np
import scipy.sparse as sp
from scipy import interpolate, optimize, signal, spatial, special, stats

from maker import attempt, maker, write_pickle

KINDS = ("csr", "csc", "coo", "bsr", "dia", "lil", "dok")


@maker("scipy")
def matrices(out):
    dense = np.eye(4) * 2
    for kind in KINDS:
        for family in ("matrix", "array"):
            with attempt(f"scipy {kind}_{family}"):
                value = getattr(sp, f"{kind}_{family}")(dense)
                for protocol in (0, 2, 4, 5):
                    write_pickle(out / f"{kind}_{family}.p{protocol}.pkl", value, protocol)
                if kind not in ("lil", "dok"):
                    sp.save_npz(out / f"{kind}_{family}.npz", value)
    sp.save_npz(out / "stored.npz", sp.csr_matrix(dense), compressed=False)


@maker("scipy")
def fitted(out):
    x = np.linspace(0, 1, 12)
    y = np.sin(x)
    objects = {
        "interp1d": lambda: interpolate.interp1d(x, y),
        "cubic_spline": lambda: interpolate.CubicSpline(x, y),
        "bspline": lambda: interpolate.make_interp_spline(x, y),
        "univariate": lambda: interpolate.UnivariateSpline(x, y),
        "pchip": lambda: interpolate.PchipInterpolator(x, y),
        "rbf": lambda: interpolate.RBFInterpolator(x[:, None], y),
        "grid": lambda: interpolate.RegularGridInterpolator((x, x), np.outer(y, y)),
        "akima": lambda: interpolate.Akima1DInterpolator(x, y),
        "linear_nd": lambda: interpolate.NearestNDInterpolator(np.c_[x, y], y),
        "frozen_norm": lambda: stats.norm(0, 1),
        "frozen_gamma": lambda: stats.gamma(2.0),
        "frozen_discrete": lambda: stats.poisson(3),
        "frozen_mvn": lambda: stats.multivariate_normal(np.zeros(2)),
        "distributions": lambda: [
            stats.uniform(0, 1),
            stats.loguniform(1e-4, 1),
            stats.randint(1, 5),
            stats.expon(),
            stats.beta(1, 2),
            stats.lognorm(1.0),
            stats.rv_histogram(np.histogram(y)),
        ],
        "kde": lambda: stats.gaussian_kde(y),
        "kdtree": lambda: spatial.KDTree(np.c_[x, y]),
        "ckdtree": lambda: spatial.cKDTree(np.c_[x, y]),
        "rotation": lambda: spatial.transform.Rotation.from_euler("z", 90, degrees=True),
        "optimize_result": lambda: optimize.minimize(lambda v: v @ v, np.ones(2)),
        "bounds": lambda: [optimize.Bounds(0, 1), optimize.LinearConstraint(np.eye(2), 0, 1)],
        "lti": lambda: signal.dlti([1.0], [1.0, -0.5]),
        "results": lambda: [stats.linregress(x, y), stats.describe(x)],
        "ufuncs": lambda: [special.expit, special.gammaln, special.erf, special.softmax],
    }
    for name, build in objects.items():
        for protocol in (2, 4):
            with attempt(f"scipy {name}"):
                write_pickle(out / f"{name}.p{protocol}.pkl", build(), protocol)
