import { PREDICATES, Refused } from "../../core/attestation";
import { MODEL_SIGNATURE } from "../../core/model-manifest";
import type { RefusedStatement, Verification, VerifiedStatement } from "../../core/verification";
import { namedFiles } from "../../verify/named-files";
import type { ModelManifest } from "../../verify/oms-manifest";
import type { CheckedBundle } from "../../verify/read-bundle";
import { bundlesOf, isOfImage } from "./bundles";
import { holdBundle, inside, type HeldBundle } from "./held-bundle";
import { contentOf, type Content } from "./path-content";
import type { VerifyRequest } from "./request";
import { requireUnrevoked } from "./revoked";
import { saidBy } from "./said-by";
import { requireApproved, type VerifyInput } from "./verify-signed";

/**
 * Whether a file, or every file of a directory, is what approved signers signed. Bundles that were named must all hold; of those that
 * GitHub or a registry keeps or that lie beside, those that do have to vouch for everything. Throws `ConfigurationError` for wrong usage.
 */
export async function verifyPath(input: VerifyInput): Promise<Verification> {
  requireApproved(input);
  const content = await contentOf(input.path, "verify", input.onProgress);
  const { place } = content;
  const accepted: VerifiedStatement[] = [];
  const refused: RefusedStatement[] = [];
  const covered = new Set<string>();
  const refuse = (bundle: string, error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    refused.push({ bundle, kind: error.kind, message: error.message });
  };
  for (const checked of await bundlesOf(input.request, place, input.http, input.env).catch((error: unknown) => {
    refuse(place.path, error);
    return [];
  })) {
    try {
      const { told, vouched } = await check(checked, content, input);
      accepted.push(told);
      for (const path of vouched) covered.add(path);
    } catch (error) {
      refuse(checked.name, error);
    }
  }
  const bare = accepted.length === 0 ? [] : notCovered(content, accepted, covered, ownFiles(input));
  refused.push(...bare);
  const { repo, bundles } = input.request;
  const chosen = bundles.length > 0 ? !bundles.every(isOfImage) : repo === undefined;
  const strict = chosen || bare.length > 0;
  return {
    schemaVersion: "1.0",
    subject: input.path,
    verified: accepted.length > 0 && !(strict && refused.length > 0),
    files: place.files.length,
    accepted,
    refused,
  };
}

/** Where nothing was accepted, the reasons say why; where something was, what it leaves out is the reason. */
function notCovered(
  { place, links }: Content,
  accepted: readonly VerifiedStatement[],
  covered: ReadonlySet<string>,
  own: ReadonlySet<string>,
): RefusedStatement[] {
  const bare = place.files.map(({ path }) => path).filter((path) => !covered.has(path) && !own.has(path));
  // A manifest was held against the links too; digests of files say nothing of them.
  const judged = accepted.some(({ predicateType }) => predicateType === PREDICATES.modelSignature);
  const loose = judged ? [] : links.filter((path) => !own.has(path));
  return [
    ...namedFiles("file-extra", bare, "is not among what was signed", "are not among what was signed"),
    ...namedFiles("file-extra", loose, LINK[0], LINK[1]),
  ].map(({ kind, message }) => ({ bundle: place.path, kind, message }));
}

/** What a loader would follow, and nobody signed what it leads to. */
const LINK = [
  "is a symbolic link or no regular file, so no digest vouches for it",
  "are symbolic links or no regular files, so no digest vouches for them",
] as const;

/** Signatures that lie in the directory that they are about: nothing can vouch for itself. */
function ownFiles({ path, request }: VerifyInput): ReadonlySet<string> {
  const inDirectory = request.bundles.flatMap((bundle) => (isOfImage(bundle) ? [] : (inside(path, bundle) ?? [])));
  return new Set([MODEL_SIGNATURE, ...inDirectory]);
}

interface Checked {
  readonly told: VerifiedStatement;
  /** Paths that the statement vouches for. */
  readonly vouched: readonly string[];
}

async function check(checked: CheckedBundle, content: Content, input: VerifyInput): Promise<Checked> {
  const held = await holdBundle(checked, content, input);
  const { name, verified, manifest, vouched } = held;
  const about = new Set(vouched);
  const files = content.place.files.filter(({ path }) => about.has(path));
  const model = manifest === undefined ? [] : [{ what: `the model ${manifest.name}`, sha256: manifest.rootDigest }];
  const digests = [...model, ...files.map(({ path, sha256 }) => ({ what: path, sha256 }))];
  requireUnrevoked(name, verified, digests, input.revoked ?? []);
  return { told: toldOf(held, says(held, input.request)), vouched: held.vouched };
}

/** A bundle that holds, as reports tell of it. `says`: its statement in words. */
export function toldOf({ name, verified, statement, vouched }: HeldBundle, says: readonly string[]): VerifiedStatement {
  const { signer, times, logEntries } = verified;
  const told = { bundle: name, signer, times, logEntries, files: vouched.length, says };
  return statement === undefined ? told : { ...told, predicateType: statement.predicateType };
}

function says({ name, verified, statement, manifest }: HeldBundle, request: VerifyRequest): readonly string[] {
  if (statement === undefined) return [];
  return manifest === undefined ? saidBy(statement, verified.signer, request, name) : [modelWords(manifest)];
}

/** A manifest that agrees with the directory, in words. */
export function modelWords({ name, files, rootDigest }: ModelManifest): string {
  return `the model ${name}, ${files.size} files, ${rootDigest}`;
}
