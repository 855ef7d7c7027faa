import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { X509Certificate } from "@sigstore/core";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { Refused } from "../core/attestation";

/** Whom to believe. With `key` and `certificates`, `root` is for their times and log entries, if they have any. */
export type Trust =
  | { readonly kind: "sigstore"; readonly root: TrustedRoot }
  | { readonly kind: "key"; readonly key: KeyObject; readonly root?: TrustedRoot }
  | { readonly kind: "certificates"; readonly roots: readonly X509Certificate[]; readonly root?: TrustedRoot };

/** Characters of a trusted root file: the public one has 10,000. CWE-400. */
export const MAX_TRUSTED_ROOT = 4 * 1024 * 1024;
/** Authorities or logs of one kind. CWE-770. */
const MAX_AUTHORITIES = 256;
/** Characters of a PEM file of keys or certificates. CWE-400. */
const MAX_PEM = 1024 * 1024;
/** Root certificates of one file: browsers trust some 150. CWE-770. */
const MAX_ROOTS = 1000;

const EMPTY_ROOT = { mediaType: "", tlogs: [], ctlogs: [], certificateAuthorities: [], timestampAuthorities: [] };

/** Logs and authorities that are believed: none without a root. */
export function rootOf(trust: Trust): TrustedRoot {
  return trust.root ?? TrustedRoot.fromJSON(EMPTY_ROOT);
}

/**
 * A `trusted_root.json`, or the trusted root of a client trust config
 * (https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto).
 * `name`: the file, for messages. Throws `Refused("trusted-root")`.
 */
export function readTrustedRoot(text: string, name: string): TrustedRoot {
  const refuse = (what: string): never => {
    throw new Refused(
      "trusted-root",
      `${name}: ${what}; give a trusted_root.json, as \`model-assay trusted-root\` writes one`,
    );
  };
  if (text.length > MAX_TRUSTED_ROOT) return refuse(`longer than ${MAX_TRUSTED_ROOT} characters`);
  let root: TrustedRoot;
  try {
    const value = JSON.parse(text) as { trustedRoot?: unknown; mediaType?: unknown } | null;
    const found = (value?.trustedRoot ?? value) as { mediaType?: unknown };
    if (
      !/^application\/vnd\.dev\.sigstore\.trustedroot(\+json;version=|\.v)0\.[12](\+json)?$/.test(
        String(found.mediaType),
      )
    )
      return refuse("is no trusted root of version 0.1 or 0.2");
    root = TrustedRoot.fromJSON(found);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return refuse("cannot be read");
  }
  const { tlogs, ctlogs, certificateAuthorities, timestampAuthorities } = root;
  if (certificateAuthorities.length + timestampAuthorities.length + tlogs.length === 0)
    refuse("trusts nobody: it holds no authority and no log");
  for (const each of [tlogs, ctlogs, certificateAuthorities, timestampAuthorities])
    if (each.length > MAX_AUTHORITIES) refuse(`has more than ${MAX_AUTHORITIES} authorities or logs of one kind`);
  return root;
}

/** A public key in PEM. Throws `Refused("wrong-key")`. */
export function readPublicKey(pem: string, name: string): KeyObject {
  try {
    // `createPublicKey` would take a private key too, and a file that holds one is a mistake to be told.
    if (pem.length <= MAX_PEM && /-----BEGIN (RSA |EC )?PUBLIC KEY-----/.test(pem)) return createPublicKey(pem);
  } catch {
    // Told below.
  }
  const half = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)
    ? `. It holds a private key; its public half: openssl pkey -in ${name} -pubout`
    : "";
  throw new Refused("wrong-key", `${name}: no public key in PEM ("-----BEGIN PUBLIC KEY-----")${half}`);
}

/** SHA-256 of the key's SubjectPublicKeyInfo, lower-case hex. */
export function fingerprintOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** The certificates of a PEM file. Throws `Refused("trusted-root")`. */
export function readCertificates(pem: string, name: string): readonly X509Certificate[] {
  const blocks = pem.length > MAX_PEM * 4 ? [] : pem.split("-----BEGIN CERTIFICATE-----").slice(1, MAX_ROOTS + 2);
  if (blocks.length === 0 || blocks.length > MAX_ROOTS)
    throw new Refused("trusted-root", `${name}: no PEM file of 1 to ${MAX_ROOTS} certificates`);
  return blocks.map((block, index) => {
    const [base64 = ""] = block.split("-----END CERTIFICATE-----", 1);
    try {
      return X509Certificate.parse(Buffer.from(base64, "base64"));
    } catch {
      throw new Refused("trusted-root", `${name}: certificate ${index + 1} cannot be read`);
    }
  });
}
