"""The configurations that the libraries of the Hugging Face hub write: every architecture, adapter and image processor."""

import inspect
import json

from maker import attempt, maker


@maker("hub-configs")
def transformers_configs(out):
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING

    for name in list(CONFIG_MAPPING.keys()):
        with attempt(f"config {name}"):
            config = CONFIG_MAPPING[name]()
            config.architectures = [type(config).__name__.replace("Config", "Model")]
            config.save_pretrained(out / "transformers" / name)


@maker("hub-configs")
def generation_configs(out):
    import transformers
    from transformers import BitsAndBytesConfig, GenerationConfig

    for name, settings in {"greedy": {}, "sampled": {"do_sample": True, "top_p": 0.9, "temperature": 0.7}}.items():
        GenerationConfig(**settings).save_pretrained(out / "generation" / name)
    for name in ("sdpa", "eager", "flash_attention_2"):
        with attempt(f"attention {name}"):
            config = transformers.LlamaConfig(attn_implementation=name)
            config.save_pretrained(out / "attention" / name)
    with attempt("quantized"):
        config = transformers.LlamaConfig(quantization_config=BitsAndBytesConfig(load_in_4bit=True).to_dict())
        config.save_pretrained(out / "quantized")


@maker("hub-configs")
def processors(out):
    import transformers

    for name in dir(transformers):
        if not name.endswith(("ImageProcessor", "ImageProcessorFast", "VideoProcessor", "FeatureExtractor")):
            continue
        if name.startswith(("Base", "Auto")):
            continue
        with attempt(f"processor {name}"):
            getattr(transformers, name)().save_pretrained(out / "processors" / name)


@maker("hub-configs")
def adapters(out):
    import peft
    from peft.mapping import PEFT_TYPE_TO_CONFIG_MAPPING

    for kind, config_class in PEFT_TYPE_TO_CONFIG_MAPPING.items():
        with attempt(f"adapter {kind}"):
            known = inspect.signature(config_class).parameters
            settings = {"target_modules": ["q_proj"], "num_virtual_tokens": 4, "total_step": 10}
            config = config_class(**{key: value for key, value in settings.items() if key in known})
            config.revision = "0" * 40
            config.base_model_name_or_path = "org/base"
            config.save_pretrained(out / "adapters" / str(kind.value))
    config = peft.LoraConfig(task_type="CAUSAL_LM", base_model_name_or_path="", target_modules=["q_proj"])
    config.save_pretrained(out / "adapters" / "lora-causal")


@maker("hub-configs")
def tokenizers(out):
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "hello": 1, "world": 2}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", eos_token="</s>")
    fast.save_pretrained(out / "tokenizers" / "plain")
    fast.chat_template = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    fast.save_pretrained(out / "tokenizers" / "templated")
    fast.add_special_tokens({"additional_special_tokens": [f"<extra_{i}>" for i in range(200)]})
    fast.save_pretrained(out / "tokenizers" / "added")


@maker("hub-configs")
def image_models(out):
    import timm
    from timm.models import save_for_hf

    for name in ("resnet10t", "vit_tiny_patch16_224", "efficientnet_lite0", "convnext_atto"):
        with attempt(f"timm {name}"):
            save_for_hf(timm.create_model(name, pretrained=False), out / "timm" / name, safe_serialization=True)


@maker("hub-configs")
def sentence_models(out):
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, BertTokenizerFast

    where = out / "sentence" / "base"
    where.mkdir(parents=True, exist_ok=True)
    (where / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hello", "world"]))
    BertTokenizerFast(str(where / "vocab.txt")).save_pretrained(where)
    settings = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=7, **settings)).save_pretrained(where)
    word = models.Transformer(str(where))
    size = word.get_word_embedding_dimension()
    stacks = {
        "pooled": [models.Pooling(size)],
        "dense": [models.Pooling(size), models.Dense(size, 8, activation_function=torch.nn.Tanh())],
        "normalized": [models.Pooling(size), models.Normalize(), models.LayerNorm(size)],
        "recurrent": [models.LSTM(size, 8), models.Pooling(16)],
    }
    for name, modules in stacks.items():
        with attempt(f"sentence-transformers {name}"):
            SentenceTransformer(modules=[word, *modules], device="cpu").save(str(out / "sentence" / name))


@maker("hub-configs")
def omegaconf_files(out):
    from omegaconf import OmegaConf

    out = out / "omegaconf"
    out.mkdir(parents=True, exist_ok=True)
    for name, tree in TARGETS.items():
        OmegaConf.save(OmegaConf.create(tree), out / f"{name}.yaml")
        (out / f"{name}.json").write_text(json.dumps(tree, indent=2))


TARGETS = {
    "trainer": {
        "_target_": "lightning.pytorch.trainer.Trainer",
        "default_root_dir": "${paths.output_dir}",
        "logger": {"_target_": "lightning.pytorch.loggers.wandb.WandbLogger", "project": "x"},
        "callbacks": [{"_target_": "lightning.pytorch.callbacks.ModelCheckpoint", "monitor": "val/acc"}],
    },
    "model": {
        "net": {"_target_": "torch.nn.Linear", "in_features": 4, "out_features": 2},
        "optimizer": {"_target_": "torch.optim.Adam", "_partial_": True, "lr": 0.001},
        "scheduler": {"_target_": "torch.optim.lr_scheduler.ReduceLROnPlateau", "_partial_": True, "mode": "min"},
        "metric": {"_target_": "torchmetrics.Accuracy", "task": "multiclass", "num_classes": 10},
    },
    "nemo": {
        "target": "nemo.collections.asr.models.ctc_bpe_models.EncDecCTCModelBPE",
        "preprocessor": {"_target_": "nemo.collections.asr.modules.AudioToMelSpectrogramPreprocessor"},
        "encoder": {"_target_": "nemo.collections.asr.modules.ConformerEncoder", "feat_in": "${preprocessor.features}"},
    },
    "data": {
        "_target_": "torch.utils.data.DataLoader",
        "dataset": {"_target_": "datasets.load_dataset", "path": "imdb", "revision": "main"},
        "transform": {"_target_": "torchvision.transforms.Compose", "transforms": []},
        "workers": {"_target_": "os.cpu_count"},
        "folder": {"_target_": "os.path.join", "_args_": ["a", "b"]},
    },
    "diffusion": {
        "model": {
            "target": "ldm.models.diffusion.ddpm.LatentDiffusion",
            "params": {"unet_config": {"target": "ldm.modules.diffusionmodules.openaimodel.UNetModel", "params": {"a": 1}}},
        }
    },
}
