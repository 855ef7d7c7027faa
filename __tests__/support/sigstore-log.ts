import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/**
 * A transparency log that keeps what it is told: a Merkle tree as in RFC 6962, section 2.1, with inclusion proofs, and
 * checkpoints signed as C2SP's signed notes (https://github.com/C2SP/C2SP/blob/main/signed-note.md). Data only: entries are
 * judged in `sigstore-rekor.ts`.
 */
export interface TransparencyLog {
  readonly origin: string;
  readonly spki: Buffer;
  /** What a trusted root calls `logId.keyId`. */
  readonly id: Buffer;
  readonly keyDetails: "PKIX_ED25519" | "PKIX_ECDSA_P256_SHA_256";
  readonly entries: readonly Buffer[];
  /** Index of the body if it is there already, else of the new leaf. */
  append(body: Buffer): number;
  indexOf(body: Buffer): number;
  /** Proof that entry `index` is in the tree as it is now. */
  prove(index: number): Inclusion;
  signRaw(bytes: Buffer): Buffer;
}

export interface Inclusion {
  readonly index: number;
  readonly treeSize: number;
  readonly root: Buffer;
  readonly hashes: readonly Buffer[];
  readonly checkpoint: string;
}

export const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** JSON as RFC 8785 sorts it, enough for the strings and small integers in entries. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}

/** `kind`: Ed25519 with the note's own key id, as Rekor v2 does, or P-256 with the SHA-256 of the key, as Rekor v1. */
export function createLog(kind: "ed25519" | "p256", origin: string): TransparencyLog {
  const keys =
    kind === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const spki = keys.publicKey.export({ type: "spki", format: "der" });
  const id = kind === "ed25519" ? sha256(`${origin}\n`, Buffer.from([1]), spki.subarray(-32)) : sha256(spki);
  const signRaw = (bytes: Buffer) => signWith(keys.privateKey, kind, bytes);
  const entries: Buffer[] = [];
  const leaves: Buffer[] = [];
  const append = (body: Buffer): number => {
    entries.push(body);
    leaves.push(sha256(Buffer.from([0]), body));
    return entries.length - 1;
  };
  append(Buffer.from("the log's first entry"));
  return {
    origin,
    spki,
    id,
    keyDetails: kind === "ed25519" ? "PKIX_ED25519" : "PKIX_ECDSA_P256_SHA_256",
    entries,
    append,
    indexOf: (body) => entries.findIndex((each) => each.equals(body)),
    signRaw,
    prove(index) {
      const root = rootOf(leaves);
      const note = `${origin}\n${leaves.length}\n${root.toString("base64")}\n`;
      const signature = Buffer.concat([id.subarray(0, 4), signRaw(Buffer.from(note))]).toString("base64");
      const name = origin.split(" ")[0]!;
      const checkpoint = `${note}\n\u2014 ${name} ${signature}\n`;
      return { index, treeSize: leaves.length, root, hashes: pathOf(index, leaves), checkpoint };
    },
  };
}

function signWith(key: KeyObject, kind: "ed25519" | "p256", bytes: Buffer): Buffer {
  return sign(kind === "ed25519" ? null : "sha256", bytes, key);
}

/** The largest power of two below `size`. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const at = split(leaves.length);
  return sha256(Buffer.from([1]), rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)));
}

function pathOf(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const at = split(leaves.length);
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))];
}
