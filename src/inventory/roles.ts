import type { FileRole } from "../core/inventory";
import { baseName } from "./paths";
import type { TreeFile } from "./input";

/** Formats that hold weights, or a graph with them, and nothing else. */
const WEIGHTS: ReadonlySet<string> = new Set([
  ..."safetensors gguf ggml llamafile torch torch-legacy torch-tar torch-export torchscript executorch".split(" "),
  ..."keras keras-h5 onnx onnx-text openvino ort tflite saved-model tf-graph tf-checkpoint mxnet".split(" "),
  ..."xgboost-binary xgboost-json xgboost-ubj lightgbm catboost skops pmml tensorrt mar".split(" "),
]);
/** Formats that hold a model as well as anything else: a name that speaks of data says which. */
const PICKLED: ReadonlySet<string> = new Set(["pickle", "joblib"]);
const DATA_NAME = /(^|[/._-])(data|dataset|datasets|features?|train|test|valid|validation|val|labels?)([/._-]|$)/i;
/** Formats of arrays: data, unless the name says otherwise. */
const ARRAYS: ReadonlySet<string> = new Set(["hdf5", "npy", "npz", "r-data"]);
const MODEL_NAME = /(^|[/._-])(models?|weights?|checkpoints?|ckpt|pretrained)([/._-]|\d|$)/i;
/** For files whose content is not here: extensions and names that nothing but weights have. */
const WEIGHTS_NAME =
  /(\.(safetensors|gguf|ggml|onnx|tflite|keras|pt|pth|ckpt|pte|llamafile|joblib|nemo|mlmodel|engine|ort|mar|pkl)|\.weights\.h5|(^|\/)(saved_model\.pb|(flax_model|diffusion_flax_model).*\.msgpack|(pytorch_model|adapter_model|diffusion_pytorch_model)[^/]*\.bin|consolidated[^/]*\.pth|tf_model[^/]*\.h5))$/i;

const TOKENIZERS: ReadonlySet<string> = new Set(
  (
    "tokenizer.json tokenizer_config.json tokenizer.model special_tokens_map.json added_tokens.json vocab.json vocab.txt " +
    "merges.txt spiece.model sentencepiece.bpe.model source.spm target.spm chat_template.jinja chat_template.json tekken.json"
  ).split(" "),
);
/** Configurations that say of themselves what they are for: the only ones that belong to a model at the root of a repository. */
const MODEL_CONFIGS =
  /^(config|params|model_index|modules|adapter_config|(\w+_)?(generation|preprocessor|processor|scheduler|quantize|quant|quantization|image_processor|feature_extractor)_?config|generation_config|config_sentence_transformers|sentence_\w+_config|open_clip_config|metadata|modelinfo)\.json$|^mlmodel$|^genai_config\.json$/i;
const CONFIG = /\.(json|ya?ml|toml|cfg|ini|pbtxt)$|^mlmodel$/i;
const CARD = /^(readme|model_?card)(\.(md|markdown|txt|rst))?$/i;
const INDEX = /\.index\.json$/i;
const CODE = /\.(py|ipynb|sh|js|mjs|ts|cpp|cu|cc|c|h|java|r|jl)$/i;
/** What a training run leaves beside its weights. */
const TRAINING_STATE = /^(training_args\.bin|(optimizer|scheduler|scaler)\.(pt|bin)|rng_state[^/]*\.pth)$/i;
const DATA = /\.(parquet|arrow|csv|tsv|jsonl|ndjson|npy|npz|feather|avro|tfrecord|webdataset)$/i;

export const isCard = (path: string): boolean => CARD.test(baseName(path));
export const isIndex = (path: string): boolean => INDEX.test(path);
export const isTokenizer = (path: string): boolean => TOKENIZERS.has(baseName(path).toLowerCase());
export const isModelConfig = (path: string): boolean => MODEL_CONFIGS.test(baseName(path));

/** What a file is for in the model or dataset that it belongs to. */
export function roleOf(file: TreeFile): FileRole {
  const name = baseName(file.path);
  if (isIndex(name)) return "index";
  if (isTokenizer(name)) return "tokenizer";
  if (TRAINING_STATE.test(name)) return "other";
  if (isWeights(file) || (file.format !== undefined && (PICKLED.has(file.format) || ARRAYS.has(file.format))))
    return DATA.test(name) ? "data" : "weights";
  if (CARD.test(name)) return "card";
  if (CODE.test(name)) return "code";
  if (DATA.test(name)) return "data";
  return CONFIG.test(name) ? "config" : "other";
}

/** Whether a file is a model even where nothing beside it says so. */
export function isWeights({ path, format, sha256, digestFrom }: TreeFile): boolean {
  if (isIndex(path) || isTokenizer(path) || TRAINING_STATE.test(baseName(path))) return false;
  if (format === undefined) return (sha256 === undefined || digestFrom !== undefined) && WEIGHTS_NAME.test(path);
  if (PICKLED.has(format)) return !DATA_NAME.test(path);
  return WEIGHTS.has(format) || (ARRAYS.has(format) && MODEL_NAME.test(path));
}
