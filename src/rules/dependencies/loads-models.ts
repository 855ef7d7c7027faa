import { pypiName } from "../../core/package-name";

/** Libraries whose known flaws are often in how they load a model; names as PyPI compares them. */
const LOADERS: ReadonlySet<string> = new Set([
  "cloudpickle",
  "diffusers",
  "dill",
  "h5py",
  "huggingface-hub",
  "joblib",
  "keras",
  "lightning",
  "mlflow",
  "mlflow-skinny",
  "nemo-toolkit",
  "numpy",
  "onnx",
  "onnxruntime",
  "paddlepaddle",
  "picklescan",
  "pytorch-lightning",
  "scikit-learn",
  "sentence-transformers",
  "skops",
  "tensorflow",
  "tensorflow-cpu",
  "tensorflow-gpu",
  "tf-keras",
  "torch",
  "transformers",
  "vllm",
]);

/** Words of an advisory about loading. */
const LOADING =
  /pickle|deseriali[sz]|untrusted (?:data|model)|torch\.load|weights_only|load_model|safe_mode|checkpoint/i;

/** Whether a flaw is about loading a model: then it matters more where there are models that run code when loaded. */
export function isAboutLoading(name: string, summary: string, details: string): boolean {
  return LOADERS.has(pypiName(name)) && LOADING.test(`${summary}\n${details.slice(0, 8000)}`);
}
