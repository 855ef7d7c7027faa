import "reflect-metadata";
import { createPrivateKey, webcrypto, type KeyObject } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate with its key, made for a test. */
export interface Certified {
  readonly pem: string;
  readonly der: Buffer<ArrayBuffer>;
  readonly key: KeyObject;
}

interface Made extends Certified {
  readonly keys: CryptoKeyPair;
  readonly certificate: x509.X509Certificate;
}

type CryptoKeyPair = webcrypto.CryptoKeyPair;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY = 86_400_000;

export interface Wishes {
  readonly subject: string;
  /** Absent: signs itself. */
  readonly by?: Certified;
  readonly authority?: boolean;
  readonly pathLength?: number;
  /** Days from today. */
  readonly from?: number;
  readonly until?: number;
  /** `null`: does not say. */
  readonly usage?: readonly string[] | null;
  readonly email?: string;
  readonly extensions?: readonly x509.Extension[];
}

export const CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
export const WEB_SERVER = "1.3.6.1.5.5.7.3.1";

export async function certify(wishes: Wishes): Promise<Certified> {
  x509.cryptoProvider.set(webcrypto as never);
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as CryptoKeyPair;
  const by = wishes.by as Made | undefined;
  const {
    authority = false,
    pathLength,
    usage = [CODE_SIGNING],
    from = -1,
    until = 10,
    email,
    extensions = [],
  } = wishes;
  const flags = authority ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
      .toString("hex")
      .replace(/^./, "1"),
    subject: wishes.subject,
    issuer: by?.certificate.subject ?? wishes.subject,
    notBefore: new Date(Date.now() + from * DAY),
    notAfter: new Date(Date.now() + until * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey as never,
    signingKey: (by?.keys ?? keys).privateKey as never,
    extensions: [
      new x509.BasicConstraintsExtension(authority, pathLength, true),
      ...(usage === null ? [] : [new x509.KeyUsagesExtension(flags, true)]),
      ...(authority || usage === null ? [] : [new x509.ExtendedKeyUsageExtension([...usage])]),
      ...(email === undefined ? [] : [new x509.SubjectAlternativeNameExtension([{ type: "email", value: email }])]),
      ...extensions,
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  const made: Made = {
    pem: `${certificate.toString("pem")}\n`,
    der: Buffer.from(certificate.rawData),
    key: createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }),
    keys,
    certificate,
  };
  return made;
}
export { Extension } from "@peculiar/x509";
