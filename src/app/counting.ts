import type { FileOnDisk } from "../core/host";
import type { ProgressState } from "../report/progress";

/** Hears how far the reading of files is. Whoever reads may tell it the same again, or of a file that nobody counts. */
export interface Progress {
  /** So many bytes of the file are done, from its beginning. */
  read(path: string, bytes: number): void;
  /** Nothing more is done with the file, however much of it was read. */
  done(path: string): void;
}

export const NO_PROGRESS: Progress = { read: () => undefined, done: () => undefined };

export type OnProgress = (state: ProgressState) => void;

/** What is counted: what it has on disk, whatever an archive expands to; absent where a source does not say. */
export type Counted = Pick<FileOnDisk, "path"> & { readonly size?: number | undefined };

/** Milliseconds between two reports of what is read of a file: drawing more often is no easier to read. */
const REPORT_MS = 100;

/** Says whether the time for a report has come: the first `REPORT_MS` after it was made, so that short work has none. */
export function pace(now: () => number): () => boolean {
  let last = now();
  return () => {
    const time = now();
    if (time - last < REPORT_MS) return false;
    last = time;
    return true;
  };
}

/**
 * Sums up what is done of these files, and says how far it is since it was made. No file counts for more than its size, nor for less than
 * before: a file that is read twice, or grows, moves nothing. `now` in milliseconds.
 */
export function counting(
  files: readonly Counted[],
  onProgress: OnProgress | undefined,
  now: () => number = () => performance.now(),
): Progress {
  if (onProgress === undefined) return NO_PROGRESS;
  const started = now();
  const due = pace(now);
  const open = new Map(files.map(({ path, size }) => [path, { size, bytes: 0 }]));
  const total = files.some(({ size }) => size === undefined)
    ? undefined
    : files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  let [filesDone, bytesDone] = [0, 0];
  const reach = (file: { readonly size: number | undefined; bytes: number }, bytes: number) => {
    const more = Math.min(bytes, file.size ?? bytes) - file.bytes;
    if (!(more > 0)) return false;
    file.bytes += more;
    bytesDone += more;
    return true;
  };
  const tell = () => {
    const known = total === undefined ? {} : { bytes: total };
    onProgress({ filesDone, files: files.length, bytesDone, ...known, elapsedMs: now() - started });
  };
  return {
    read(path, bytes) {
      const file = open.get(path);
      if (file !== undefined && reach(file, bytes) && due()) tell();
    },
    done(path) {
      const file = open.get(path);
      if (file === undefined) return;
      open.delete(path);
      reach(file, file.size ?? file.bytes);
      filesDone++;
      tell();
    },
  };
}
