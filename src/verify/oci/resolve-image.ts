import { Malformed } from "../../core/bytes";
import { Refused } from "../../core/attestation";
import { OciFailure, showImage, type ImageReference, type OciContent, type OciRegistry } from "../../core/oci";
import { readOciDocument, type OciDescriptor, type OciIndex, type OciManifest } from "../../core/oci-document";

/** An image as a registry has it at one moment. */
export interface ResolvedImage {
  readonly reference: ImageReference;
  /** What is run: of the manifest, or of the index where no platform was asked for. */
  readonly digest: string;
  /**
   * A signature of one of these is a signature of what is run: `digest`, and the index that a platform was chosen from, as
   * an index names its manifests by digest. Never the other way: a signed manifest says nothing of an index's other platforms.
   */
  readonly signable: readonly string[];
  /** `linux/amd64`, for each manifest of an index; empty for an image of one platform. */
  readonly platforms: readonly string[];
}

/**
 * Asks once what the reference stands for, so that all that follows speaks of one digest.
 * `platform`: `os/architecture[/variant]` as in `linux/arm64/v8`. Throws `Refused`.
 */
export async function resolveImage(
  registry: OciRegistry,
  reference: ImageReference,
  platform?: string,
): Promise<ResolvedImage> {
  const content = await found(registry, reference);
  const document = readContent(content, showImage(reference));
  const top = { reference, digest: content.digest, signable: [content.digest] };
  if (document.kind === "manifest") {
    if (platform !== undefined)
      throw new Refused(
        "not-found",
        `${showImage(reference)} is an image of one platform: ask for it without ${platform}`,
      );
    return { ...top, platforms: [] };
  }
  const platforms = document.manifests.map(platformName).filter((name) => name !== undefined);
  if (platform === undefined) return { ...top, platforms };
  const chosen = document.manifests.filter((each) => platformName(each) === platform);
  if (chosen.length !== 1)
    throw new Refused(
      "not-found",
      `${showImage(reference)} has ${chosen.length === 0 ? "no manifest" : "more than one manifest"} for ${platform}`,
    );
  const digest = chosen[0]!.digest;
  return { reference, digest, signable: digest === content.digest ? [digest] : [digest, content.digest], platforms };
}

async function found(registry: OciRegistry, reference: ImageReference): Promise<OciContent> {
  try {
    const content = await registry.manifest(reference, reference.digest ?? reference.tag ?? "latest");
    if (content !== undefined) return content;
  } catch (error) {
    throw refusalOf(error, `${showImage(reference)} could not be read`);
  }
  throw new Refused(
    "not-found",
    `${reference.registry} has no image ${showImage(reference)}, or does not show it without a login`,
  );
}

/** Throws `Refused` for what is no manifest or index. */
function readContent(content: OciContent, name: string): OciIndex | OciManifest {
  try {
    return readOciDocument(content.bytes, content.mediaType);
  } catch (error) {
    if (error instanceof Malformed) throw new Refused("malformed", `${name}: ${error.message}`);
    throw error;
  }
}

function platformName({ platform }: OciDescriptor): string | undefined {
  if (platform === undefined || platform.os === "unknown") return undefined;
  const { os, architecture, variant } = platform;
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}

/** A registry's failure in the words of a refusal. */
export function refusalOf(error: unknown, what: string): Refused {
  if (!(error instanceof OciFailure)) throw error;
  const kind =
    error.kind === "malformed" || error.kind === "wrong-digest" || error.kind === "too-large"
      ? "malformed"
      : error.kind === "not-found"
        ? "not-found"
        : "unavailable";
  return new Refused(kind, `${what}: ${error.message}`);
}
