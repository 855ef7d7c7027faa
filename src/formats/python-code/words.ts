/**
 * What a Python text must hold for any rule of loader code to have something to say about it: a word of where code or
 * models come from, and one of what is done with them. A text without both is not parsed, which is most of them.
 * `__tests__/rules/loader/words.test.ts` holds the names that the rules know against these.
 */
const THINGS =
  /torch|[pP]ickle|dill|joblib|marshal|shelve|yaml|numpy|skops|keras|tensorflow|fastai|lightning|hugging|transformers|diffusers|datasets|evaluate|timm|peft|sentence|pretrained|hf_|snapshot_download|trust_remote|weights_only|safe_mode|requests|urllib|httpx|aiohttp|wget|gdown|boto3|ssl|subprocess|\bos\b|__import__|import_module|TRUST_REMOTE|FORCE_NO_WEIGHTS|HF_ENDPOINT|vllm|open_clip|\bpty\b/;
const ACTIONS =
  /load|npickl|read_pickle|read_array|decode|shelve|pretrained|trust_remote|weights_only|safe_mode|snapshot_download|hf_hub|hf[-_]hub|pipeline|exec|eval|compile|system|popen|Popen|subprocess|verify|SentenceTransformer|CrossEncoder|PackageImporter|unsafe|CDLL|spec_from_file|run_path|create_model|_unverified|getattr|yaml\.\w*Loader|allow_pickle|spawn|TRUST_REMOTE|FORCE_NO_WEIGHTS|HF_ENDPOINT|YAML|LLM|__import__|import_module/;

export function mayTell(text: string): boolean {
  const plain = /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKC");
  return THINGS.test(plain) && ACTIONS.test(plain);
}
