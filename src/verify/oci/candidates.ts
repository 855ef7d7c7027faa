import { Malformed } from "../../core/bytes";
import { Refused } from "../../core/attestation";
import {
  OCI_TYPES,
  OciFailure,
  tagOfDigest,
  type OciContent,
  type OciRegistry,
  type OciRepository,
} from "../../core/oci";
import { readOciDocument, type OciDescriptor } from "../../core/oci-document";
import { bundleOfEnvelope, bundleOfSimpleSigning, DSSE_ENVELOPE_TYPE, SIMPLE_SIGNING_TYPE } from "./cosign-layer";
import { refusalOf, type ResolvedImage } from "./resolve-image";

/** What may be a signature of an image. Nothing of it is verified. */
export interface SignatureCandidate {
  /** For words: `referrer sha256:..., layer 1`. */
  readonly place: string;
  /** A Sigstore bundle as JSON; of older layers of cosign one of version 0.1 is made. */
  readonly bundle: string;
  /** The bytes that a signature without envelope is over: cosign's simple signing. */
  readonly payload?: Uint8Array;
}

/** What may have been a signature, and could not be read. */
export interface UnreadCandidate {
  readonly place: string;
  readonly refusal: Refused;
}

export interface ImageCandidates {
  readonly candidates: readonly SignatureCandidate[];
  readonly unread: readonly UnreadCandidate[];
}

/** Manifests of signatures that are read for one image. Anyone who may write to a repository can add to them. CWE-770. */
const MAX_SIGNATURE_MANIFESTS = 200;
/** Layers of one manifest: cosign before 3 has all signatures in one. CWE-770. */
const MAX_LAYERS = 200;
/** Bytes of one signature or attestation: a BOM of a large image has some megabytes. CWE-770. */
const MAX_BUNDLE_BYTES = 16 * 1024 * 1024;
/** Bytes of all of them together, as they are held until they are verified. CWE-770. */
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
const BUNDLE_TYPE = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d|\+json|$)/;

/**
 * All that a registry keeps as signatures of the image: Sigstore bundles and cosign's layers among its referrers (by the API,
 * else by the tag that stands for it), and cosign's tags `.sig` and `.att`. What is there and cannot be read is listed
 * as unread. Throws `Refused` where nobody can say what signatures there are.
 */
export async function fetchCandidates(registry: OciRegistry, image: ResolvedImage): Promise<ImageCandidates> {
  const reader = new CandidateReader(registry, image.reference);
  for (const digest of image.signable) {
    await reader.readReferrers(digest);
    await reader.readTag(digest, ".sig");
    await reader.readTag(digest, ".att");
  }
  return { candidates: reader.candidates, unread: reader.unread };
}

class CandidateReader {
  readonly candidates: SignatureCandidate[] = [];
  readonly unread: UnreadCandidate[] = [];
  private readonly seen = new Set<string>();
  private bytes = 0;
  private manifests = 0;

  constructor(
    private readonly registry: OciRegistry,
    private readonly place: OciRepository,
  ) {}

  async readReferrers(digest: string): Promise<void> {
    const descriptors = await this.listReferrers(digest);
    for (const { artifactType, digest: referrer } of descriptors) {
      if (artifactType !== undefined && !mayHoldSignatures(artifactType)) continue;
      const name = `referrer ${referrer}`;
      if (this.seen.has(referrer)) continue;
      this.seen.add(referrer);
      if (!this.roomFor(name)) return;
      const content = await this.tried(name, () => this.registry.manifest(this.place, referrer));
      if (content === undefined) continue;
      await this.readManifest(name, content, digest);
    }
  }

  async readTag(digest: string, suffix: ".sig" | ".att"): Promise<void> {
    const tag = tagOfDigest(digest, suffix);
    let content: OciContent | undefined;
    try {
      content = await this.registry.manifest(this.place, tag);
    } catch (error) {
      throw refusalOf(error, `the tag ${tag} could not be read`);
    }
    if (content === undefined || !this.roomFor(`tag ${tag}`)) return;
    await this.readManifest(`tag ${tag}`, content);
  }

  private async listReferrers(digest: string): Promise<readonly OciDescriptor[]> {
    try {
      const pages = await this.registry.referrers(this.place, digest);
      if (pages !== undefined) return pages.flatMap((page) => manifestsOf(page, OCI_TYPES.index));
      const list = await this.registry.manifest(this.place, tagOfDigest(digest));
      return list === undefined ? [] : manifestsOf(list.bytes, list.mediaType);
    } catch (error) {
      if (error instanceof Malformed)
        throw new Refused("malformed", `the list of what belongs to ${digest} could not be read: ${error.message}`);
      throw refusalOf(error, `the list of what belongs to ${digest} could not be read`);
    }
  }

  /** `subject`: what the manifest has to name, where it was listed as a referrer. */
  private async readManifest(name: string, content: OciContent, subject?: string): Promise<void> {
    try {
      const document = readOciDocument(content.bytes, content.mediaType);
      if (document.kind === "index") throw new Malformed("it is an index, where a manifest with signatures was to be");
      if (subject !== undefined && document.subject?.digest !== subject)
        throw new Malformed("it is listed for this image, and names another as its subject");
      const layers = document.layers.slice(0, MAX_LAYERS);
      if (layers.length < document.layers.length) throw new Malformed(`it has more than ${MAX_LAYERS} layers`);
      for (const [at, layer] of layers.entries())
        if (isSigned(layer.mediaType)) await this.readLayer(`${name}, layer ${at + 1}`, layer);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.leave(name, new Refused("malformed", error.message));
    }
  }

  private async readLayer(name: string, { mediaType, digest, size, annotations }: OciDescriptor): Promise<void> {
    if (size > MAX_BUNDLE_BYTES || this.bytes + size > MAX_TOTAL_BYTES)
      return this.leave(
        name,
        new Refused("malformed", `its ${size.toLocaleString("en-US")} bytes are more than are read`),
      );
    const blob = await this.tried(name, () => this.registry.blob(this.place, digest, size));
    if (blob === undefined) return;
    this.bytes += blob.length;
    try {
      if (mediaType === SIMPLE_SIGNING_TYPE)
        this.candidates.push({ place: name, bundle: bundleOfSimpleSigning(blob, annotations), payload: blob });
      else if (mediaType === DSSE_ENVELOPE_TYPE)
        this.candidates.push({ place: name, bundle: bundleOfEnvelope(blob, annotations) });
      else this.candidates.push({ place: name, bundle: new TextDecoder("utf-8").decode(blob) });
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.leave(name, new Refused("malformed", error.message));
    }
  }

  private roomFor(name: string): boolean {
    this.manifests++;
    if (this.manifests === MAX_SIGNATURE_MANIFESTS + 1)
      this.leave(
        name,
        new Refused(
          "malformed",
          `only ${MAX_SIGNATURE_MANIFESTS} manifests of signatures are read; this and what follows is not`,
        ),
      );
    return this.manifests <= MAX_SIGNATURE_MANIFESTS;
  }

  private async tried<T>(name: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      const answer = await ask();
      if (answer === undefined)
        this.leave(name, new Refused("not-found", "it is listed, but the registry does not have it"));
      return answer;
    } catch (error) {
      if (!(error instanceof OciFailure)) throw error;
      this.leave(name, refusalOf(error, "it could not be read"));
      return undefined;
    }
  }

  private leave(place: string, refusal: Refused): void {
    this.unread.push({ place, refusal });
  }
}

/** By the `artifactType` of a referrer; a registry that knows none gives the type of its configuration, which says nothing. */
function mayHoldSignatures(type: string): boolean {
  return isSigned(type) || type === OCI_TYPES.empty || type.startsWith("application/vnd.dev.cosign.artifact.");
}

function isSigned(layerType: string): boolean {
  return BUNDLE_TYPE.test(layerType) || layerType === SIMPLE_SIGNING_TYPE || layerType === DSSE_ENVELOPE_TYPE;
}

function manifestsOf(bytes: Uint8Array, mediaType: string): readonly OciDescriptor[] {
  const document = readOciDocument(bytes, mediaType);
  if (document.kind !== "index") throw new Malformed("it is no index");
  return document.manifests;
}
