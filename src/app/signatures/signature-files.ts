import { readdirSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { Refused } from "../../core/attestation";
import { MODEL_SIGNATURE } from "../../core/model-manifest";
import { openFile } from "../../host/file-source";
import { baseName, directoryOf, ROOT } from "../../inventory/paths";
import { BESIDE, CERTIFICATES, DETACHED } from "../verify/signature-names";

/** Bytes of all signatures of one run; ten thousand of real size have some 100 MB. CWE-770. */
const MAX_TEXTS = 256 * 1024 ** 2;

/** Paths from the root at which a signature of all of a directory, or of one file, may lie. */
export const signatureOfDirectory = (directory: string): string =>
  directory === ROOT ? MODEL_SIGNATURE : `${directory}/${MODEL_SIGNATURE}`;
export const signaturesOfFile = (path: string): string[] => [...BESIDE, DETACHED].map((ending) => `${path}${ending}`);

/** Signatures of a checkout: what lies there, whether git knows it or not. Each directory is listed once. */
export class SignatureFiles {
  private readonly listed = new Map<string, ReadonlyMap<string, boolean>>();
  private bytes = MAX_TEXTS;

  /** `root`: absolute, links resolved. */
  constructor(private readonly root: string) {}

  /** Whether something of this name is there, whatever it is. */
  has(path: string): boolean {
    return this.namesIn(directoryOf(path)).has(baseName(path));
  }

  /** Those that lie beside a file: bundles, else a detached signature. Where one lies, its certificate belongs to it. */
  beside(path: string): { readonly signatures: readonly string[]; readonly certificate?: string } {
    const bundles = BESIDE.map((ending) => `${path}${ending}`).filter((each) => this.has(each));
    if (bundles.length > 0) return { signatures: bundles };
    if (!this.has(`${path}${DETACHED}`)) return { signatures: [] };
    const certificate = CERTIFICATES.map((ending) => `${path}${ending}`).find((each) => this.has(each));
    return { signatures: [`${path}${DETACHED}`], ...(certificate === undefined ? {} : { certificate }) };
  }

  /** The bytes of one. A pipe would never end and a link leads to something else: neither is opened (CWE-67, CWE-59). Throws `Refused`. */
  read(path: string, mostBytes: number): Buffer {
    if (this.namesIn(directoryOf(path)).get(baseName(path)) !== true)
      throw new Refused("malformed", `${path} is no regular file, so it is no signature`);
    const file = openFile(join(this.root, path));
    try {
      if (file.size > mostBytes) throw new Refused("malformed", `${path} has more than ${mostBytes} bytes`);
      this.bytes -= file.size;
      if (this.bytes < 0) throw new Refused("unavailable", `signatures have more than ${MAX_TEXTS} bytes together`);
      return Buffer.from(file.read(0, file.size));
    } finally {
      file.close();
    }
  }

  /** Names in a directory, and whether each is a regular file. Nothing where it is not there, or a link leads out with it. */
  private namesIn(directory: string): ReadonlyMap<string, boolean> {
    const known = this.listed.get(directory);
    if (known !== undefined) return known;
    const names = new Map(this.list(directory).map((entry) => [entry.name, entry.isFile()]));
    this.listed.set(directory, names);
    return names;
  }

  private list(directory: string) {
    const absolute = join(this.root, directory);
    try {
      const real = realpathSync(absolute);
      const inside = real === this.root || real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep);
      return inside ? readdirSync(real, { withFileTypes: true }) : [];
    } catch {
      return [];
    }
  }
}
