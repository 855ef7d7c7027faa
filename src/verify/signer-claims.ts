import { X509Certificate as NodeCertificate } from "node:crypto";
import type { X509Certificate } from "@sigstore/core";
import { Refused, type SignerClaims } from "../core/attestation";

/** Fulcio's extensions (https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md). */
const FULCIO = "1.3.6.1.4.1.57264.1";
const ISSUER_RAW = `${FULCIO}.1`;
const OTHER_NAME = `${FULCIO}.7`;
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

/** Numbers from 8 are DER UTF8Strings, by the field that they fill. */
const CLAIMS: ReadonlyMap<string, keyof SignerClaims> = new Map(
  (
    [
      [8, "issuer"],
      [9, "buildSignerUri"],
      [10, "buildSignerDigest"],
      [11, "runnerEnvironment"],
      [12, "sourceRepositoryUri"],
      [13, "sourceRepositoryDigest"],
      [14, "sourceRepositoryRef"],
      [15, "sourceRepositoryId"],
      [16, "sourceRepositoryOwnerUri"],
      [17, "sourceRepositoryOwnerId"],
      [18, "buildConfigUri"],
      [19, "buildConfigDigest"],
      [20, "buildTrigger"],
      [21, "runInvocationUri"],
      [22, "sourceRepositoryVisibility"],
    ] as const
  ).map(([number, claim]) => [`${FULCIO}.${number}`, claim]),
);

/** Bytes of one claim: addresses of workflows with a ref have some hundreds. CWE-770. */
const MAX_CLAIM = 4096;
/** Extensions of one certificate: Fulcio's have some 25. CWE-770. */
const MAX_EXTENSIONS = 64;

/** ASN.1 tags (X.690): universal 12, and the context's 0, 1 and 6 of a GeneralName (RFC 5280, 4.2.1.6). */
const UTF8_STRING = 0x0c;
const GENERAL_OTHER_NAME = 0xa0;
const GENERAL_EMAIL = 0x81;
const GENERAL_URI = 0x86;

/** What the tree of `@sigstore/core` gives of one element. */
type Element = X509Certificate["tbsCertificate"];

/**
 * What the certificate says of its signer. Strict: an extension that stands twice, a name more than one, text that is no UTF-8 or
 * has control characters in it is refused (`malformed`), because another reader may take another part of it.
 */
export function signerClaims(certificate: X509Certificate, name: string): SignerClaims {
  const extensions = extensionValues(certificate, name);
  const claims: Partial<Record<keyof SignerClaims, string>> = {};
  for (const [oid, claim] of CLAIMS) {
    const value = extensions.get(oid);
    const text = value === undefined ? "" : utf8String(value.value, `${name}: extension ${oid}`);
    // An empty claim says nothing: no policy may take it for an answer.
    if (text !== "") claims[claim] = text;
  }
  const raw = extensions.get(ISSUER_RAW);
  if (raw !== undefined) {
    const issuer = plainText(raw.value, `${name}: extension ${ISSUER_RAW}`);
    if (claims.issuer !== undefined && claims.issuer !== issuer)
      throw new Refused("malformed", `${name}: the certificate names two issuers, ${claims.issuer} and ${issuer}`);
    if (issuer !== "") claims.issuer = issuer;
  }
  const identity = alternativeName(extensions.get(SUBJECT_ALTERNATIVE_NAME), name);
  if (identity === undefined || identity === "")
    throw new Refused("malformed", `${name}: the certificate names no signer`);
  return { ...claims, identity };
}

/** A certificate of a team's own authority: the one address or e-mail address that it names, else its subject as text. */
export function ownClaims(certificate: X509Certificate, der: Uint8Array, name: string): SignerClaims {
  const names = extensionValues(certificate, name).get(SUBJECT_ALTERNATIVE_NAME);
  const tag = names?.subs[0]?.subs.length === 1 ? names.subs[0].subs[0]?.tag.toDER() : undefined;
  if (tag === GENERAL_URI || tag === GENERAL_EMAIL) return { identity: alternativeName(names, name) ?? "" };
  const subject = new NodeCertificate(der).subject.split("\n").join(", ");
  if (subject === "") throw new Refused("malformed", `${name}: the certificate names no signer`);
  return { identity: subject };
}

/** Extensions by object identifier: the whole value of each. */
export function extensionValues(certificate: X509Certificate, name: string): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  const extensions = certificate.extensions;
  if (extensions.length > MAX_EXTENSIONS)
    throw new Refused("malformed", `${name}: the certificate has more than ${MAX_EXTENSIONS} extensions`);
  for (const { subs } of extensions) {
    const [id, value] = [subs[0], subs.at(-1)];
    if (id === undefined || value === undefined || !value.tag.isOctetString())
      throw new Refused("malformed", `${name}: the certificate has an extension that is none`);
    const oid = id.toOID();
    if (found.has(oid)) throw new Refused("malformed", `${name}: the certificate has the extension ${oid} twice`);
    found.set(oid, value);
  }
  return found;
}

/** The one URI, e-mail address, or name of Fulcio's own kind; `undefined` where there is no such extension. */
export function alternativeName(extension: Element | undefined, name: string): string | undefined {
  if (extension === undefined) return undefined;
  const names = extension.subs[0]?.subs ?? [];
  const [first] = names;
  if (first === undefined || names.length > 1)
    throw new Refused("malformed", `${name}: the certificate names ${names.length} signers, where one is expected`);
  const where = `${name}: the name of the signer`;
  const tag = first.tag.toDER();
  if (tag === GENERAL_URI || tag === GENERAL_EMAIL) return plainText(first.value, where);
  const [id, value] = first.subs;
  if (tag === GENERAL_OTHER_NAME && id?.tag.isOID() === true && id.toOID() === OTHER_NAME && value !== undefined)
    return utf8String(value.value, where);
  throw new Refused("malformed", `${where} is neither an address, nor an e-mail address, nor a user name of Fulcio's`);
}

/** Exactly one DER UTF8String. */
function utf8String(der: Uint8Array, where: string): string {
  const [tag, first, second, third] = der;
  const [length, start] =
    first === undefined || first < 0x80
      ? [first, 2]
      : first === 0x81 && (second ?? 0) >= 0x80
        ? [second, 3]
        : first === 0x82 && (second ?? 0) > 0
          ? [(second ?? 0) * 256 + (third ?? 0), 4]
          : [undefined, 0];
  if (tag !== UTF8_STRING || length === undefined || der.length !== start + length)
    throw new Refused("malformed", `${where} is no UTF-8 text in DER`);
  return plainText(der.subarray(start), where);
}

function plainText(bytes: Uint8Array, where: string): string {
  if (bytes.length > MAX_CLAIM) throw new Refused("malformed", `${where} is longer than ${MAX_CLAIM} bytes`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused("malformed", `${where} is no UTF-8 text`);
  }
  if (/\p{Cc}/u.test(text)) throw new Refused("malformed", `${where} has control characters in it`);
  return text;
}
