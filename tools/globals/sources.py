"""Which parts of which library are walked for names that a model's pickle may hold.

A name is taken only from a module listed here: a library's tests, command lines, loaders and servers are
nothing that a model needs, and what is not walked cannot slip into the table.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One distribution: `classes` are walked for classes, `functions` for values that a pickle refers to."""

    distribution: str
    classes: tuple[str, ...]
    functions: tuple[str, ...] = ()


# A module with one of these words as a part of its dotted name is left out, whatever its parent.
SKIP_PARTS = frozenset(
    "test tests testing _testing conftest __main__ cli commands command_line setup benchmarks benchmark "
    "examples example docs scripts _dynamo _inductor _export onnx package hub cpp_extension f2py distutils "
    "hub_utils servers server serve serving download downloads loggers logger profilers profiler "
    "_torchscript _shape_base vis wandb comet comet_ml neptune tensorboard mlflow clearml dvc raytune platform "
    "datasets dataset io _io parsers excel json sas sql pytables stata clipboard "
    "pyodide _pytest array_api_extra sandbox deepspeed fairscale slurm checkpoint_io autobatch compat doctestmode estimator_checks clang".split()
)

SKIP_STARTS = ("test_", "_test", "convert_", "estimator_checks", "ctypeslib", "array_api", "_array_api")

SOURCES = (
    Source(
        "torch",
        (
            "torch.nn", "torch.optim", "torch.distributions", "torch.ao.nn", "torch.ao.quantization",
            "torch.quantization", "torch.nested", "torch.amp", "torch.cuda.amp", "torch.cpu.amp", "torch.storage",
            "torch.utils.data", "torch.autograd.function", "torch.swa_utils", "torch.types", "torch.random",
            "torch.masked.maskedtensor", "torch.distributed.tensor.placement_types",
            "torch.distributed.fsdp.api", "torch.distributed.fsdp._common_utils", "torch.distributed.checkpoint.metadata",
            "torch.distributed._shard.sharded_tensor.metadata", "torch.distributed._shard.metadata",
        ),
        ("torch.nn.functional", "torch.nn.init", "torch.functional", "torch.special", "torch.nn.modules",
         "torch.nn.parallel", "torch.optim.swa_utils", "torch.utils.data._utils.collate"),
    ),
    Source(
        "torchvision",
        ("torchvision.models", "torchvision.ops", "torchvision.transforms", "torchvision.tv_tensors"),
        ("torchvision.ops", "torchvision.transforms.functional", "torchvision.transforms._functional_tensor"),
    ),
    Source("numpy", ("numpy",), ("numpy", "numpy.linalg", "numpy.fft", "numpy.ma")),
    Source(
        "scipy",
        ("scipy.sparse", "scipy.stats", "scipy.interpolate", "scipy.spatial", "scipy.optimize", "scipy.signal", "scipy.special"),
        ("scipy.special", "scipy.stats", "scipy.spatial.distance", "scipy.optimize", "scipy.signal", "scipy.linalg", "scipy.sparse"),
    ),
    Source(
        "scikit-learn",
        ("sklearn",),
        ("sklearn.metrics", "sklearn.feature_selection", "sklearn.preprocessing", "sklearn.covariance", "sklearn.cluster",
         "sklearn.decomposition", "sklearn.utils", "sklearn.ensemble", "sklearn.neighbors", "sklearn.neural_network",
         "sklearn.linear_model", "sklearn.gaussian_process", "sklearn.feature_extraction", "sklearn.model_selection",
         "sklearn.inspection"),
    ),
    Source("pandas", ("pandas.core", "pandas._libs", "pandas.tseries", "pandas.api", "pandas.errors")),
    Source("joblib", ("joblib.numpy_pickle", "joblib.parallel", "joblib.memory")),
    Source("xgboost", ("xgboost",)),
    Source("lightgbm", ("lightgbm",)),
    Source("catboost", ("catboost",)),
    Source("statsmodels", ("statsmodels",)),
    Source(
        "transformers",
        ("transformers",),
        ("transformers.activations", "transformers.data.data_collator", "transformers.modeling_utils", "transformers.pytorch_utils",
         "transformers.optimization", "transformers.integrations", "transformers.modeling_attn_mask_utils", "transformers.masking_utils",
         "transformers.modeling_rope_utils", "transformers.loss"),
    ),
    Source("accelerate", ("accelerate.state", "accelerate.utils.dataclasses", "accelerate.optimizer", "accelerate.scheduler", "accelerate.hooks"), ("accelerate.utils.operations",)),
    Source("peft", ("peft",)),
    Source("tokenizers", ("tokenizers",)),
    Source("sentencepiece", ("sentencepiece",)),
    Source("sentence-transformers", ("sentence_transformers",), ("sentence_transformers.util",)),
    Source("timm", ("timm.layers", "timm.models", "timm.optim", "timm.scheduler", "timm.loss", "timm.utils.model_ema", "timm.data.transforms", "timm.data.mixup", "timm.data.auto_augment", "timm.data.random_erasing"), ("timm.layers", "timm.models")),
    Source(
        "ultralytics",
        ("ultralytics.nn", "ultralytics.utils.loss", "ultralytics.utils.tal", "ultralytics.utils.torch_utils", "ultralytics.utils.ops",
         "ultralytics.utils", "ultralytics.utils.metrics", "ultralytics.models.utils", "ultralytics.cfg"),
        ("ultralytics.nn", "ultralytics.utils.ops", "ultralytics.utils.tal"),
    ),
    Source("lightning", ("lightning.pytorch.callbacks", "lightning.pytorch.core", "lightning.pytorch.utilities", "lightning.pytorch.trainer.states", "lightning.pytorch.loops", "lightning.pytorch.strategies", "lightning.pytorch.accelerators", "lightning.fabric.utilities", "lightning.fabric.wrappers", "lightning.fabric.strategies")),
    Source("pytorch-lightning", ("pytorch_lightning.callbacks", "pytorch_lightning.core", "pytorch_lightning.utilities", "pytorch_lightning.trainer.states", "pytorch_lightning.loops", "lightning_fabric.utilities", "lightning_fabric.wrappers")),
    Source("torchmetrics", ("torchmetrics",), ("torchmetrics.functional", "torchmetrics.utilities")),
    Source("fastai", ("fastai.layers", "fastai.losses", "fastai.metrics", "fastai.optimizer", "fastai.learner", "fastai.callback", "fastai.data", "fastai.vision", "fastai.tabular", "fastai.text", "fastai.collab", "fastai.torch_core"), ("fastai.layers", "fastai.losses", "fastai.metrics", "fastai.optimizer", "fastai.learner", "fastai.data", "fastai.vision", "fastai.tabular", "fastai.text", "fastai.torch_core")),
    Source("fastcore", ("fastcore.basics", "fastcore.foundation", "fastcore.transform", "fastcore.dispatch", "fastcore.xtras")),
    Source("fasttransform", ("fasttransform",)),
    Source("spacy", ("spacy",)),
    Source("thinc", ("thinc",), ("thinc.layers", "thinc.initializers", "thinc.schedules")),
    Source("srsly", ()),
    Source("omegaconf", ("omegaconf",)),
)
