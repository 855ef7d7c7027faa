import { HashAlgorithm } from "@cyclonedx/cyclonedx-library/Enums";
import { HashDictionary } from "@cyclonedx/cyclonedx-library/Models";

/** What lockfiles call an algorithm of CycloneDX, and its length in bytes. `yarn-sha512`, `h1` are of something else than the archive. */
const ALGORITHMS: ReadonlyMap<string, readonly [HashAlgorithm, number]> = new Map([
  ["md5", [HashAlgorithm.MD5, 16]],
  ["sha1", [HashAlgorithm["SHA-1"], 20]],
  ["sha256", [HashAlgorithm["SHA-256"], 32]],
  ["sha384", [HashAlgorithm["SHA-384"], 48]],
  ["sha512", [HashAlgorithm["SHA-512"], 64]],
  ["blake2b-256", [HashAlgorithm["BLAKE2b-256"], 32]],
  ["blake2b-512", [HashAlgorithm["BLAKE2b-512"], 64]],
  ["blake3", [HashAlgorithm.BLAKE3, 32]],
]);

/**
 * The hashes of a package's archive. Where the file locks several archives of one version (wheels), no hash is the
 * package's: `others` has them as the file says them.
 */
export function packageHashes(locked: readonly string[]): { hashes: HashDictionary; others: string[] } {
  const known = new Map<HashAlgorithm, Set<string>>();
  const others: string[] = [];
  for (const each of new Set(locked)) {
    const cut = each.indexOf(":");
    const algorithm = ALGORITHMS.get(each.slice(0, cut).toLowerCase());
    const hex = algorithm === undefined ? undefined : hexOf(each.slice(cut + 1), algorithm[1]);
    if (algorithm === undefined || hex === undefined) others.push(each);
    else known.set(algorithm[0], (known.get(algorithm[0]) ?? new Set()).add(hex));
  }
  const several = [...known.values()].some((values) => values.size > 1);
  if (several) return { hashes: new HashDictionary(), others: [...new Set(locked)] };
  const pairs = [...known].map(([algorithm, values]) => [algorithm, [...values][0]!] as const);
  return { hashes: new HashDictionary(pairs.sort(([a], [b]) => (a < b ? -1 : 1))), others };
}

/** Lower-case hex of a digest in hex or base64, where it has just so many bytes. */
function hexOf(text: string, bytes: number): string | undefined {
  if (text.length > 200) return undefined;
  if (text.length === bytes * 2 && /^[0-9a-f]+$/i.test(text)) return text.toLowerCase();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, "base64");
  return decoded.length === bytes ? decoded.toString("hex") : undefined;
}
