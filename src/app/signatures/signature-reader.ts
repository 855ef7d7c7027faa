import { Refused } from "../../core/attestation";
import { bundleOfDetached, bundleOfOldCosign, isOldCosignBundle, MAX_DETACHED } from "../../verify/cosign-detached";
import { MAX_BUNDLE_TEXT, readBundles, type CheckedBundle } from "../../verify/read-bundle";
import { DETACHED } from "../verify/signature-names";
import type { SignatureFiles } from "./signature-files";

/** Bundles that one run verifies, at some 3 ms each. CWE-770. */
const MAX_BUNDLES = 4000;

/** The bundles in the signatures of a checkout. */
export class SignatureReader {
  private left = MAX_BUNDLES;

  constructor(private readonly signatures: SignatureFiles) {}

  /** Those of a directory's signature. Throws `Refused`. */
  ofDirectory(signature: string): readonly CheckedBundle[] {
    return this.counted(readBundles(this.text(signature), signature));
  }

  /** Those of a signature beside a file. `sha256`: the file's. Throws `Refused`. */
  ofFile(signature: string, sha256: string, certificate: string | undefined): readonly CheckedBundle[] {
    if (signature.endsWith(DETACHED)) {
      const pem = certificate === undefined ? {} : { certificate: this.text(certificate, MAX_DETACHED) };
      const detached = { signature: this.signatures.read(signature, MAX_DETACHED), sha256, ...pem };
      return this.counted([bundleOfDetached(detached, signature)]);
    }
    const text = this.text(signature);
    if (isOldCosignBundle(text)) return this.counted([bundleOfOldCosign(text, sha256, signature)]);
    return this.counted(readBundles(text, signature));
  }

  private text(path: string, mostBytes = MAX_BUNDLE_TEXT): string {
    return this.signatures.read(path, mostBytes).toString("utf8");
  }

  private counted(found: readonly CheckedBundle[]): readonly CheckedBundle[] {
    this.left -= found.length;
    if (this.left < 0) throw new Refused("unavailable", `more than ${MAX_BUNDLES} signatures lie beside models`);
    return found;
  }
}
