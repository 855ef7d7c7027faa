/** Endings under which tools put the bundle of a file beside it. */
export const BESIDE = [".sigstore.json", ".sigstore", ".bundle"] as const;
/** Of a detached signature, and of the certificate that goes with it. */
export const DETACHED = ".sig";
export const CERTIFICATES = [".cert", ".pem", ".crt"] as const;
