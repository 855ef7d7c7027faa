/**
 * What a moved tag would reach in a workflow: what it publishes, the rights that its token has, or the models that it works on. The
 * first that holds is told.
 */
export type AtStake = "published" | "rights" | "models";

/** Tools and services by name, and permissions. Words, not commands: a workflow calls scripts as well. */
const SIGNS: readonly (readonly [AtStake, readonly RegExp[]])[] = [
  [
    "published",
    [
      /\b(?:hf|huggingface-cli) (?:upload|repo)\b/,
      /\bdvc push\b/,
      /\bdocker(?: buildx build[^\n]{0,500}--push| (?:image )?push)\b/,
      /\bbuild-push-action\b/,
      /\b(?:twine|uv|poetry|pdm|hatch|flit|maturin) (?:upload|publish)\b/,
      /\b(?:gh-action-pypi-publish|npm publish|cargo publish|gem push)\b/,
    ],
  ],
  [
    "rights",
    [
      /\b(?:id-token|packages|contents|attestations|deployments)["']?\s*:\s*["']?write\b/,
      /\bpermissions["']?\s*:\s*["']?write-all\b/,
    ],
  ],
  [
    "models",
    [
      /\b(?:huggingface|hugging_face|hf_token|transformers|safetensors|pytorch|torch|tensorflow|keras|onnx|gguf|sklearn|scikit-learn)\b/,
      /\b(?:mlflow|wandb|sagemaker|vertex-?ai|kserve|bentoml|triton|ollama)\b/,
      /\bdvc (?:repro|exp)\b/,
      /\bmodels?\b/,
    ],
  ],
];

/** What is at stake in a workflow or an action; undefined where no sign of it stands there. Comments do not count. */
export function atStake(text: string): AtStake | undefined {
  const said = text.toLowerCase().replace(/^[ \t]*#.*$/gm, "");
  const found = SIGNS.find(([, signs]) => signs.some((sign) => sign.test(said)))?.[0];
  return found === "models" && onlyReads(said) ? undefined : found;
}

/**
 * Whether a workflow looks at models and leaves nothing behind, as a gate does: its token has rights to read, which it says for all jobs
 * (what it has otherwise is a setting of the repository), it is given no secret but that token, and it keeps no artifact and no cache.
 */
function onlyReads(said: string): boolean {
  return (
    /^["']?permissions["']?\s*:/m.test(said) &&
    !/:\s*["']?write(?:-all)?\b/.test(said) &&
    !/\bsecrets\b(?!\.github_token\b)/.test(said) &&
    !/\b(?:upload-artifact|cache)\b/.test(said)
  );
}

/** Whose actions everyone runs: GitHub's own. */
const OWN = new Set(["actions", "github"]);

/** Whether an action comes from somebody else than GitHub. */
export function isThirdParty(owner: string): boolean {
  return !OWN.has(owner.toLowerCase());
}
