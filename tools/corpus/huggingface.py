"""transformers, sentence-transformers and peft: tiny random models, and all that a run of the Trainer leaves behind."""

import torch
import torch.nn.utils.parametrize

from maker import attempt, maker, write_pickle

TINY = {
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "vocab_size": 64,
    "max_position_embeddings": 32,
}
FAMILIES = {
    "Bert": TINY,
    "Roberta": TINY,
    "Electra": {**TINY, "embedding_size": 16},
    "Albert": {**TINY, "embedding_size": 16},
    "DistilBert": {"vocab_size": 64, "dim": 16, "n_layers": 1, "n_heads": 2, "hidden_dim": 16},
    "GPT2": {"n_embd": 16, "n_layer": 1, "n_head": 2, "vocab_size": 64, "n_positions": 32},
    "GPTNeoX": TINY,
    "Llama": {**TINY, "num_key_value_heads": 2},
    "Mistral": {**TINY, "num_key_value_heads": 2},
    "Qwen2": {**TINY, "num_key_value_heads": 2},
    "Gemma": {**TINY, "num_key_value_heads": 2, "head_dim": 8},
    "Phi": TINY,
    "Mixtral": {**TINY, "num_key_value_heads": 2, "num_local_experts": 2},
    "OPT": {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "ffn_dim": 16,
        "vocab_size": 64,
        "word_embed_proj_dim": 16,
    },
    "T5": {"d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2, "vocab_size": 64},
    "Bart": {
        "d_model": 16,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "encoder_ffn_dim": 16,
        "decoder_ffn_dim": 16,
        "vocab_size": 64,
    },
    "ViT": {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "image_size": 16,
        "patch_size": 8,
    },
    "Whisper": {
        "d_model": 16,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "encoder_ffn_dim": 16,
        "decoder_ffn_dim": 16,
        "vocab_size": 64,
        "pad_token_id": 1,
        "bos_token_id": 1,
        "eos_token_id": 1,
        "decoder_start_token_id": 1,
    },
    "DebertaV2": TINY,
    "MPNet": TINY,
    "Bloom": {"hidden_size": 16, "n_layer": 1, "n_head": 2, "vocab_size": 64},
    "Mamba": {"hidden_size": 16, "num_hidden_layers": 1, "vocab_size": 64, "state_size": 4},
    "XLMRoberta": TINY,
    "Falcon": {**TINY, "multi_query": True},
    "Swin": {"embed_dim": 8, "depths": [1, 1], "num_heads": [1, 2], "image_size": 32},
    "Dinov2": {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28},
    "ConvNext": {"hidden_sizes": [8, 8, 8, 8], "depths": [1, 1, 1, 1]},
    "ResNet": {"embedding_size": 8, "hidden_sizes": [8, 8, 8, 8], "depths": [1, 1, 1, 1]},
    "Wav2Vec2": {
        **TINY,
        "conv_dim": (8, 8),
        "conv_stride": (5, 2),
        "conv_kernel": (10, 3),
        "num_feat_extract_layers": 2,
        "num_conv_pos_embeddings": 16,
        "num_conv_pos_embedding_groups": 2,
    },
}


@maker("transformers")
def models(out):
    import transformers

    for family, settings in FAMILIES.items():
        with attempt(f"transformers {family}"):
            config = getattr(transformers, f"{family}Config")(**settings)
            model = getattr(transformers, f"{family}Model")(config)
            folder = out / family.lower()
            folder.mkdir(exist_ok=True)
            config.save_pretrained(folder)
            torch.save(model.state_dict(), folder / "pytorch_model.bin")
            write_pickle(folder / "config.pkl", config)
            if not any(torch.nn.utils.parametrize.is_parametrized(module) for module in model.modules()):
                torch.save(model, folder / "whole_model.pt")


@maker("transformers")
def saved_pretrained(out):
    import transformers

    model = transformers.BertForSequenceClassification(transformers.BertConfig(**TINY))
    model.save_pretrained(out / "bert-safetensors")
    model.save_pretrained(out / "bert-classifier", safe_serialization=False)
    model.save_pretrained(out / "bert-sharded", safe_serialization=False, max_shard_size="5KB")


class _Rows(torch.utils.data.Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return {"input_ids": torch.arange(4), "labels": torch.tensor(index % 2)}


@maker("transformers")
def trainer_run(out):
    import transformers

    for name, extra in {
        "run": {},
        "run-cosine": {
            "lr_scheduler_type": "cosine",
            "warmup_steps": 1,
            "optim": "adafactor",
            "label_smoothing_factor": 0.1,
        },
    }.items():
        with attempt(f"transformers trainer {name}"):
            model = transformers.BertForSequenceClassification(transformers.BertConfig(**TINY))
            arguments = transformers.TrainingArguments(
                output_dir=str(out / name),
                max_steps=1,
                save_steps=1,
                per_device_train_batch_size=2,
                report_to=[],
                use_cpu=True,
                **extra,
            )
            trainer = transformers.Trainer(model=model, args=arguments, train_dataset=_Rows())
            trainer.train()
            trainer.save_model(str(out / name))
    for kind in ("Seq2SeqTrainingArguments",):
        torch.save(
            getattr(transformers, kind)(output_dir="out", use_cpu=True, report_to=[]), out / "training_args_seq2seq.bin"
        )


@maker("transformers")
def tokenizers_and_outputs(out):
    import tokenizers
    import transformers

    raw = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0, "a": 1}, unk_token="[UNK]"))
    raw.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    raw.normalizer = tokenizers.normalizers.Lowercase()
    write_pickle(out / "raw_tokenizer.pkl", raw)
    write_pickle(
        out / "tokenizer_parts.pkl",
        [
            raw.pre_tokenizer,
            raw.normalizer,
            tokenizers.decoders.WordPiece(),
            tokenizers.processors.BertProcessing(("a", 1), ("b", 2)),
            tokenizers.AddedToken("x"),
        ],
    )
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=raw, unk_token="[UNK]")
    write_pickle(out / "fast_tokenizer.pkl", fast)
    fast.save_pretrained(out / "fast-tokenizer")
    with attempt("transformers outputs"):
        torch.save(
            transformers.modeling_outputs.BaseModelOutput(last_hidden_state=torch.ones(1)), out / "model_output.pt"
        )
        write_pickle(out / "batch_encoding.pkl", fast("a a"))
        write_pickle(out / "generation_config.pkl", transformers.GenerationConfig(max_length=5))


@maker("transformers")
def adapters(out):
    import peft
    import transformers

    model = transformers.BertModel(transformers.BertConfig(**TINY))
    adapted = peft.get_peft_model(model, peft.LoraConfig(target_modules=["query"], r=2))
    adapted.save_pretrained(out / "lora", safe_serialization=False)
    torch.save(adapted, out / "lora_whole.pt")


@maker("sentence-transformers")
def sentence_models(out):
    import transformers
    from sentence_transformers import SentenceTransformer

    try:
        from sentence_transformers.sentence_transformer import modules
    except ImportError:
        from sentence_transformers import models as modules
    folder = out / "tiny"
    (out / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"]))
    transformers.BertModel(transformers.BertConfig(**TINY)).save_pretrained(folder / "bert", safe_serialization=False)
    transformers.BertTokenizer(str(out / "vocab.txt")).save_pretrained(folder / "bert")
    transformer = modules.Transformer(str(folder / "bert"))
    dense = modules.Dense(16, 8)
    model = SentenceTransformer(modules=[transformer, modules.Pooling(16), dense, modules.Normalize()], device="cpu")
    model.save(str(folder / "saved"), safe_serialization=False)
    torch.save(model.state_dict(), out / "sentence_model.pt")
    torch.save(dense.state_dict(), out / "2_Dense.bin")
    return model


@maker("flagged/sentence-transformers")
def whole_sentence_models(out):
    write_pickle(out / "sentence_model.pkl", sentence_models(out))
    (out / "REASON.txt").write_text("the model card inside writes and asks for files when it is turned into text\n")
