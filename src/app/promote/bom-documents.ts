import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { Refused } from "../../core/attestation";
import { ConfigurationError } from "../../core/host";
import { fileDigests, type BomFacts } from "../../promotion/bom";
import { requireBom } from "../../verify/bom";
import type { BomText } from "./audit-bom";
import type { ReadStatements } from "./statements";

/** A signed bill of materials with its text. */
export interface ReadBomDocument extends BomFacts {
  readonly document?: BomText;
}

/** Bytes of a document; `verify/bom.ts` compares no larger ones. CWE-770. */
const MAX_DOCUMENT_BYTES = 64 * 1024 ** 2;

/**
 * The documents behind the signed bills of materials: what was signed, or the file of `--bom` where only its digest was. That file has to be
 * what was signed wherever it is given. Throws `ConfigurationError` where it cannot be read.
 */
export function bomDocuments(boms: ReadStatements["boms"], path: string | undefined): readonly ReadBomDocument[] {
  const given = path === undefined ? undefined : { name: basename(path), bytes: bytesOf(path) };
  return boms.map(({ signed, ...vouching }): ReadBomDocument => {
    try {
      if (given !== undefined) requireBom(signed, given.name, given.bytes);
      if (signed.kind === "document") {
        const text = JSON.stringify(signed.bom, null, 1);
        return { ...vouching, digests: fileDigests(signed.bom), document: { name: vouching.bundle, text } };
      }
      if (given === undefined)
        return { ...vouching, problem: `only the digest of ${signed.location} was signed; name that file: --bom FILE` };
      const text = new TextDecoder("utf-8", { fatal: true }).decode(given.bytes);
      return { ...vouching, digests: fileDigests(JSON.parse(text)), document: { name: given.name, text } };
    } catch (error) {
      if (error instanceof Refused) return { ...vouching, problem: error.message };
      return { ...vouching, problem: `the document cannot be read: ${(error as Error).message}` };
    }
  });
}

function bytesOf(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > MAX_DOCUMENT_BYTES) throw new Error(`it has ${size} bytes, more than ${MAX_DOCUMENT_BYTES}`);
    return readFileSync(path);
  } catch (error) {
    throw new ConfigurationError(`bom: ${path} cannot be read: ${(error as Error).message}`);
  }
}
