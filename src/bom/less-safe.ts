/**
 * Formats of weights that can run code when loaded, by the id of their reader in `formats/`; a file that no reader claimed
 * counts by its ending. Everything else counts as one that cannot.
 */
const RUN_CODE: ReadonlySet<string> = new Set([
  "pickle",
  "joblib",
  "torch",
  "torch-legacy",
  "torch-tar",
  "torchscript",
  "torch-export",
  "mar",
  "skops",
  "keras",
  "keras-h5",
  "saved-model",
]);

const ENDINGS: ReadonlyMap<string, string> = new Map(
  ["bin", "pt", "pth", "ckpt", "pkl", "pickle", "joblib", "dill"].map((ending) => [ending, "pickle"]),
);

/** What the weights of a file are in: the reader's id, else what the ending promises, else the ending. */
export function weightsFormat(path: string, format: string | undefined): string {
  if (format !== undefined) return format;
  const ending = /\.([A-Za-z0-9]{1,16})$/.exec(path)?.[1]?.toLowerCase() ?? "unknown";
  return ENDINGS.get(ending) ?? ending;
}

export function canRunCode(format: string): boolean {
  return RUN_CODE.has(format);
}
