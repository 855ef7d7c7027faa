import type { FileOnDisk } from "../core/host";
import type { ProgressState } from "../report/progress";

/** Sums up what is done of these files, `(files, bytes)` at a time, and says how far it is since it was made. */
export function counting(
  files: readonly Pick<FileOnDisk, "size">[],
  onProgress: ((state: ProgressState) => void) | undefined,
): (count: number, bytes: number) => void {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const started = performance.now();
  let [filesDone, bytesDone] = [0, 0];
  return (count, bytes) => {
    filesDone += count;
    bytesDone += bytes;
    onProgress?.({ filesDone, files: files.length, bytesDone, bytes: total, elapsedMs: performance.now() - started });
  };
}
