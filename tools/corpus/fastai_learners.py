"""fastai: `learn.export` pickles the whole learner, with its transforms and its empty data loaders."""

from maker import attempt, maker


@maker("fastai")
def tabular(out):
    import numpy as np
    import pandas as pd
    from fastai.tabular.all import Categorify, FillMissing, Normalize, TabularDataLoaders, accuracy, tabular_learner

    frame = pd.DataFrame({"a": np.arange(40.0), "b": np.arange(40) % 3, "y": np.arange(40) % 2}).astype({"b": str, "y": str})
    loaders = TabularDataLoaders.from_df(frame, y_names="y", cat_names=["b"], cont_names=["a"], procs=[Categorify, FillMissing, Normalize], bs=8)
    learner = tabular_learner(loaders, layers=[4], metrics=accuracy, path=out)
    learner.fit(1)
    learner.export("tabular.pkl")
    learner.save("tabular")


@maker("fastai")
def vision(out):
    import numpy as np
    from fastai.vision.all import ImageBlock, CategoryBlock, DataBlock, Learner, Resize, accuracy, aug_transforms, xresnet18, RandomSplitter, CrossEntropyLossFlat, vision_learner
    from PIL import Image

    pictures = out / "pictures"
    pictures.mkdir(exist_ok=True)
    for index in range(8):
        Image.fromarray(np.full((32, 32, 3), index, dtype="u1")).save(pictures / f"{'ab'[index % 2]}_{index}.png")
    files = sorted(pictures.glob("*.png"))
    with attempt("fastai vision"):
        block = DataBlock((ImageBlock, CategoryBlock), get_items=_files, get_y=_label, splitter=RandomSplitter(0.5, seed=1), item_tfms=Resize(32), batch_tfms=aug_transforms())
        loaders = block.dataloaders(pictures, bs=2, num_workers=0)
        learner = Learner(loaders, xresnet18(n_out=2), loss_func=CrossEntropyLossFlat(), metrics=accuracy, path=out)
        learner.fit(1)
        learner.save("vision")
        learner.save("vision_no_opt", with_opt=False)
        learner.export("vision.pkl")
    for path in files:
        path.unlink()
    pictures.rmdir()


def _files(folder):
    return sorted(folder.glob("*.png"))


def _label(path):
    return path.name[0]


@maker("fastai")
def collaborative(out):
    import pandas as pd
    from fastai.collab import CollabDataLoaders, collab_learner

    ratings = pd.DataFrame({"user": [0, 1, 2, 3] * 4, "item": [0, 1, 2, 3, 1, 2, 3, 0] * 2, "rating": [1.0, 2, 3, 4] * 4})
    learner = collab_learner(CollabDataLoaders.from_df(ratings, bs=4), y_range=(0, 5), path=out)
    learner.fit(1)
    learner.export("collab.pkl")
    learner.save("collab")
