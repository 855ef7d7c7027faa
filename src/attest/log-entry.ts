import { createHash } from "node:crypto";

/** Hashes in an inclusion proof: a log of 2^63 entries has no deeper tree. CWE-400. */
export const MAX_PROOF_HASHES = 64;
/** Characters of a checkpoint: three lines and the signatures of witnesses. CWE-400. */
const MAX_CHECKPOINT = 64 * 1024;

/** One entry of a transparency log, as a bundle carries it (sigstore_rekor.proto, `TransparencyLogEntry`). */
export interface LogEntry {
  /** Decimal. */
  readonly logIndex: string;
  readonly logId: Buffer;
  readonly kind: string;
  readonly version: string;
  /** Decimal seconds since 1970; `0` where the log says no time. */
  readonly integratedTime: string;
  /** Rekor v1's signed entry timestamp. */
  readonly promise?: Buffer;
  readonly proof: InclusionProof;
  readonly body: Buffer;
}

export interface InclusionProof {
  /** Decimal: index in the tree of the checkpoint, which is a shard's. */
  readonly logIndex: string;
  readonly rootHash: Buffer;
  /** Decimal. */
  readonly treeSize: string;
  readonly hashes: readonly Buffer[];
  readonly checkpoint: string;
}

/**
 * Why the proof does not show that the entry is in the tree of its checkpoint (RFC 9162, 2.1.3.2), in words; undefined where it does. The
 * checkpoint's signature is checked by who verifies, with the log's key.
 */
export function flawOf({ body, proof }: LogEntry): string | undefined {
  const [index, size] = [BigInt(proof.logIndex), BigInt(proof.treeSize)];
  if (proof.hashes.length > MAX_PROOF_HASHES || proof.checkpoint.length > MAX_CHECKPOINT)
    return "its inclusion proof is too long";
  const root = rootFrom(hash([0], body), index, size, proof.hashes);
  if (root === undefined || !root.equals(proof.rootHash)) return "its inclusion proof does not lead to its root hash";
  const [origin = "", noted, hashed] = proof.checkpoint.split("\n", 4);
  if (origin === "" || noted !== String(size) || hashed !== root.toString("base64"))
    return "its checkpoint is of another tree than its inclusion proof";
  return undefined;
}

/** The root that a leaf and its path lead to; undefined where the path has not the length that index and size ask for. */
function rootFrom(leaf: Buffer, index: bigint, size: bigint, path: readonly Buffer[]): Buffer | undefined {
  if (index >= size) return undefined;
  let [node, last, root] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n || sibling.length !== 32) return undefined;
    if (node % 2n === 1n || node === last) {
      root = hash([1], sibling, root);
      while (node % 2n === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else root = hash([1], root, sibling);
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n ? root : undefined;
}

function hash(prefix: readonly number[], ...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash("sha256").update(Buffer.from(prefix));
  for (const part of parts) digest.update(part);
  return digest.digest();
}
