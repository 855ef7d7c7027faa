import { ConfigurationError } from "../../core/host";
import { Refused } from "../../core/attestation";
import type { HttpClient } from "../../core/http";
import { showImage, type ImageReference } from "../../core/oci";
import type { Env } from "../../host/git";
import { readRegistryLogins } from "../../host/oci-credentials";
import { createOciRegistry } from "../../host/oci-registry";
import { fetchCandidates } from "../../verify/oci/candidates";
import { parseImageReference } from "../../verify/oci/reference";
import { resolveImage } from "../../verify/oci/resolve-image";
import { readBundle, type CheckedBundle } from "../../verify/read-bundle";

/**
 * Bundles that lie beside an image, for files that the image carries: what `attach` put there. Nothing of them is verified. Simple
 * signing is left out: it is about images alone. Throws `Refused` where the registry has none or does not say, or one cannot be read,
 * and `ConfigurationError` where the reference is none.
 */
export async function bundlesOfImage(text: string, http: HttpClient, env: Env): Promise<readonly CheckedBundle[]> {
  const reference = referenceOf(text);
  const registry = createOciRegistry({ http, logins: readRegistryLogins(env) });
  const { candidates, unread } = await fetchCandidates(registry, await resolveImage(registry, reference));
  const found = candidates.filter(({ payload }) => payload === undefined);
  const [first] = unread;
  if (first !== undefined && found.length === 0)
    throw new Refused(first.refusal.kind, `${first.place}: ${first.refusal.message}`);
  if (found.length === 0)
    throw new Refused("not-found", `${showImage(reference)} has no bundle attached in its registry`);
  return found.map(({ bundle, place }) => readBundle(bundle, place));
}

function referenceOf(text: string): ImageReference {
  try {
    return parseImageReference(text);
  } catch (error) {
    throw error instanceof Refused ? new ConfigurationError(`bundle: ${error.message}`) : error;
  }
}
