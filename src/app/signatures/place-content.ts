import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { Refused, type ModelFile } from "../../core/attestation";
import type { FileOnDisk } from "../../core/host";
import { rootDigest } from "../../core/model-manifest";
import { byCodePoint } from "../../core/order";
import { directoryContent } from "../../host/directory-content";
import { baseName, isWithin, ROOT } from "../../inventory/paths";
import { digestFiles } from "../digest-files";
import type { Collected } from "../bom/collect";
import type { Content } from "../verify/path-content";

/** What there is to be signed, with the digests that the scan and the bill of materials have made already. */
export class PlaceContents {
  private readonly digests = new Map<string, string>();
  private readonly disk: ReadonlyMap<string, FileOnDisk>;
  /** Paths of files whose content is not here. */
  private readonly absent: ReadonlySet<string>;

  /** `root`: absolute, links resolved. */
  constructor(
    private readonly root: string,
    { files, places, inventory }: Pick<Collected, "files" | "places" | "inventory">,
  ) {
    for (const { path, sha256 } of files) if (sha256 !== undefined) this.digests.set(path, sha256);
    this.disk = new Map(places.map((place) => [place.path, place]));
    const kept = inventory.models.flatMap((model) => model.files.filter(({ sha256 }) => sha256 === undefined));
    this.absent = new Set([...inventory.missing, ...kept].map(({ path }) => path));
  }

  /** Whether a file of it is kept elsewhere, as by DVC, and was not fetched. */
  lacks(directory: string): boolean {
    return [...this.absent].some((path) => isWithin(path, directory));
  }

  /**
   * Every file and link below a directory, whatever git thinks of it: who loads the model finds them too. Paths from the directory. A
   * pointer of Git LFS stands for what it points to. Throws `Refused`, and `ConfigurationError` where it cannot be listed.
   */
  async directory(path: string): Promise<Content> {
    const real = realpathSync(join(this.root, path));
    if (real !== this.root && !real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep))
      throw new Refused("malformed", `${path} leads out of the repository`);
    const { files: disk, links } = directoryContent(real);
    const below = (name: string) => (path === ROOT ? name : `${path}/${name}`);
    const unknown = disk.filter((file) => !this.digests.has(below(file.path)));
    for (const [name, found] of await digestFiles(unknown)) {
      if ("failed" in found) throw new Refused("unavailable", `${below(name)} cannot be read: ${found.failed}`);
      this.digests.set(below(name), found.sha256);
    }
    const files = disk.map((file) => ({ ...file, sha256: this.digests.get(below(file.path))! }));
    return { place: { path, isDirectory: true, files }, links, disk };
  }

  /** One file. Throws `Refused("unavailable")` where its content is not here. */
  file(path: string): Content {
    const sha256 = this.digests.get(path);
    const found = this.disk.get(path);
    if (sha256 === undefined || found === undefined)
      throw new Refused("unavailable", `${path} is not here, so nobody can say whether it is what was signed`);
    const single = { ...found, path: baseName(path) };
    return {
      place: { path, isDirectory: false, files: [{ path: single.path, size: single.size, sha256 }] },
      links: [],
      disk: [single],
      single,
    };
  }

  /** The digest of one file, or the root digest of several; undefined where one of them is not here. */
  nameOf(paths: readonly string[]): string | undefined {
    const digests = [...paths].sort(byCodePoint).map((path) => this.digests.get(path));
    return digests.some((each) => each === undefined) ? undefined : nameOfDigests(digests as string[]);
  }
}

/** The same for what is in a place, but its signature. */
export function nameOfContent({ place }: Content, signature: string): string {
  const counted = place.files.filter(({ path }: ModelFile) => path !== baseName(signature));
  return nameOfDigests(counted.sort((a, b) => byCodePoint(a.path, b.path)).map(({ sha256 }) => sha256));
}

const nameOfDigests = (digests: readonly string[]): string =>
  digests.length === 1 ? digests[0]! : rootDigest(digests);
