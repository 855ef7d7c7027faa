/**
 * Extensions of model files that no format here reads yet, or that other programs use as well: a file
 * of such a name that nothing claims is listed as not scanned, never left out in silence.
 */
const UNREAD: Readonly<Record<string, string>> = {
  ".ggml": "GGML",
  ".pb": "TensorFlow graph or another protobuf",
  ".pbtxt": "TensorFlow graph or another protobuf, as text",
  ".mlmodel": "Core ML",
  ".mlpackage": "Core ML",
  ".msgpack": "Flax or another msgpack",
  ".pdmodel": "Paddle",
  ".pdparams": "Paddle",
  ".pdiparams": "Paddle",
  ".params": "MXNet",
  ".ptl": "PyTorch Lite",
  ".engine": "TensorRT",
  ".trt": "TensorRT",
  ".rds": "R data",
  ".rdata": "R data",
};

/** Names that models share with other files: content that nothing claims is said, not judged. */
const SHARED = [".bin", ".ckpt", ".model", ".weights", ".mar", ".nemo", ".h5", ".hdf5"];

/** What a file of this name would be, where it is a model's that is not read yet; `undefined` for other names. */
export function unreadModel(name: string): string | undefined {
  const extension = extensionOf(name);
  if (Object.hasOwn(UNREAD, extension)) return UNREAD[extension];
  return SHARED.includes(extension) ? "unknown content under a name that models use" : undefined;
}

/** Whether models of several kinds have names like this one, so that a loader may take the file for any of them. */
export function isSharedName(name: string): boolean {
  return SHARED.includes(extensionOf(name));
}

/** Extensions that only models have, whoever reads them. */
const MODEL_NAMES = new Set(
  (
    ".pkl .pickle .pt .pth .pt2 .ptl .pte .joblib .skops .dill .npy .npz .safetensors .gguf .ggml .onnx .onnxtxt .onnxjson .ort .keras .h5 .hdf5 " +
    ".tflite .mlmodel .msgpack .pdmodel .pdparams .pdiparams .params .pmml .engine .trt .ubj .cbm .llamafile .mar .nemo .ckpt"
  ).split(" "),
);
/** Extensions that programs of every kind have; with one of these words they are a model's. */
const SHARED_NAMES = new Set([".bin", ".model", ".weights", ".pb"]);
const MODEL_WORDS = /model|weight|ggml|checkpoint|adapter|consolidated|torch|tokenizer|encoder|decoder/i;

/** Whether a file of this name is taken for a model by those who load it. */
export function isModelName(name: string): boolean {
  const extension = extensionOf(name);
  const base = name.slice(name.lastIndexOf("/") + 1, name.length - extension.length);
  return MODEL_NAMES.has(extension) || (SHARED_NAMES.has(extension) && MODEL_WORDS.test(base));
}

/** Python reads `.pth` files of `site-packages` as text, line by line; such a file is no broken model. */
export function mayBeText(name: string): boolean {
  return extensionOf(name) === ".pth";
}

/** With the dot, lower case; empty where there is none. */
export function extensionOf(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  const dot = base.lastIndexOf(".");
  return dot <= 0 ? "" : base.slice(dot);
}

/** Names of pictures, sound, documents, tables and source text, which no loader takes for a model. */
const NOT_MODELS = new Set(
  (
    ".png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .psd .ai .heic .mp3 .wav .flac .ogg .m4a .mp4 .mov .avi .mkv " +
    ".webm .ttf .otf .woff .woff2 .pdf .doc .docx .ppt .pptx .xls .xlsx .csv .tsv .parquet .arrow .txt .md .rst .html " +
    ".css .js .ts .py .ipynb .c .cc .cpp .h .rs .go .java .sh .json .jsonl .yaml .yml .toml .xml .log .sql .srt"
  ).split(" "),
);

/** True where a missing file of this name cannot have been a model, so that its absence leaves no gap. */
export function isSurelyNoModel(name: string): boolean {
  return NOT_MODELS.has(extensionOf(name));
}
