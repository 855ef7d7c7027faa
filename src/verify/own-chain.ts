import type { X509Certificate } from "@sigstore/core";
import { Refused } from "../core/attestation";

/** Certificates from a signer's up to its root, both included. CWE-674. */
const MAX_CHAIN = 8;
/** Signatures that the search for a chain may check: cross-signed certificates make many paths. CWE-407. */
const MAX_CHECKS = 64;

/** Critical extensions that the checks here, or `leafUsage`, understand (RFC 5280, 4.2: others make a certificate invalid). */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "2.5.29.14",
  "2.5.29.15",
  "2.5.29.17",
  "2.5.29.19",
  "2.5.29.35",
  "2.5.29.37",
]);

/**
 * A chain of a team's own authority, as `model_signing sign certificate` writes it: the signer's certificate, then what the bundle
 * brings (which vouches for nothing), up to one of the roots that the user trusts.
 */
export interface OwnChain {
  /** The signer first, the trusted root last. */
  readonly certificates: readonly X509Certificate[];
}

/**
 * Looks for a chain to a trusted root (RFC 5280, 6.1: names, signatures, authorities, lengths of paths, critical extensions; no name
 * constraints, and so no certificate that asks for them). Validity in time is the caller's: `validAt`.
 * Throws `Refused("untrusted-certificate")`.
 */
export function chainToRoot(
  leaf: X509Certificate,
  brought: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  name: string,
): OwnChain {
  const open: X509Certificate[][] = [[leaf]];
  let checks = 0;
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const last = path.at(-1) ?? leaf;
    const root = roots.find((each) => ++checks <= MAX_CHECKS && issued(each, last, path));
    if (root !== undefined && path.every(understood)) return { certificates: [...path, root] };
    if (path.length >= MAX_CHAIN - 1) continue;
    for (const each of brought)
      if (++checks <= MAX_CHECKS && !path.some((other) => other.equals(each)) && issued(each, last, path))
        open.push([...path, each]);
  }
  throw new Refused(
    "untrusted-certificate",
    `${name}: none of the ${roots.length} trusted root certificates vouches for the signer's certificate`,
  );
}

/** Whether it says from when until when it holds. Throws where what stands there is no time. */
export function hasValidity({ notBefore, notAfter }: X509Certificate): boolean {
  return !Number.isNaN(notBefore.getTime()) && !Number.isNaN(notAfter.getTime());
}

/** Whether every certificate of the chain is valid then. */
export function validAt({ certificates }: OwnChain, time: Date): boolean {
  return certificates.every((each) => each.validForDate(time));
}

/** Whether `authority` made `certificate`, and may, with as many authorities below it as `path` has. */
function issued(authority: X509Certificate, certificate: X509Certificate, path: readonly X509Certificate[]): boolean {
  try {
    const limit = authority.extBasicConstraints?.pathLenConstraint;
    return (
      authority.subject.equals(certificate.issuer) &&
      authority.isCA &&
      hasValidity(authority) &&
      (limit === undefined || limit >= BigInt(path.length - 1)) &&
      certificate.verify(authority)
    );
  } catch {
    // What cannot be parsed vouches for nothing.
    return false;
  }
}

function understood(certificate: X509Certificate): boolean {
  return certificate.extensions.every(({ subs }) => {
    const critical = subs.length === 3 && subs[1]?.toBoolean() === true;
    return !critical || UNDERSTOOD.has(subs[0]?.toOID() ?? "");
  });
}
