import { byteSize } from "./quantities";

/** How far a scan is. Sizes are what is on disk. */
export interface ProgressState {
  readonly filesDone: number;
  readonly files: number;
  readonly bytesDone: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

const BAR = 24;

/**
 * One line for a terminal's stderr, without a line break: the entry draws it over itself and decides how
 * often. It names no file, so it has nothing to escape.
 */
export function renderProgress({ filesDone, files, bytesDone, bytes, elapsedMs }: ProgressState): string {
  const share = bytes > 0 ? bytesDone / bytes : files > 0 ? filesDone / files : 1;
  const part = Math.min(1, Math.max(0, share));
  const full = Math.round(part * BAR);
  const rate = elapsedMs < 200 ? "" : `, ${byteSize(Math.round((bytesDone * 1000) / elapsedMs))}/s`;
  return (
    `[${"#".repeat(full)}${"-".repeat(BAR - full)}] ${Math.floor(part * 100)}% ` +
    `${filesDone}/${files} files, ${byteSize(bytesDone)} of ${byteSize(bytes)}${rate}`
  );
}
