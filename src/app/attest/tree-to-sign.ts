import { basename, join, posix } from "node:path";
import type { ModelDirectory as ModelContent } from "../../attest/oms-manifest";
import { SigningError } from "../../core/attestation";
import type { FileOnDisk } from "../../core/host";
import { GIT_PATHS, isLeftOut, MODEL_SIGNATURE } from "../../core/model-manifest";
import type { Inventory } from "../../core/inventory";
import type { Policy } from "../../core/policy";
import type { ScannedFile } from "../../gate";
import { directoryContent } from "../../host/directory-content";
import { digestOf } from "../../host/tree-content";
import type { TreeFile } from "../../inventory";
import type { ModelDirectory } from "./signable";

export interface ScannedTree {
  /** The workspace, absolute. */
  readonly root: string;
  readonly inventory: Inventory;
  /** What the scan of this run said of each file that is here. */
  readonly scanned: readonly ScannedFile[];
  /** The same files, where they are, and what is known of them. */
  readonly places: readonly FileOnDisk[];
  readonly files: readonly TreeFile[];
  readonly policy: Policy;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** What git does not know, or the policy ignores, nobody looked at; and who verifies the directory finds it there. */
function refuseUnseen(directory: string, seen: ReadonlySet<string>, onDisk: readonly FileOnDisk[]): void {
  const ignored = [...GIT_PATHS, MODEL_SIGNATURE];
  const unseen = onDisk.find(({ path }) => !seen.has(path) && !isLeftOut(path, ignored));
  if (unseen !== undefined)
    throw new SigningError(
      "refused",
      `The manifest of ${directory} was not signed: ${unseen.path} is there too, and was not looked at: git or the policy ignores it. Remove it, or let it be looked at.`,
    );
}

/** The whole tree as this run scanned it: the only thing that may be signed. */
export class TreeToSign {
  private readonly digests = new Map<string, string>();
  private readonly places: ReadonlyMap<string, FileOnDisk["absolute"]>;

  constructor(readonly tree: ScannedTree) {
    this.places = new Map(tree.places.map(({ path, absolute }) => [path, absolute]));
    for (const { path, sha256, digestFrom } of tree.files)
      if (sha256 !== undefined && digestFrom === undefined) this.digests.set(path, sha256);
  }

  /** Every file of the tree, whether its content is here or not. */
  paths(): string[] {
    return [...new Set([...this.places.keys(), ...this.tree.inventory.missing.map(({ path }) => path)])];
  }

  /** A directory's files with their digests, and the links in it. Throws `SigningError` for what cannot be read. */
  content({ path: directory, files }: ModelDirectory): ModelContent {
    const { root } = this.tree;
    const below = (path: string) => (directory === "." ? path : path.slice(directory.length + 1));
    const onDisk = directoryContent(join(root, directory));
    refuseUnseen(directory, new Set(files.map(below)), onDisk.files);
    return {
      name: directory === "." ? basename(root) : posix.basename(directory),
      files: files.map((path) => ({ path: below(path), sha256: this.digest(path) })),
      links: onDisk.links,
    };
  }

  private digest(path: string): string {
    const absolute = this.places.get(path);
    const sha256 = this.digests.get(path) ?? (absolute === undefined ? undefined : digestOf(absolute));
    if (sha256 === undefined)
      throw new SigningError("refused", `${path} cannot be read, so nothing is signed of its model.`);
    this.digests.set(path, sha256);
    return sha256;
  }
}
