/**
 * What a workflow says that builds or publishes models, packages or images: tools and services by name, and permissions to write.
 * An action in it runs beside what gets published. Words, not commands: a workflow calls scripts as well.
 */
const SIGNS: readonly RegExp[] = [
  // Models and their tools.
  /\b(?:huggingface|hugging_face|hf_token|transformers|safetensors|pytorch|torch|tensorflow|keras|onnx|gguf|sklearn|scikit-learn)\b/,
  /\b(?:mlflow|wandb|sagemaker|vertex-?ai|kserve|bentoml|triton|ollama)\b/,
  /\b(?:hf|huggingface-cli) (?:upload|repo)\b/,
  /\bdvc (?:push|repro|exp)\b/,
  /\bmodels?\b/,
  // Images and packages.
  /\bdocker(?: buildx build[^\n]{0,500}--push| (?:image )?push)\b/,
  /\bbuild-push-action\b/,
  /\b(?:twine|uv|poetry|pdm|hatch|flit|maturin) (?:upload|publish)\b/,
  /\b(?:gh-action-pypi-publish|npm publish|cargo publish|gem push)\b/,
  // Permissions.
  /\b(?:id-token|packages|contents|attestations|deployments)["']?\s*:\s*["']?write\b/,
  /\bpermissions["']?\s*:\s*["']?write-all\b/,
];

/** Whether a workflow builds or publishes models. Comments do not count. */
export function publishes(text: string): boolean {
  const said = text.toLowerCase().replace(/^[ \t]*#.*$/gm, "");
  return SIGNS.some((sign) => sign.test(said));
}

/** Whose actions everyone runs: GitHub's own. */
const OWN = new Set(["actions", "github"]);

/** Whether an action comes from somebody else than GitHub. */
export function isThirdParty(owner: string): boolean {
  return !OWN.has(owner.toLowerCase());
}
