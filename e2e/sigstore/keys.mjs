/** Keys and certificates for one run: made here, in its own folder, and gone with it. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });

/** Two key pairs on P-256 (the second is a stranger's), and a certificate of an authority of our own for the first. */
export function makeKeys(directory) {
  const at = (name) => join(directory, name);
  const pair = (name) => {
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", at(`${name}.pem`));
    openssl("pkey", "-in", at(`${name}.pem`), "-pubout", "-out", at(`${name}.pub`));
  };
  for (const name of ["signer", "stranger", "authority", "strange-authority"]) pair(name);
  for (const name of ["authority", "strange-authority"])
    openssl(
      ...["req", "-x509", "-new", "-key", at(`${name}.pem`), "-out", at(`${name}.crt`), "-days", "30"],
      ...["-subj", `/CN=${name} of the interoperability run`],
      ...["-addext", "keyUsage=critical,keyCertSign", "-addext", "basicConstraints=critical,CA:TRUE"],
    );
  openssl(
    ...["req", "-x509", "-new", "-key", at("signer.pem"), "-out", at("signer.crt"), "-days", "30"],
    ...["-CA", at("authority.crt"), "-CAkey", at("authority.pem"), "-subj", "/CN=signer"],
    ...["-addext", "keyUsage=critical,digitalSignature", "-addext", "extendedKeyUsage=codeSigning"],
    ...["-addext", "subjectAltName=email:signer@example.com", "-addext", "basicConstraints=critical,CA:FALSE"],
  );
  return {
    private: at("signer.pem"),
    public: at("signer.pub"),
    other: at("stranger.pub"),
    certificate: at("signer.crt"),
    authority: at("authority.crt"),
    otherAuthority: at("strange-authority.crt"),
    identity: "signer@example.com",
  };
}
