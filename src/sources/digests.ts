import { createHash } from "node:crypto";

/** What a content is, by its bytes. */
export interface ContentDigest {
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Hashes content piece by piece; `gitBlob` wants the size beforehand, as git's header does. */
export class Digests {
  private readonly sha256 = createHash("sha256");
  private readonly blob;
  private bytes = 0;

  /** `expected`: bytes that there will be. */
  constructor(private readonly expected?: number) {
    if (expected !== undefined) this.blob = createHash("sha1").update(`blob ${expected}\0`);
  }

  add(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.sha256.update(bytes);
    this.blob?.update(bytes);
  }

  /** Bytes so far. */
  get size(): number {
    return this.bytes;
  }

  /** To be asked once. `gitBlob` is SHA-1, absent where the size was not known or is another. */
  end(): ContentDigest & { readonly gitBlob?: string } {
    const gitBlob = this.size === this.expected ? this.blob?.digest("hex") : undefined;
    return { size: this.size, sha256: this.sha256.digest("hex"), ...(gitBlob === undefined ? {} : { gitBlob }) };
  }
}

/** The digest of what a source gives. `onRead` hears at each piece how many bytes came so far. */
export async function digestOf(
  content: AsyncIterable<Uint8Array>,
  onRead?: (bytes: number) => void,
): Promise<ContentDigest> {
  const digests = new Digests();
  for await (const piece of content) {
    digests.add(piece);
    onRead?.(digests.size);
  }
  return digests.end();
}
