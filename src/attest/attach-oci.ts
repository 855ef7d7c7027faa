import { createHash } from "node:crypto";
import { SigningError } from "../core/attestation";
import { Malformed } from "../core/bytes";
import { OCI_TYPES, OciFailure, showImage, tagOfDigest, type OciRegistry, type OciRepository } from "../core/oci";
import { readOciDocument } from "../core/oci-document";

export interface AttachRequest {
  readonly registry: OciRegistry;
  readonly image: OciRepository & { readonly digest: string };
  /** A Sigstore bundle, version 0.3, as JSON. */
  readonly bundle: string;
  /** Of the statement in its envelope; absent for a signature without envelope. */
  readonly predicateType?: string;
  /** For the annotation that says when. */
  readonly now: Date;
}

export interface AttachedBundle {
  /** Of the manifest that holds the bundle. */
  readonly digest: string;
  /** The tag that lists it, where the registry has no API for referrers. */
  readonly tag?: string;
}

/** Other clients may write the list at the same time; without conditions in the API, looking again is what can be done. */
const MAX_LIST_TRIES = 3;

/**
 * Puts a bundle beside an image, as a referrer of OCI 1.1 that is built as cosign 3 builds it, so that `cosign verify` and
 * `cosign verify-attestation` find it. Where the registry does not list referrers, the tag `sha256-<hex>` does (OCI distribution
 * specification, "Referrers Tag Schema"). Throws `SigningError`.
 */
export async function attachBundle(request: AttachRequest): Promise<AttachedBundle> {
  try {
    return await attach(request);
  } catch (error) {
    const what = `the bundle was not attached to ${showImage(request.image)}`;
    if (error instanceof Malformed) throw new SigningError("refused", `${what}: ${error.message}`);
    if (error instanceof OciFailure)
      throw new SigningError(error.kind === "unavailable" ? "outage" : "refused", `${what}: ${error.message}`);
    throw error;
  }
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

async function attach({ registry, image, bundle, predicateType, now }: AttachRequest): Promise<AttachedBundle> {
  const subject = await registry.manifest(image, image.digest);
  if (subject === undefined) throw new OciFailure("not-found", `${image.registry} has no such image`);
  readOciDocument(subject.bytes, subject.mediaType);
  const config = descriptorOf(OCI_TYPES.empty, "{}");
  const layer = descriptorOf(OCI_TYPES.bundle, bundle);
  const annotations = {
    "dev.sigstore.bundle.content": predicateType === undefined ? "message-signature" : "dsse-envelope",
    ...(predicateType === undefined ? {} : { "dev.sigstore.bundle.predicateType": predicateType }),
    "org.opencontainers.image.created": now.toISOString().replace(/\.\d+Z$/, "Z"),
  };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_TYPES.manifest,
    config: { ...config, artifactType: OCI_TYPES.bundle },
    layers: [layer],
    annotations,
    subject: { mediaType: subject.mediaType, size: subject.bytes.length, digest: subject.digest },
    artifactType: OCI_TYPES.bundle,
  });
  await registry.putBlob(image, config.digest, "{}");
  await registry.putBlob(image, layer.digest, bundle);
  const own = { ...descriptorOf(OCI_TYPES.manifest, manifest), artifactType: OCI_TYPES.bundle, annotations };
  const taken = await registry.putManifest(image, own.digest, OCI_TYPES.manifest, manifest);
  if (taken || (await registry.referrers(image, image.digest)) !== undefined) return { digest: own.digest };
  const tag = tagOfDigest(image.digest);
  await addToList(registry, image, tag, own);
  return { digest: own.digest, tag };
}

/** Keeps what the list has, as it is: other tools' entries may hold fields that are not known here. */
async function addToList(registry: OciRegistry, place: OciRepository, tag: string, own: Descriptor): Promise<void> {
  for (let tried = 0; tried < MAX_LIST_TRIES; tried++) {
    const there = await registry.manifest(place, tag);
    if (there !== undefined) {
      const read = readOciDocument(there.bytes, there.mediaType);
      if (read.kind !== "index") throw new Malformed(`the tag ${tag} is no list of referrers`);
      if (read.manifests.some(({ digest }) => digest === own.digest)) return;
    }
    const list: Record<string, unknown> =
      there === undefined
        ? { schemaVersion: 2, mediaType: OCI_TYPES.index }
        : (JSON.parse(Buffer.from(there.bytes).toString("utf8")) as Record<string, unknown>);
    const manifests = (list["manifests"] as unknown[] | undefined) ?? [];
    await registry.putManifest(
      place,
      tag,
      OCI_TYPES.index,
      JSON.stringify({ ...list, manifests: [...manifests, own] }),
    );
  }
  const last = await registry.manifest(place, tag);
  const listed = last === undefined ? undefined : readOciDocument(last.bytes, last.mediaType);
  if (listed?.kind !== "index" || !listed.manifests.some(({ digest }) => digest === own.digest))
    throw new OciFailure("unavailable", `others write the tag ${tag} at the same time: run this again`);
}

function descriptorOf(mediaType: string, text: string): Descriptor {
  const bytes = Buffer.from(text, "utf8");
  return {
    mediaType,
    size: bytes.length,
    digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  };
}
