import { X509Certificate } from "node:crypto";
import type { ApprovedSigner } from "../../core/approved-signer";
import type { Env } from "../../host/git";
import type { CheckedBundle } from "../../verify/read-bundle";
import type { TufRepository } from "../../verify/tuf";

/** The organisation that GitHub's Fulcio has in its name (cli/cli, `GitHubIssuerOrg`). Node writes the comma with a backslash. */
const GITHUB_ISSUER = /(?:^|\n)O=GitHub\\?, Inc\.(?:\n|$)/;
/** A tenant of GitHub, which has a trusted root of its own: `https://acme.ghe.com`. */
const TENANT = /^https:\/\/(?:token\.actions\.)?([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.ghe\.com(?:\/|$)/;

/**
 * Whose trusted root a bundle is to be held against: GitHub's own Fulcio names GitHub as the issuer, and a workflow of a tenant stands
 * under the tenant's address. Nothing is believed by it; and a certificate can name no tenant but those in `tenants`.
 */
export function instanceOf(
  { verificationMaterial: { content } }: CheckedBundle["bundle"],
  tenants: ReadonlySet<string>,
): TufRepository {
  const der =
    content.$case === "certificate"
      ? content.certificate.rawBytes
      : content.$case === "x509CertificateChain"
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined;
  if (der === undefined) return { kind: "public" };
  try {
    const { issuer, subjectAltName } = new X509Certificate(der);
    if (!GITHUB_ISSUER.test(issuer)) return { kind: "public" };
    const tenant = tenantIn(/^URI:"?(https:[^",]+)/.exec(subjectAltName ?? "")?.[1]);
    return tenant !== undefined && tenants.has(tenant) ? { kind: "github", tenant } : { kind: "github" };
  } catch {
    return { kind: "public" };
  }
}

/** Tenants that who verifies has named: in who may have signed, or by verifying there. */
export function tenantsNamed(signers: readonly ApprovedSigner[], env: Env): ReadonlySet<string> {
  const addresses = signers.flatMap(({ server, issuer, identity, identityGlob }) => [
    server,
    issuer,
    identity,
    identityGlob,
  ]);
  return new Set([env["GITHUB_SERVER_URL"], ...addresses].map(tenantIn).filter((each) => each !== undefined));
}

/** The subdomain of an address below `ghe.com`; undefined for every other. */
export function tenantIn(address: string | undefined): string | undefined {
  return TENANT.exec(address ?? "")?.[1];
}
