import { Malformed } from "./bytes";
import { isOciDigest, OCI_TYPES } from "./oci";

/**
 * Manifests and indexes of OCI 1.1, and Docker's older ones that are built alike
 * (https://github.com/opencontainers/image-spec/blob/main/manifest.md, image-index.md, descriptor.md).
 */

export interface OciDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes, as it is said. */
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations: ReadonlyMap<string, string>;
  readonly platform?: OciPlatform;
}

export interface OciPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export interface OciIndex {
  readonly kind: "index";
  readonly manifests: readonly OciDescriptor[];
}

export interface OciManifest {
  readonly kind: "manifest";
  readonly artifactType?: string;
  readonly config: OciDescriptor;
  readonly layers: readonly OciDescriptor[];
  readonly subject?: OciDescriptor;
}

/** Entries of one index and layers of one manifest. A list of referrers may have some hundreds. CWE-770. */
const MAX_ENTRIES = 10_000;
/** Annotations of one descriptor. cosign writes five. CWE-770. */
const MAX_ANNOTATIONS = 256;

const INDEXES: ReadonlySet<string> = new Set([OCI_TYPES.index, OCI_TYPES.dockerList]);
const MANIFESTS: ReadonlySet<string> = new Set([OCI_TYPES.manifest, OCI_TYPES.dockerManifest]);

/**
 * Reads a manifest or an index. `mediaType`: what the registry calls it. Where it and the document disagree, or the document
 * could be read as both, it is refused: two readers would see two images (CVE-2021-41190). Throws `Malformed`.
 */
export function readOciDocument(bytes: Uint8Array, mediaType: string): OciIndex | OciManifest {
  const document = parsed(bytes);
  const own = document["mediaType"];
  if (own !== undefined && own !== mediaType)
    throw new Malformed("the document and the registry call it by different media types");
  if (document["schemaVersion"] !== 2) throw new Malformed("its schemaVersion is not 2");
  const isIndex = INDEXES.has(mediaType);
  if (!isIndex && !MANIFESTS.has(mediaType)) throw new Malformed("it is no manifest or index of OCI or Docker");
  const foreign = isIndex ? ["layers", "config"] : ["manifests"];
  if (foreign.some((key) => document[key] !== undefined))
    throw new Malformed("it could be read as a manifest and as an index");
  if (isIndex) return { kind: "index", manifests: listOf(document["manifests"], "manifests") };
  const artifactType = textOf(document["artifactType"], "artifactType");
  return {
    kind: "manifest",
    config: descriptorOf(document["config"], "config"),
    layers: listOf(document["layers"], "layers"),
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(document["subject"] === undefined ? {} : { subject: descriptorOf(document["subject"], "subject") }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(bytes: Uint8Array): Fields {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return objectOf(value, "the document");
  } catch (error) {
    if (error instanceof Malformed) throw error;
    throw new Malformed("it is not JSON");
  }
}

function objectOf(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed(`${what} is no object`);
  return value as Fields;
}

function textOf(value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw new Malformed(`${what} is no text`);
  return value;
}

function listOf(value: unknown, what: string): OciDescriptor[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Malformed(`${what} is no list`);
  if (value.length > MAX_ENTRIES) throw new Malformed(`${what} has more than ${MAX_ENTRIES} entries`);
  return value.map((each, at) => descriptorOf(each, `${what}[${at}]`));
}

function descriptorOf(value: unknown, what: string): OciDescriptor {
  const fields = objectOf(value, what);
  const { mediaType, digest, size } = fields;
  if (typeof mediaType !== "string") throw new Malformed(`${what} has no mediaType`);
  if (!isOciDigest(digest)) throw new Malformed(`the digest of ${what} is not sha256 and 64 hex digits`);
  if (!Number.isSafeInteger(size) || (size as number) < 0) throw new Malformed(`the size of ${what} is no size`);
  const artifactType = textOf(fields["artifactType"], `artifactType of ${what}`);
  const platform = platformOf(fields["platform"]);
  return {
    mediaType,
    digest,
    size: size as number,
    annotations: annotationsOf(fields["annotations"], what),
    ...(artifactType === undefined || artifactType === "" ? {} : { artifactType }),
    ...(platform === undefined ? {} : { platform }),
  };
}

function annotationsOf(value: unknown, what: string): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  const entries = Object.entries(objectOf(value, `annotations of ${what}`));
  if (entries.length > MAX_ANNOTATIONS) throw new Malformed(`${what} has more than ${MAX_ANNOTATIONS} annotations`);
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function platformOf(value: unknown): OciPlatform | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { os, architecture, variant } = value as Fields;
  if (typeof os !== "string" || typeof architecture !== "string") return undefined;
  return { os, architecture, ...(typeof variant === "string" && variant !== "" ? { variant } : {}) };
}
