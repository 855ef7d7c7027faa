import type { SelectedFile } from "../../core/host";
import type { Inventory, InventoryFile } from "../../core/inventory";
import { bothDigestsOf } from "../../host/tree-content";
import type { DigestedFile } from "../scan-file";

type Scan = (files: readonly SelectedFile[]) => Promise<readonly DigestedFile[]>;

/**
 * SHA-512 beside SHA-256: of models from the scan's own pass, which has to be told to take it; of the small files beside them,
 * which the scan does not digest, from a reading of their own.
 */
export class SecondDigests {
  private readonly scanned = new Map<string, string>();
  private readonly places = new Map<string, SelectedFile["absolute"]>();

  /** The same scan, of which the digests are kept. */
  keep(scan: Scan): Scan {
    return async (files) => {
      for (const { path, absolute } of files) this.places.set(path, absolute);
      const results = await scan(files);
      for (const { path, sha512 } of results) if (sha512 !== undefined) this.scanned.set(path, sha512);
      return results;
    };
  }

  addTo(inventory: Inventory): Inventory {
    const withDigests = <T extends { readonly files: readonly InventoryFile[] }>(each: T): T => ({
      ...each,
      files: each.files.map((file) => this.withDigest(file)),
    });
    const { models, datasets } = inventory;
    return { ...inventory, models: models.map(withDigests), datasets: datasets.map(withDigests) };
  }

  /** A digest of other content than the one that is said already would be worse than none. */
  private withDigest(file: InventoryFile): InventoryFile {
    const place = this.places.get(file.path);
    if (file.sha256 === undefined || file.digestFrom !== undefined || place === undefined) return file;
    const known = this.scanned.get(file.path);
    if (known !== undefined) return { ...file, sha512: known };
    const read = bothDigestsOf(place);
    return read?.sha512 === undefined || read.sha256 !== file.sha256 ? file : { ...file, sha512: read.sha512 };
  }
}
