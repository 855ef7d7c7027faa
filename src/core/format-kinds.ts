/**
 * What the ids of formats are, for `formats.allow`: of which the policy has to say that they may come in. Every id stands in
 * one of these lists; a test holds them against the formats that there are.
 */

/** Weights, graphs, whole models, programs, and containers that are not opened here: what has to be allowed by name. */
export const MODEL_FORMATS: readonly string[] = [
  ..."pickle joblib torch-legacy npy torch torchscript torch-export npz skops mar torch-tar".split(" "),
  ..."saved-model tf-graph tf-checkpoint tflite safetensors gguf ggml hdf5 keras keras-h5 keras-json".split(" "),
  ..."7z rar onnx ort executable xgboost-json xgboost-ubj lightgbm llamafile executorch tensorrt openvino pmml".split(
    " ",
  ),
  ..."r-data mxnet catboost onnx-text xgboost-binary".split(" "),
];

/** Opened here, and nothing by themselves: what is inside is asked about, each by its own format. */
export const OPENED_CONTAINERS: readonly string[] = "zip tar gzip zlib zfile bzip2 xz lzma lz4 zstd".split(" ");

/** Text beside models: descriptions, configuration, templates, code. Rules of their own judge what these do. */
export const DOCUMENT_FORMATS: readonly string[] = [
  ..."keras-metadata safetensors-index hf-config chat-template chat-template-json hydra-config".split(" "),
  ..."python-code notebook shell-code mlmodel mlflow-environment".split(" "),
];

const NOT_ASKED: ReadonlySet<string> = new Set([...OPENED_CONTAINERS, ...DOCUMENT_FORMATS]);

/** Whether `formats.allow` asks about this format. One that nobody has listed is asked about. */
export function hasToBeAllowed(format: string): boolean {
  return !NOT_ASKED.has(format);
}
