import type { ModelSignatures } from "../core/signature-facts";
import { clip } from "./escape-terminal";
import { count } from "./quantities";

/** Signers that are named; the others are counted. */
const MAX_SIGNERS = 5;
/** Characters of one. */
const MAX_NAME = 300;

/** `2 of 3 models are signed: 2 by acme/ci/.github/workflows/build.yml. 1 could not be checked.` Raw: the surface escapes it. */
export function signatureWords(models: readonly ModelSignatures[]): string {
  const signed = models.filter(({ status }) => status === "signed");
  const unknown = models.filter(({ status }) => status === "unknown").length;
  const by = new Map<string, number>();
  for (const { signers } of signed) for (const signer of signers) by.set(signer, (by.get(signer) ?? 0) + 1);
  const shown = [...by].slice(0, MAX_SIGNERS).map(([signer, times]) => `${times} by ${clip(signer, MAX_NAME)}`);
  const more = by.size > MAX_SIGNERS ? [`others by ${count(by.size - MAX_SIGNERS, "more signer")}`] : [];
  const names = shown.length === 0 ? "" : `: ${[...shown, ...more].join(", ")}`;
  const open = unknown === 0 ? "" : ` ${unknown} could not be checked.`;
  return `${signed.length} of ${count(models.length, "model")} ${models.length === 1 ? "is" : "are"} signed by approved signers${names}.${open}`;
}
