"""Writes small models as their own libraries do, one directory each, for __tests__/bom/real-documents.test.ts.

    python write-real-models.py DIRECTORY

Whatever library is not installed is left out. Prints one line of JSON: what was written, and what the library itself says of
it. Nothing is fetched.
"""

import json
import os
import sys
import tempfile

os.environ.update(HF_HUB_OFFLINE="1", TF_CPP_MIN_LOG_LEVEL="3", MLFLOW_TRACKING_URI="file:/nonexistent")
os.environ.setdefault("KERAS_BACKEND", "torch")
ROOT = sys.argv[1]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hello", "world"]


def bert_config():
    from transformers import BertConfig

    sizes = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
    return BertConfig(vocab_size=len(VOCABULARY), max_position_embeddings=32, **sizes)


def bert_tokenizer(directory):
    from transformers import BertTokenizerFast

    os.makedirs(directory, exist_ok=True)
    vocabulary = os.path.join(directory, "vocab.txt")
    with open(vocabulary, "w") as file:
        file.write("\n".join(VOCABULARY))
    return BertTokenizerFast(vocab_file=vocabulary)


def stored(directory):
    """What the safetensors library counts in the files of a directory: elements by type."""
    from safetensors import safe_open

    counts = {}
    for folder, _, names in os.walk(directory):
        for name in names:
            if not name.endswith(".safetensors"):
                continue
            with safe_open(os.path.join(folder, name), "pt") as file:
                for key in file.keys():
                    tensor = file.get_tensor(key)
                    dtype = str(tensor.dtype).replace("torch.", "")
                    counts[dtype] = counts.get(dtype, 0) + tensor.numel()
    return counts


def card(directory):
    from huggingface_hub import EvalResult, ModelCard, ModelCardData

    result = dict(task_type="text-classification", dataset_type="glue", dataset_name="GLUE", dataset_config="sst2")
    data = ModelCardData(
        license="apache-2.0",
        language="en",
        library_name="transformers",
        base_model="google-bert/bert-base-uncased",
        datasets=["stanfordnlp/sst2", "nyu-mll/glue"],
        model_name="tiny-bert",
        pipeline_tag="text-classification",
        tags=["tiny"],
        eval_results=[EvalResult(metric_type="accuracy", metric_value=0.91, dataset_split="validation", **result)],
    )
    ModelCard(f"---\n{data.to_yaml()}\n---\n\n# Tiny BERT\n\nIt tells moods.\n").save(os.path.join(directory, "README.md"))


def transformers(directory):
    from transformers import BertForSequenceClassification

    model = BertForSequenceClassification(bert_config())
    model.save_pretrained(directory)
    bert_tokenizer(directory).save_pretrained(directory)
    card(directory)
    return {
        "parameters": model.num_parameters(),
        "dtypes": stored(directory),
        "architecture": "BertForSequenceClassification",
        "family": "bert",
        "license": "Apache-2.0",
        "base": "google-bert/bert-base-uncased",
        "datasets": ["nyu-mll/glue", "stanfordnlp/sst2"],
        "name": "tiny-bert",
        "task": "text-classification",
        "metric": "0.91",
    }


def transformers_sharded(directory):
    import torch
    from transformers import BertModel

    model = BertModel(bert_config()).to(torch.bfloat16)
    model.save_pretrained(directory, max_shard_size="6KB")
    return {"parameters": model.num_parameters(), "dtypes": stored(directory), "architecture": "BertModel"}


def peft(directory):
    from peft import LoraConfig, get_peft_model
    from transformers import BertModel

    base = BertModel(bert_config())
    base.config._name_or_path = base.name_or_path = "google-bert/bert-base-uncased"
    model = get_peft_model(base, LoraConfig(r=2, target_modules=["query", "value"], base_model_name_or_path=base.name_or_path))
    model.save_pretrained(directory, save_embedding_layers=False)
    return {
        "parameters": model.get_nb_trainable_parameters()[0],
        "dtypes": stored(directory),
        "base": "google-bert/bert-base-uncased",
        "kind": "adapter",
    }


def gguf(directory):
    import gguf as library
    import numpy

    path = os.path.join(directory, "model.gguf")
    writer = library.GGUFWriter(path, "llama")
    writer.add_name("tiny-llama")
    writer.add_license("mit")
    writer.add_context_length(64)
    writer.add_block_count(1)
    writer.add_tensor("token_embd.weight", numpy.ones((32, 32), numpy.float16))
    writer.add_tensor("output_norm.weight", numpy.ones((32,), numpy.float32))
    quantized = library.quants.quantize(numpy.ones((4, 32), numpy.float32), library.GGMLQuantizationType.Q8_0)
    writer.add_tensor("output.weight", quantized, raw_dtype=library.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    tensors = library.GGUFReader(path).tensors
    return {
        "parameters": int(sum(each.n_elements for each in tensors)),
        "dtypes": {"float16": 1024, "float32": 32, "Q8_0": 128},
        "family": "llama",
        "license": "MIT",
        "name": "tiny-llama",
    }


def onnx(directory):
    import numpy
    import onnx as library
    from onnx import TensorProto, helper, numpy_helper

    weights = [numpy_helper.from_array(numpy.ones((4, 3), numpy.float32), "w"), numpy_helper.from_array(numpy.ones(3, numpy.float32), "b")]
    shape = lambda name, *dims: helper.make_tensor_value_info(name, TensorProto.FLOAT, list(dims))
    node = helper.make_node("Gemm", ["x", "w", "b"], ["y"])
    graph = helper.make_graph([node], "tiny", [shape("x", "batch", 4)], [shape("y", "batch", 3)], weights)
    model = helper.make_model(graph, producer_name="tests", opset_imports=[helper.make_opsetid("", 17)])
    helper.set_model_props(model, {"license": "MIT", "author": "somebody"})
    library.checker.check_model(model)
    library.save(model, os.path.join(directory, "model.onnx"))
    count = sum(numpy_helper.to_array(each).size for each in model.graph.initializer)
    return {"parameters": count, "dtypes": {"float32": count}, "license": "MIT", "inputs": 1, "input": "float32 [batch, 4]", "output": "float32 [batch, 3]"}


def keras(directory):
    import keras as library

    layers = [library.Input((4,)), library.layers.Dense(3), library.layers.Dense(2)]
    model = library.Sequential(layers)
    model.save(os.path.join(directory, "model.keras"))
    return {"architecture": "Sequential", "properties": {"keras-version": library.__version__}, "parameters": model.count_params()}


def sentence_transformers(directory):
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

    try:
        from sentence_transformers.sentence_transformer import modules
    except ImportError:
        from sentence_transformers import models as modules
    inner = tempfile.mkdtemp()
    BertModel(bert_config()).save_pretrained(inner)
    bert_tokenizer(inner).save_pretrained(inner)
    transformer = modules.Transformer(inner)
    try:
        pooling = modules.Pooling(transformer.get_word_embedding_dimension())
    except AttributeError:
        pooling = modules.Pooling(16)
    model = SentenceTransformer(modules=[transformer, pooling], device="cpu")
    model.save(directory)
    return {"parameters": sum(each.numel() for each in model.parameters()), "dtypes": stored(directory), "family": "bert"}


def mlflow(directory):
    import mlflow.pyfunc
    import numpy
    from mlflow.models import infer_signature

    class Twice(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input, params=None):
            return model_input * 2

    data = numpy.array([[0.0, 1.0], [1.0, 0.0]])
    os.rmdir(directory)
    signature = infer_signature(data, data)
    mlflow.pyfunc.save_model(directory, python_model=Twice(), signature=signature, pip_requirements=["numpy"])
    return {"inputs": 1, "properties": {"mlflow-version": mlflow.__version__}}


def diffusers(directory):
    from diffusers import DDPMPipeline, DDPMScheduler, UNet2DModel

    blocks = dict(down_block_types=("DownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "UpBlock2D"))
    unet = UNet2DModel(sample_size=8, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, **blocks)
    DDPMPipeline(unet, DDPMScheduler(num_train_timesteps=10)).save_pretrained(directory)
    return {"parameters": unet.num_parameters(), "dtypes": stored(directory), "architecture": "DDPMPipeline"}


written, why = {}, {}
for write in [transformers, transformers_sharded, peft, gguf, onnx, keras, sentence_transformers, mlflow, diffusers]:
    directory = os.path.join(ROOT, write.__name__)
    if os.path.exists(directory):
        continue
    os.makedirs(directory)
    try:
        written[write.__name__] = write(directory)
    except ImportError as error:
        why[write.__name__] = str(error)
        os.rmdir(directory)
sys.stdout.write("\n" + json.dumps({"written": written, "left out": why}) + "\n")
