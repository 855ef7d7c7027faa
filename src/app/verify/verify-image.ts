import { Refused } from "../../core/attestation";
import { OciFailure, type OciFailureKind } from "../../core/oci";
import type { Verification } from "../../core/verification";
import type { RefusalKind } from "../../core/attestation";
import { readRegistryLogins } from "../../host/oci-credentials";
import { createOciRegistry } from "../../host/oci-registry";
import { fetchCandidates } from "../../verify/oci/candidates";
import { parseImageReference } from "../../verify/oci/reference";
import { resolveImage, type ResolvedImage } from "../../verify/oci/resolve-image";
import { readBundle } from "../../verify/read-bundle";
import { nobodySigned, signersOfImage } from "../../verify/signers-of-image";
import { readStatement } from "../../verify/subjects";
import { saidBy } from "./said-by";
import { requireUnrevoked } from "./revoked";
import { requireApproved, verifySigned, type VerifyInput } from "./verify-signed";

export interface VerifyImageInput extends VerifyInput {
  /** `registry/name:tag@sha256:…`. */
  readonly image: string;
}

/** Whether an approved signer signed an image, or attested it where `--type` says what. By digest, through the registry's API. */
export async function verifyImage(input: VerifyImageInput): Promise<Verification> {
  const { env, request, path } = input;
  requireApproved(input);
  const none = { schemaVersion: "1.0", subject: path, files: 0 } as const;
  try {
    const reference = parseImageReference(input.image);
    const registry = createOciRegistry({ http: input.http(), logins: readRegistryLogins(env) });
    const image = await resolveImage(registry, reference);
    const found = await fetchCandidates(registry, image);
    const { type } = request;
    const wanted =
      type === undefined ? ({ kind: "signature" } as const) : ({ kind: "attestation", predicateType: type } as const);
    const says = new Map<string, readonly string[]>();
    const { accepted, refused } = await signersOfImage(image, found, wanted, async ({ bundle, place, payload }) => {
      const verified = await verifySigned(readBundle(bundle, place), input, payload);
      requireUnrevoked(place, verified, digestsOf(image), input.revoked ?? []);
      if (type !== undefined && verified.content.kind === "payload") {
        const statement = readStatement(verified.content.payload, verified.content.type);
        if (statement.predicateType === type) says.set(place, saidBy(statement, verified.signer, request, place));
      }
      return verified;
    });
    if (found.candidates.length + found.unread.length === 0) throw nobodySigned(image);
    return {
      ...none,
      verified: accepted.length > 0,
      accepted: accepted.map(({ place, verified, digest }) => ({
        bundle: place,
        signer: verified.signer,
        times: verified.times,
        logEntries: verified.logEntries,
        ...(wanted.kind === "attestation" ? { predicateType: wanted.predicateType } : {}),
        files: 0,
        says: [`the image ${digest}`, ...(says.get(place) ?? [])],
      })),
      refused: refused.map(({ place, refusal }) => ({
        bundle: place,
        kind: refusal.kind,
        // Some refusals name it themselves.
        message: refusal.message.startsWith(`${place}: `) ? refusal.message : `${place}: ${refusal.message}`,
      })),
    };
  } catch (error) {
    const told = refusalOf(error);
    if (told === undefined) throw error;
    return { ...none, verified: false, accepted: [], refused: [{ bundle: path, ...told }] };
  }
}

/** What may be revoked of an image: what is run, and the index that it was chosen from. */
function digestsOf({ signable }: ResolvedImage): { what: string; sha256: string }[] {
  return signable
    .filter((digest) => digest.startsWith("sha256:"))
    .map((digest) => ({ what: `the image ${digest}`, sha256: digest.slice("sha256:".length) }));
}

const KINDS: Readonly<Record<OciFailureKind, RefusalKind>> = {
  unavailable: "unavailable",
  refused: "unavailable",
  "not-found": "not-found",
  malformed: "malformed",
  "too-large": "malformed",
  "wrong-digest": "file-changed",
};

function refusalOf(error: unknown): { kind: RefusalKind; message: string } | undefined {
  if (error instanceof OciFailure) return { kind: KINDS[error.kind], message: error.message };
  return error instanceof Refused ? { kind: error.kind, message: error.message } : undefined;
}
