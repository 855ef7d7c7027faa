"""Not clean, though harmless: files of real libraries that carry code by value, or reach what no table should allow."""

import functools

from maker import attempt, maker, write_pickle


@maker("flagged/by-value")
def functions(out):
    import cloudpickle
    import dill

    offset = 3
    for library in (cloudpickle, dill):
        with attempt(f"{library.__name__} by value"):
            (out / f"lambda.{library.__name__}.pkl").write_bytes(library.dumps(lambda x: x + offset))
            (out / f"partial.{library.__name__}.pkl").write_bytes(
                library.dumps(functools.partial(lambda a, b: a + b, 1))
            )
            (out / f"type.{library.__name__}.pkl").write_bytes(library.dumps({"type": dict}))
    (out / "REASON.txt").write_text(
        "cloudpickle and dill rebuild functions from code by value, and types by a name in a string\n"
    )


@maker("flagged/fx")
def graph_modules(out):
    import torch

    torch.save(
        torch.fx.symbolic_trace(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())), out / "graph_module.pt"
    )
    (out / "REASON.txt").write_text("a torch.fx graph module carries its Python source, and compiles it on load\n")


@maker("flagged/names")
def resolvers(out):
    import operator

    write_pickle(out / "attrgetter.pkl", [operator.attrgetter("a.b"), operator.methodcaller("strip")])
    (out / "REASON.txt").write_text("operator.attrgetter and methodcaller resolve names\n")
