import { createHash } from "node:crypto";
import {
  MAX_SUBJECTS,
  type ModelFile,
  PREDICATES,
  SigningError,
  type Statement,
  STATEMENT_TYPE,
  type StatementSubject,
} from "../core/attestation";
import { canonicalJson } from "../core/canonical-json";
import { serverOf } from "../core/http";
import { byCodePoint } from "../core/order";
import { PROJECT } from "../core/project";

/** A file that a statement is about. Its path as in `Location.path`. */
export type SubjectFile = Pick<ModelFile, "path" | "sha256">;

/**
 * Bytes of a payload that is sure to be logged. The public Rekor v1 takes the whole envelope, where the payload stands
 * in base64 (four bytes for three), and is reported to refuse it above some 3.5 MB.
 */
export const MAX_LOGGED_PAYLOAD = 2_500_000;

/** A statement about each of the files, in as many parts as its subjects need. The predicate of all parts is the same. */
export function statementsOf(
  predicateType: string,
  predicate: unknown,
  files: readonly SubjectFile[],
): readonly Statement[] {
  const subjects = subjectsOf(files);
  if (subjects.length === 0)
    throw new SigningError("refused", "Nothing to sign: none of the files that were selected has a digest.");
  const parts: Statement[] = [];
  for (let at = 0; at < subjects.length; at += MAX_SUBJECTS) {
    const subject = subjects.slice(at, at + MAX_SUBJECTS);
    parts.push({ _type: STATEMENT_TYPE, subject, predicateType, predicate });
  }
  return parts;
}

/**
 * One subject for each digest, under the first of its names by code point, in the order of those names. Verifiers match
 * subjects by digest alone (in-toto, Statement v1, "subject"), and stores index them by it: a second entry of a digest
 * would add nothing that is checked. All names stand in the bill of materials and in the model's manifest.
 */
export function subjectsOf(files: readonly SubjectFile[]): readonly StatementSubject[] {
  const byDigest = new Map<string, string>();
  for (const { path, sha256 } of [...files].sort((a, b) => byCodePoint(a.path, b.path)))
    if (!byDigest.has(sha256)) byDigest.set(sha256, path);
  return [...byDigest].map(([sha256, name]) => ({ name, digest: { sha256 } }));
}

/** The exact bytes that are signed: names in the order of code points, one line, UTF-8. */
export function statementBytes(statement: Statement): Uint8Array {
  return new TextEncoder().encode(canonicalJson(statement));
}

/** A bill of materials as it is written beside the model. */
export interface BomDocument {
  /** CycloneDX as JSON: the file's text. */
  readonly json: string;
  /** Where readers find the file: an address, else its name. Only said where the document itself does not go in. */
  readonly location: string;
}

/**
 * The bill of materials as a predicate, with files as subjects. Above 1,024 subjects there are several statements, each
 * with the whole document: any file leads to all of it, and who has some of the parts sees by it which files are not
 * theirs. Where that would make a payload larger than `maxPayload` bytes, every part carries the document's SHA-256
 * instead (predicate type `reference`), which is that of the file, so `sha256sum` checks it. Throws `SigningError`.
 */
export function bomStatements(
  bom: BomDocument,
  files: readonly SubjectFile[],
  maxPayload: number = MAX_LOGGED_PAYLOAD,
): readonly Statement[] {
  const whole = statementsOf(PREDICATES.bom, parseBom(bom.json), files);
  if (whole.every((statement) => statementBytes(statement).length <= maxPayload)) return whole;
  const sha256 = createHash("sha256").update(bom.json).digest("hex");
  const reference = {
    downloadLocation: publicAddress(bom.location),
    digest: { sha256 },
    mediaType: "application/vnd.cyclonedx+json",
  };
  return statementsOf(PREDICATES.reference, { attester: { id: PROJECT.homepage }, references: [reference] }, files);
}

/** The address or name as it is; `SigningError` where a user or password stands in it, since what is signed is public. */
export function publicAddress(address: string): string {
  if (!/^[^/?#]*:\/\/[^/?#]*@/.test(address)) return address;
  throw new SigningError(
    "refused",
    `An address at ${serverOf(address)} has a user or password in it, so it is not signed. Give it without.`,
  );
}

function parseBom(json: string): unknown {
  let bom: unknown;
  try {
    bom = JSON.parse(json);
  } catch {
    throw new SigningError("refused", "The bill of materials is no JSON, so it is not signed.");
  }
  if (typeof bom !== "object" || bom === null || !("bomFormat" in bom) || bom.bomFormat !== "CycloneDX")
    throw new SigningError("refused", "The bill of materials is not CycloneDX (`bomFormat`), so it is not signed.");
  return bom;
}
