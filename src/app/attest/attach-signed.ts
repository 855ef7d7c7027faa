import { readFileSync } from "node:fs";
import type { AttestOutcome } from "../../core/attest-outcome";
import { ConfigurationError } from "../../core/host";
import type { HttpClient } from "../../core/http";
import { showImage, type ImageReference } from "../../core/oci";
import type { Env } from "../../host/git";
import { attachablesOf } from "./attachable";
import { attachBundles, attachFailure } from "./attach-bundles";

export interface AttachSigned {
  readonly images: readonly ImageReference[];
  readonly http: HttpClient;
  readonly env: Env;
  /** RFC 3339. */
  readonly time: string;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * Puts what a run has signed beside images: all but the models' manifests, which lie in the models' directories and are in the image
 * with them. Total for what a registry does: what was attached stands, and what was not is a problem in words.
 */
export async function attachSigned(outcome: AttestOutcome, step: AttachSigned): Promise<AttestOutcome> {
  const files = outcome.attested.filter(({ kind }) => kind !== "model").map(({ path }) => path);
  if (files.length === 0 || step.images.length === 0) return outcome;
  const bundles = files.flatMap((path) => attachablesOf(readFileSync(path, "utf8"), path));
  const problems = outcome.problem === undefined ? [] : [outcome.problem];
  const attached: { image: string; bundles: number }[] = [];
  for (const image of step.images) {
    let [shown, count] = [showImage(image), 0];
    try {
      await attachBundles({
        ...step,
        image,
        bundles,
        now: new Date(step.time),
        onAttached: (_, to) => ([shown, count] = [to.image, count + 1]),
      });
    } catch (error) {
      problems.push(`Not all was attached to ${showImage(image)}: ${wordsOf(error)}`);
    }
    if (count > 0) attached.push({ image: shown, bundles: count });
  }
  return {
    ...outcome,
    ...(attached.length === 0 ? {} : { attached }),
    ...(problems.length === 0 ? {} : { problem: problems.join(" ") }),
  };
}

function wordsOf(error: unknown): string {
  return error instanceof ConfigurationError ? error.message : attachFailure(error).message;
}
