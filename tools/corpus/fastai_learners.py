"""fastai: weights by `learn.save`; what `learn.export` writes is flagged, for it holds functions by value."""

import tempfile
from pathlib import Path

from maker import attempt, maker


def _tabular(out):
    import numpy as np
    import pandas as pd
    from fastai.tabular.all import Categorify, FillMissing, Normalize, TabularDataLoaders, accuracy, tabular_learner

    frame = pd.DataFrame({"a": np.arange(40.0), "b": np.arange(40) % 3, "y": np.arange(40) % 2}).astype(
        {"b": str, "y": str}
    )
    loaders = TabularDataLoaders.from_df(
        frame, y_names="y", cat_names=["b"], cont_names=["a"], procs=[Categorify, FillMissing, Normalize], bs=8
    )
    return tabular_learner(loaders, layers=[4], metrics=accuracy, path=out)


def _vision(out):
    import numpy as np
    from fastai.vision.all import (
        CategoryBlock,
        CrossEntropyLossFlat,
        DataBlock,
        ImageBlock,
        Learner,
        RandomSplitter,
        Resize,
        accuracy,
        aug_transforms,
        xresnet18,
    )
    from PIL import Image

    pictures = Path(tempfile.mkdtemp())
    for index in range(8):
        Image.fromarray(np.full((32, 32, 3), index, dtype="u1")).save(pictures / f"{'ab'[index % 2]}_{index}.png")
    block = DataBlock(
        (ImageBlock, CategoryBlock),
        get_items=_files,
        get_y=_label,
        splitter=RandomSplitter(0.5, seed=1),
        item_tfms=Resize(32),
        batch_tfms=aug_transforms(),
    )
    return Learner(
        block.dataloaders(pictures, bs=2, num_workers=0),
        xresnet18(n_out=2),
        loss_func=CrossEntropyLossFlat(),
        metrics=accuracy,
        path=out,
    )


def _files(folder):
    return sorted(folder.glob("*.png"))


def _label(path):
    return path.name[0]


def _collaborative(out):
    import pandas as pd
    from fastai.collab import CollabDataLoaders, collab_learner

    ratings = pd.DataFrame(
        {"user": [0, 1, 2, 3] * 4, "item": [0, 1, 2, 3, 1, 2, 3, 0] * 2, "rating": [1.0, 2, 3, 4] * 4}
    )
    return collab_learner(CollabDataLoaders.from_df(ratings, bs=4), y_range=(0, 5), path=out)


LEARNERS = {"tabular": _tabular, "vision": _vision, "collab": _collaborative}


@maker("fastai")
def weights(out):
    for name, build in LEARNERS.items():
        with attempt(f"fastai {name}"):
            learner = build(out)
            learner.fit(1)
            learner.save(name)
            learner.save(f"{name}_no_opt", with_opt=False)


@maker("flagged/fastai")
def exports(out):
    for name, build in LEARNERS.items():
        with attempt(f"fastai export {name}"):
            build(out).export(f"{name}.pkl")
    (out / "REASON.txt").write_text(
        "learn.export uses cloudpickle: types by a name in a string, functions by value, getattr on instances\n"
    )
