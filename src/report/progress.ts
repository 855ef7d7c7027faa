import { byteSize, duration } from "./quantities";

/** How far a scan is. Sizes are what is on disk. */
export interface ProgressState {
  readonly filesDone: number;
  readonly files: number;
  readonly bytesDone: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

const BAR = 24;
/** Before this much of the time and of the work is done, a rate says nothing of what is left. */
const RATE_AFTER_MS = 200;
const LEFT_AFTER_MS = 1000;
const LEFT_AFTER_SHARE = 0.02;

/**
 * One line for a terminal's stderr, without a line break: the entry draws it over itself and decides how
 * often. It names no file, so it has nothing to escape.
 */
export function renderProgress({ filesDone, files, bytesDone, bytes, elapsedMs }: ProgressState): string {
  const share = bytes > 0 ? bytesDone / bytes : files > 0 ? filesDone / files : 1;
  const part = Math.min(1, Math.max(0, share));
  const full = Math.round(part * BAR);
  const rate = elapsedMs < RATE_AFTER_MS ? "" : `, ${byteSize(Math.round((bytesDone * 1000) / elapsedMs))}/s`;
  return (
    `[${"#".repeat(full)}${"-".repeat(BAR - full)}] ${Math.floor(part * 100)}% ` +
    `${filesDone}/${files} files, ${byteSize(bytesDone)} of ${byteSize(bytes)}${rate}${left(part, elapsedMs)}`
  );
}

/** The time that is left at the rate so far, in whole seconds: a number that flickers is read by nobody. */
function left(part: number, elapsedMs: number): string {
  if (elapsedMs < LEFT_AFTER_MS || part < LEFT_AFTER_SHARE || part >= 1) return "";
  const seconds = Math.ceil((elapsedMs * (1 - part)) / part / 1000);
  return `, ${seconds < 60 ? `${seconds} s` : duration(seconds * 1000)} left`;
}
