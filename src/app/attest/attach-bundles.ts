import { attachBundle, type AttachedBundle } from "../../attest/attach-oci";
import { Refused, SigningError } from "../../core/attestation";
import type { HttpClient } from "../../core/http";
import { showImage, type ImageReference, type OciRegistry } from "../../core/oci";
import type { Env } from "../../host/git";
import { readRegistryLogins } from "../../host/oci-credentials";
import { createOciRegistry } from "../../host/oci-registry";
import { resolveImage, type ResolvedImage } from "../../verify/oci/resolve-image";
import { isAboutImage, type Attachable } from "./attachable";

export interface AttachRun {
  readonly image: ImageReference;
  readonly bundles: readonly Attachable[];
  readonly http: HttpClient;
  /** For the logins of `docker login`. */
  readonly env: Env;
  readonly now: Date;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Told of each bundle once it is there: the next may fail. */
  readonly onAttached: (bundle: Attachable, attached: AttachedTo) => void;
}

export interface AttachedTo extends AttachedBundle {
  /** With the digest that the reference stood for. */
  readonly image: string;
  /** Whether the image is a subject of the statement: only then `cosign verify-attestation` takes it. */
  readonly about: boolean;
}

/**
 * Puts bundles beside what the reference stands for now. One after the other: a list of referrers under a tag is read and written
 * without conditions. All are looked at before one is written. Throws `Refused`, `SigningError` and `ConfigurationError`.
 */
export async function attachBundles(run: AttachRun): Promise<void> {
  const { http, env, sleep } = run;
  const logins = readRegistryLogins(env);
  const registry = createOciRegistry({ http, logins, ...(sleep === undefined ? {} : { sleep }) });
  const image = await resolveImage(registry, run.image);
  const looked = run.bundles.map((bundle) => ({ bundle, about: isAboutImage(bundle, image) }));
  for (const { bundle, about } of looked) {
    const attached = await put(registry, image, bundle, run.now);
    run.onAttached(bundle, { ...attached, about, image: showImage({ ...image.reference, digest: image.digest }) });
  }
}

function put(
  registry: OciRegistry,
  { reference, digest }: ResolvedImage,
  { json, statement: { predicateType } }: Attachable,
  now: Date,
): Promise<AttachedBundle> {
  return attachBundle({ registry, image: { ...reference, digest }, bundle: json, predicateType, now });
}

/** Why nothing more was attached: what may pass, and what will not. Throws what is none of it. */
export function attachFailure(error: unknown): { readonly outage: boolean; readonly message: string } {
  if (error instanceof Refused) return { outage: error.kind === "unavailable", message: error.message };
  if (error instanceof SigningError) return { outage: error.kind === "outage", message: error.message };
  throw error;
}
