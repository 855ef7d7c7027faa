import type { LockPractice } from "../../core/package-facts";
import type { Seen } from "./seen";

/** Words of one kind about one file. CWE-770. */
const MAX_TOLD = 20;

interface Count {
  readonly place: number;
  count: number;
}

interface Told {
  readonly place: number;
  readonly practice: LockPractice;
}

/** How a lockfile locks: registries that are not the default one, archives of another package, missing hashes. */
export class Practices {
  private readonly hosts = new Map<string, Count>();
  private readonly mismatches: Told[] = [];
  private withoutHash: Count | undefined;

  look({ origin, needsNoHash, place }: Seen, hashes: readonly string[]): void {
    if (origin.kind !== "registry") return;
    if (origin.host !== undefined) {
      const count = this.hosts.get(origin.host);
      if (count !== undefined) count.count++;
      else if (this.hosts.size < MAX_TOLD) this.hosts.set(origin.host, { place, count: 1 });
    }
    if (hashes.length > 0 || needsNoHash === true) return;
    if (this.withoutHash === undefined) this.withoutHash = { place, count: 1 };
    else this.withoutHash.count++;
  }

  /**
   * The package that the archive's address names, where it is another one than the entry says: the archive is what gets
   * installed. A lock that was tampered with looks so.
   */
  otherwise(seen: Seen): Seen | undefined {
    const archive = seen.origin.kind === "registry" ? seen.origin.archive : undefined;
    if (archive === undefined || isSame(archive, seen)) return undefined;
    const { name, version } = archive;
    if (this.mismatches.length < MAX_TOLD) {
      const what = `${name} ${version}`.trim();
      const detail = `${seen.name} ${seen.version ?? ""} is locked to the archive of ${what}, which is what gets installed`;
      this.mismatches.push({ place: seen.place, practice: { kind: "mismatch", what, detail } });
    }
    return { ...seen, name, version: version === "" ? seen.version : version };
  }

  told(): Told[] {
    const others = [...this.hosts].map(([host, { place, count }]): Told => {
      const detail = `${packages(count)} from ${host}, which is not npm's own registry`;
      return { place, practice: { kind: "other-index", what: host, detail } };
    });
    const bare = this.withoutHash;
    const detail = `${packages(bare?.count ?? 0)} locked without a hash, so that nobody notices when the archive changes`;
    return [
      ...this.mismatches,
      ...others,
      ...(bare === undefined
        ? []
        : [{ place: bare.place, practice: { kind: "no-hashes", what: "", detail } satisfies LockPractice }]),
    ];
  }
}

function packages(count: number): string {
  return count === 1 ? "1 package is" : `${count} packages are`;
}

/** Build metadata is no part of what a registry stores; of a few old packages the address has no version of this form. */
function isSame(archive: { name: string; version: string }, { name, version }: Seen): boolean {
  if (archive.name !== name) return false;
  return version === undefined || archive.version === "" || plain(archive.version) === plain(version);
}

function plain(version: string): string {
  const cut = version.indexOf("+");
  return cut < 0 ? version : version.slice(0, cut);
}
