import { posix } from "node:path";
import { MAX_CARD_BYTES } from "../../core/card-reader";
import type { SelectedFile } from "../../core/host";
import type { ScannedFile } from "../../gate";
import { contentOf, digestOf } from "../../host/tree-content";
import { wantsText, type TreeFile } from "../../inventory";

/** Scans files; what is found in them is not wanted. */
export type Scan = (files: readonly SelectedFile[]) => Promise<readonly ScannedFile[]>;

export interface ReadOptions {
  readonly scan: Scan;
  /** What is scanned already. */
  readonly scanned: readonly ScannedFile[];
  /** Paths that `models.lock.yaml` records. */
  readonly recorded: ReadonlySet<string>;
  /** Files of the same tree that are read already. */
  readonly besides?: readonly TreeFile[];
}

export interface ReadFiles {
  readonly files: readonly TreeFile[];
  /** What the scan said of each. */
  readonly scanned: readonly ScannedFile[];
  /** Documents whose text was not read, and why. */
  readonly unread: readonly { readonly path: string; readonly detail: string }[];
}

/** Bytes of all documents together; ten thousand cards of real size have some 100 MB. CWE-770. */
const MAX_TEXTS = 256 * 1024 ** 2;

/**
 * Files as the inventory wants them: those that are scanned already, and the rest, which is scanned now. What stands beside
 * a model, or one directory below, may belong to it, whatever it is, and gets a digest too; so does what `models.lock.yaml` records.
 */
export async function readFiles(files: readonly SelectedFile[], options: ReadOptions): Promise<ReadFiles> {
  const { scan, scanned, recorded, besides = [] } = options;
  const known = new Map(scanned.map((file) => [file.path, file]));
  for (const file of await scan(files.filter(({ path }) => !known.has(path)))) known.set(file.path, file);
  const models = [...known.values(), ...besides].filter(({ format }) => format !== undefined);
  const places = new Set(models.map(({ path }) => posix.dirname(path)));
  const unread: { path: string; detail: string }[] = [];
  let left = MAX_TEXTS;
  const described = files.map((file) => {
    const { path, size } = file;
    // What is too large by itself is said where it would have been read.
    const small = wantsText(path) && size <= MAX_CARD_BYTES;
    const text = small && size <= left;
    if (text) left -= size;
    else if (small) unread.push({ path, detail: TOO_MUCH });
    const parent = posix.dirname(path);
    const digest = recorded.has(path) || places.has(parent) || places.has(posix.dirname(parent));
    return describe(file, known.get(path), { text, digest });
  });
  return { files: described, scanned: files.flatMap(({ path }) => known.get(path) ?? []), unread };
}

const TOO_MUCH = `not read: the documents before it have ${MAX_TEXTS} bytes together`;

/** A file that is no model is opened once, for both its text and its digest. */
function describe(
  { path, size, absolute }: SelectedFile,
  scanned: ScannedFile | undefined,
  wanted: { readonly text: boolean; readonly digest: boolean },
): TreeFile {
  const content = wanted.text ? contentOf(absolute) : undefined;
  const sha256 = scanned?.sha256 ?? (wanted.digest ? (content?.sha256() ?? digestOf(absolute)) : undefined);
  return {
    path,
    size,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(scanned?.format === undefined ? {} : { format: scanned.format }),
    ...(scanned?.card === undefined ? {} : { card: scanned.card }),
    ...(content === undefined ? {} : { text: content.text }),
  };
}
