/** Characters of base64 that a digest of each kind has; what has another length is no digest. */
const BYTES: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };
/** Digests of one package. Real ones have one or two. CWE-770. */
const MAX_DIGESTS = 8;
/** Characters of one such text; eight digests have some 800. CWE-400. */
const MAX_LENGTH = 4096;

/**
 * `sha512:<hex>` for each digest of Subresource Integrity (`sha512-<base64> sha1-<base64>`, https://www.w3.org/TR/SRI/), as
 * npm, yarn, pnpm and bun have it. What is none is left out.
 */
export function hashesOf(integrity: string | undefined): string[] {
  if (integrity === undefined || integrity.length > MAX_LENGTH) return [];
  const hashes: string[] = [];
  const digests = /\s/.test(integrity) ? integrity.split(/\s+/, MAX_DIGESTS) : [integrity];
  for (const each of digests) {
    const cut = each.indexOf("-");
    const algorithm = each.slice(0, Math.max(cut, 0));
    if (!Object.hasOwn(BYTES, algorithm)) continue;
    const options = each.indexOf("?", cut);
    const bytes = Buffer.from(each.slice(cut + 1, options < 0 ? undefined : options), "base64");
    if (bytes.length === BYTES[algorithm]) hashes.push(`${algorithm}:${bytes.toString("hex")}`);
  }
  return hashes;
}

/** The SHA-1 that yarn and old npm write behind an address: `...tgz#5608aeadfc00be6c2901df5f9861788de0d597c8`. */
export function hashesOfFragment(address: string | undefined): string[] {
  const hex = address === undefined ? undefined : /#([0-9a-f]{40})$/.exec(address)?.[1];
  return hex === undefined ? [] : [`sha1:${hex}`];
}
