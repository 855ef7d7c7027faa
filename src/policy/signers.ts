import type { Node } from "yaml";
import type { ApprovedSigner } from "../core/approved-signer";
import type { PolicyDocument } from "./document";

/** Reads an approved signer as whoever verifies will. Throws `RangeError`, in words, for one that cannot be or is anybody. */
export type ReadSigner = (signer: ApprovedSigner) => unknown;

/** The keys of a signer, and what each is in the data. */
const TEXTS = {
  workflow: "workflow",
  server: "server",
  repository: "repository",
  "source-digest": "sourceDigest",
  "runner-environment": "runnerEnvironment",
  trigger: "trigger",
  visibility: "visibility",
  issuer: "issuer",
  identity: "identity",
  "identity-glob": "identityGlob",
  "identity-regexp": "identityRegexp",
  key: "key",
} as const satisfies Record<string, keyof ApprovedSigner>;
const NUMBERS = { "repository-id": "repositoryId", "owner-id": "ownerId" } as const;
const LISTS = { refs: "refs", "source-refs": "sourceRefs" } as const;

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...TEXTS, ...NUMBERS, ...LISTS }).map(([key, field]) => [field, key]),
);
const KEYS = [...NAMES.values()];

/** A list of signers, such as `signers`: who may have signed what is verified here. `what` names it in words. */
export function readSigners(
  document: PolicyDocument,
  node: Node | undefined,
  what: string,
  readSigner: ReadSigner,
): readonly ApprovedSigner[] {
  return document.list(node, what).map((item) => readSignerWith(document, item, [], readSigner).signer);
}

/**
 * One signer, and what stands beside it under `more` keys. What `readSigner` does not take is a problem at its place.
 */
export function readSignerWith(
  document: PolicyDocument,
  item: Node,
  more: readonly string[],
  readSigner: ReadSigner,
): { readonly signer: ApprovedSigner; readonly entry: ReadonlyMap<string, Node> } {
  const before = document.problems.length;
  const entry = document.map(item, "an approved signer", [...KEYS, ...more]);
  const signer = readOne(document, entry);
  if (document.problems.length > before) return { signer, entry };
  try {
    readSigner(signer);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    document.add(item, inKeys(error.message));
  }
  return { signer, entry };
}

function readOne(document: PolicyDocument, entry: ReadonlyMap<string, Node>): ApprovedSigner {
  const found: [keyof ApprovedSigner, string | readonly string[] | undefined][] = [];
  for (const [key, field] of Object.entries(TEXTS)) found.push([field, document.optionalText(entry.get(key), key)]);
  for (const [key, field] of Object.entries(NUMBERS)) found.push([field, document.optionalNumber(entry.get(key), key)]);
  for (const [key, field] of Object.entries(LISTS))
    if (entry.has(key))
      found.push([
        field,
        document.list(entry.get(key), key).map((each) => document.text(each, `a pattern of ${key}`, each)),
      ]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as ApprovedSigner;
}

/** Words about the data, with the names that the policy has for its parts. */
function inKeys(words: string): string {
  return words.replace(/[a-z]+[A-Z][A-Za-z]*/g, (field) => NAMES.get(field) ?? field);
}
