/**
 * What code above the host asks of a registry of container images. The implementation is `host/oci-registry.ts`; tests
 * give their own. The API is OCI's distribution specification 1.1
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md).
 */

/** A place in a registry. */
export interface OciRepository {
  /** Host and port as people write it: `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  /** `library/alpine`. */
  readonly repository: string;
}

/** An image or artifact as people name it. A digest goes before the tag. */
export interface ImageReference extends OciRepository {
  readonly tag?: string;
  /** `sha256:` and 64 lower-case hex digits. */
  readonly digest?: string;
}

/** Bytes of a manifest or index as the registry keeps them, with what makes them these bytes. */
export interface OciContent {
  /** As the registry says it: the answer's `Content-Type`, without parameters. */
  readonly mediaType: string;
  /** Computed from the bytes. */
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/**
 * Manifests are at most `MAX_OCI_MANIFEST_BYTES` long. Every method throws `OciFailure`, and nothing else; contents that were
 * asked for by digest have that digest.
 */
export interface OciRegistry {
  /** By tag or digest; `undefined` where the registry has none. */
  manifest(from: OciRepository, reference: string): Promise<OciContent | undefined>;
  /** `maxBytes`: where more come, it fails. */
  blob(from: OciRepository, digest: string, maxBytes: number): Promise<Uint8Array>;
  /** Indexes of what names `digest` as its subject, a page each; `undefined` where the registry has no such API. */
  referrers(from: OciRepository, digest: string): Promise<readonly Uint8Array[] | undefined>;
  putBlob(to: OciRepository, digest: string, text: string): Promise<void>;
  /** Brings whether the registry has taken the manifest's `subject` into its list of referrers. */
  putManifest(to: OciRepository, reference: string, mediaType: string, text: string): Promise<boolean>;
}

/** `unavailable`: no answer, or a failure that may pass. `refused`: credentials are missing or do not do. */
export type OciFailureKind = "unavailable" | "refused" | "not-found" | "malformed" | "wrong-digest" | "too-large";

/** In words for people: what happened and at which server. Never holds credentials, tokens or what a server wrote. */
export class OciFailure extends Error {
  override readonly name = "OciFailure";
  constructor(
    readonly kind: OciFailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** Bytes of a manifest or index. The specification tells registries to take 4 MiB, and no client to rely on more. CWE-770. */
export const MAX_OCI_MANIFEST_BYTES = 4 * 1024 * 1024;

export const OCI_TYPES = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  dockerList: "application/vnd.docker.distribution.manifest.list.v2+json",
  empty: "application/vnd.oci.empty.v1+json",
  bundle: "application/vnd.dev.sigstore.bundle.v0.3+json",
} as const;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** SHA-256 only: it is what cosign signs, and what every registry has. */
export function isOciDigest(text: unknown): text is string {
  return typeof text === "string" && DIGEST.test(text);
}

/** The tag that stands for what belongs to an image: its list of referrers, cosign's `.sig` and `.att`. */
export function tagOfDigest(digest: string, suffix: "" | ".sig" | ".att" = ""): string {
  return digest.replace(":", "-") + suffix;
}

/** For words: `ghcr.io/o/m@sha256:...`. */
export function showImage({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}
