import { createHash } from "node:crypto";
import { DSSE_PAYLOAD_TYPE, Refused, STATEMENT_TYPE, type VerifiedBundle } from "../core/attestation";
import { isOciDigest, showImage } from "../core/oci";
import type { ImageCandidates, SignatureCandidate } from "./oci/candidates";
import type { ResolvedImage } from "./oci/resolve-image";
import { strictJson } from "./strict-json";

/** What a signature has to say of the image. `signature`: that it is signed, as `cosign sign` says it. */
export type WantedOfImage =
  { readonly kind: "signature" } | { readonly kind: "attestation"; readonly predicateType: string };

/** The bundle's signature, times and signer hold; `payload` is what a signature without envelope is over. Throws `Refused`. */
export type VerifyCandidate = (candidate: SignatureCandidate) => Promise<VerifiedBundle>;

export interface AcceptedSignature {
  readonly place: string;
  /** Of the image's digests, the one that is signed: of what is run, or of the index around it. */
  readonly digest: string;
  readonly verified: VerifiedBundle;
  /** The in-toto statement's predicate; `undefined` for simple signing. */
  readonly predicate?: unknown;
}

export interface SignersOfImage {
  readonly accepted: readonly AcceptedSignature[];
  /** Why each other one was not; empty does not mean that there was one. */
  readonly refused: readonly { readonly place: string; readonly refusal: Refused }[];
}

/** cosign 3 signs an image by a statement of this type. */
const COSIGN_SIGNATURE = "https://sigstore.dev/cosign/sign/v1";
/** `critical.type` of simple signing: cosign's, and the older one of containers/image that the format is from. */
const SIMPLE_SIGNING: ReadonlySet<unknown> = new Set([
  "cosign container image signature",
  "atomic container signature",
]);
const STATEMENTS: ReadonlySet<unknown> = new Set([STATEMENT_TYPE, "https://in-toto.io/Statement/v0.1"]);

/**
 * Who signed an image. Each candidate is verified, then what it signs is read: it has to name the image's digest, and to be of
 * the kind that is wanted. An image is signed if `accepted` has one.
 */
export async function signersOfImage(
  image: ResolvedImage,
  found: ImageCandidates,
  wanted: WantedOfImage,
  verify: VerifyCandidate,
): Promise<SignersOfImage> {
  const accepted: AcceptedSignature[] = [];
  const refused = found.unread.map(({ place, refusal }) => ({ place, refusal }));
  for (const candidate of found.candidates) {
    const { place } = candidate;
    try {
      const verified = await verify(candidate);
      accepted.push({ place, verified, ...saidOf(candidate, verified, image, wanted) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.push({ place, refusal: error });
    }
  }
  return { accepted, refused };
}

/** Platforms that a message names; more would say no more. */
const SHOWN = 5;

/** For an image with which no signature or attestation lies, whatever it would say. */
export function nobodySigned({ reference, digest, platforms, signable }: ResolvedImage): Refused {
  const name = showImage({ ...reference, digest });
  const nothing = `${name} has no signature or attestation: neither among its referrers nor under cosign's tags`;
  const isIndex = platforms.length > 0 && signable.length === 1;
  const index = `. It is an index: where only its platforms are signed, name one of them by its digest (it has ${platforms.slice(0, SHOWN).join(", ")})`;
  return new Refused("not-found", `${nothing}${isIndex ? index : ""}`);
}

type Said = Pick<AcceptedSignature, "digest" | "predicate">;

function saidOf(
  { payload }: SignatureCandidate,
  { content }: VerifiedBundle,
  image: ResolvedImage,
  wanted: WantedOfImage,
): Said {
  if (content.kind === "payload") {
    if (content.type !== DSSE_PAYLOAD_TYPE)
      throw new Refused("wrong-predicate", "what is signed is no in-toto statement");
    return statementOf(content.payload, image, wanted);
  }
  if (payload === undefined) throw new Refused("wrong-subject", "the signature is over a file, not over an image");
  if (createHash("sha256").update(payload).digest("hex") !== content.sha256)
    throw new Refused("wrong-signature", "the signature is over another payload than the one beside it");
  return simpleSigningOf(payload, image, wanted);
}

function simpleSigningOf(payload: Uint8Array, image: ResolvedImage, wanted: WantedOfImage): Said {
  const critical = fieldsOf(jsonOf(payload)["critical"]);
  const digest = fieldsOf(critical["image"])["docker-manifest-digest"];
  if (!SIMPLE_SIGNING.has(critical["type"]))
    throw new Refused("wrong-predicate", "what is signed is no image signature");
  if (!isOciDigest(digest) || !image.signable.includes(digest))
    throw otherImage(isOciDigest(digest) ? [digest] : [], image);
  if (wanted.kind !== "signature")
    throw new Refused(
      "wrong-predicate",
      `it is a signature, and an attestation of type ${wanted.predicateType} is wanted`,
    );
  return { digest };
}

function statementOf(payload: Uint8Array, image: ResolvedImage, wanted: WantedOfImage): Said {
  const statement = jsonOf(payload);
  const subjects = statement["subject"];
  if (!STATEMENTS.has(statement["_type"]) || !Array.isArray(subjects))
    throw new Refused("malformed", "what is signed is no in-toto statement of a version that is known here");
  const named = subjects
    .map((subject) => fieldsOf(fieldsOf(subject)["digest"])["sha256"])
    .filter((sha256): sha256 is string => typeof sha256 === "string")
    .map((sha256) => `sha256:${sha256}`);
  const digest = image.signable.find((each) => named.includes(each));
  if (digest === undefined) throw otherImage(named.filter(isOciDigest), image);
  const wantedType = wanted.kind === "signature" ? COSIGN_SIGNATURE : wanted.predicateType;
  const type = statement["predicateType"];
  if (type !== wantedType)
    throw new Refused(
      "wrong-predicate",
      `it is an attestation of ${typeof type === "string" ? `type ${type.slice(0, 200)}` : "no type"}, and ${wanted.kind === "signature" ? "a signature" : `one of type ${wantedType}`} is wanted`,
    );
  return { digest, predicate: statement["predicate"] };
}

function otherImage(named: readonly string[], image: ResolvedImage): Refused {
  const says = named.length === 0 ? "names no image" : `is for ${named[0]}${named.length > 1 ? " and others" : ""}`;
  return new Refused("wrong-subject", `the signature ${says}, not for ${image.signable.join(" or ")}`);
}

type Fields = Readonly<Record<string, unknown>>;

function jsonOf(bytes: Uint8Array): Fields {
  return fieldsOf(strictJson(bytes, "what is signed"));
}

/** An object's fields; none for what is no object, which then fails where one is needed. */
function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
