"""pandas: every kind of column, index and offset, pickled plainly and with compression."""

import numpy as np
import pandas as pd

from maker import attempt, maker, write_pickle


def samples():
    days = pd.date_range("2024-01-01", periods=4, freq="D")
    mixed = pd.DataFrame(
        {
            "i": [1, 2, 3, 4],
            "f": [0.5, np.nan, 2, 3],
            "s": list("abcd"),
            "b": [True, False, True, False],
            "t": days,
            "z": days.tz_localize("Europe/Paris"),
            "u": days.tz_localize("UTC"),
            "d": days - days[0],
            "c": pd.Categorical(list("abca"), ordered=True),
            "p": pd.period_range("2024", periods=4, freq="M"),
            "n": pd.array([1, None, 3, 4], dtype="Int64"),
            "bool": pd.array([True, None, False, True], dtype="boolean"),
            "F": pd.array([1.5, None, 3, 4], dtype="Float64"),
            "str": pd.array(list("wxyz"), dtype="string"),
            "iv": pd.interval_range(0, 4),
            "o": [1, "a", None, {"k": 1}],
            "sp": pd.arrays.SparseArray([0, 0, 1, 0]),
        }
    )
    multi = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", "y"])
    offsets = [
        pd.offsets.Day(2),
        pd.offsets.Hour(),
        pd.offsets.MonthEnd(),
        pd.offsets.BMonthEnd(),
        pd.offsets.BDay(3),
        pd.offsets.Week(weekday=2),
        pd.offsets.QuarterEnd(startingMonth=3),
        pd.offsets.YearEnd(),
        pd.offsets.CustomBusinessDay(holidays=["2024-01-01"]),
        pd.offsets.Minute(5),
        pd.offsets.BusinessHour(),
        pd.offsets.DateOffset(months=1),
        pd.offsets.SemiMonthEnd(),
        pd.offsets.FY5253(startingMonth=8, weekday=4),
        pd.offsets.MonthBegin(),
        pd.offsets.Nano(3),
        pd.offsets.Milli(3),
        pd.offsets.Micro(3),
        pd.offsets.Second(3),
        pd.offsets.QuarterBegin(),
        pd.offsets.YearBegin(),
        pd.offsets.Easter(),
        pd.offsets.LastWeekOfMonth(),
        pd.offsets.WeekOfMonth(),
        pd.offsets.BYearEnd(),
        pd.offsets.BQuarterEnd(),
        pd.offsets.SemiMonthBegin(),
        pd.offsets.CBMonthEnd(),
    ]
    return {
        "mixed": mixed,
        "indexed": mixed.set_index("t"),
        "multi_index": pd.DataFrame({"v": range(4)}, index=multi),
        "multi_columns": pd.DataFrame(np.eye(4), columns=multi),
        "series": mixed["f"],
        "named": pd.Series([1, 2], name="n", index=["a", "b"]),
        "offsets": offsets,
        "empty": pd.DataFrame(),
        "scalars": [
            pd.Timestamp("2024-01-01 12:00", tz="UTC"),
            pd.Timestamp("2024-01-01"),
            pd.Timedelta("1D"),
            pd.Period("2024-01", "M"),
            pd.Interval(0, 1),
            pd.NaT,
            pd.NA,
        ],
        "indexes": [
            pd.RangeIndex(3),
            pd.Index([1, 2]),
            pd.Index(list("ab")),
            pd.Index([0.5]),
            days,
            days - days[0],
            pd.period_range("2024", periods=2, freq="D"),
            pd.interval_range(0, 3),
            pd.CategoricalIndex(list("ab")),
            multi,
            pd.date_range("2024", periods=3, freq="B", tz="US/Eastern"),
        ],
        "dtypes": [
            *mixed.dtypes,
            pd.CategoricalDtype(["a"]),
            pd.DatetimeTZDtype(tz="UTC"),
            pd.IntervalDtype("int64"),
            pd.PeriodDtype("D"),
            pd.StringDtype(),
            pd.SparseDtype("f8"),
        ],
        "extension": [mixed[c].array for c in mixed],
        "groups": mixed.groupby("b")["i"].sum(),
        "wide": pd.DataFrame(np.random.default_rng(0).normal(size=(50, 30))),
        "attrs": pd.DataFrame({"a": [1]}).assign(b=2),
        "timezone": pd.Series(pd.to_datetime(["2024-01-01T00:00+02:00"])),
    }


@maker("pandas")
def pickles(out):
    for name, value in samples().items():
        for protocol in (0, 2, 4, 5):
            with attempt(f"pandas {name} {protocol}"):
                write_pickle(out / f"{name}.p{protocol}.pkl", value, protocol)


@maker("pandas")
def compressed(out):
    for suffix in (".pkl.gz", ".pkl.bz2", ".pkl.xz", ".pkl.zip", ".pkl.zst", ".pkl.tar"):
        with attempt(f"pandas {suffix}"):
            samples()["mixed"].to_pickle(out / f"mixed{suffix}")


@maker("pandas")
def joblib_frames(out):
    import joblib

    joblib.dump(samples()["mixed"], out / "mixed.joblib")
    joblib.dump(samples()["wide"], out / "wide.joblib", compress=("gzip", 3))
