import { byteSize, duration } from "./quantities";

/** How far a scan or a download is. Sizes are what is on disk. */
export interface ProgressState {
  readonly filesDone: number;
  readonly files: number;
  readonly bytesDone: number;
  /** Absent where not every file's size is known. */
  readonly bytes?: number;
  readonly elapsedMs: number;
}

/** Columns of the bar: at most, and below which it says nothing. */
const BAR = 24;
const SHORTEST_BAR = 8;
/** Before this much of the time and of the work is done, a rate says nothing of what is left. */
const RATE_AFTER_MS = 200;
const LEFT_AFTER_MS = 1000;
const LEFT_AFTER_SHARE = 0.02;

/**
 * One line for a terminal's stderr, without a line break: the entry draws it over itself and decides how
 * often. It names no file, so it has nothing to escape. It is shorter than `width` columns: a terminal goes back to the beginning of the
 * last line only, so a line that wraps would leave its first part behind at every drawing.
 */
export function renderProgress(state: ProgressState, width = Infinity): string {
  const { filesDone, files, bytesDone, bytes, elapsedMs } = state;
  const share = bytes ? bytesDone / bytes : files > 0 ? filesDone / files : 1;
  const part = Math.min(1, Math.max(0, share));
  const rate = elapsedMs < RATE_AFTER_MS ? "" : `, ${byteSize(Math.round((bytesDone * 1000) / elapsedMs))}/s`;
  const amount = bytes === undefined ? byteSize(bytesDone) : `${byteSize(bytesDone)} of ${byteSize(bytes)}`;
  const words = `${Math.floor(part * 100)}% ${filesDone}/${files} files, ${amount}${rate}${left(part, elapsedMs)}`;
  const room = Math.min(BAR, width - words.length - "[] ".length - 1);
  if (room < SHORTEST_BAR) return words.slice(0, Math.max(0, width - 1));
  const full = Math.round(part * room);
  return `[${"#".repeat(full)}${"-".repeat(room - full)}] ${words}`;
}

/** The time that is left at the rate so far, in whole seconds: a number that flickers is read by nobody. */
function left(part: number, elapsedMs: number): string {
  if (elapsedMs < LEFT_AFTER_MS || part < LEFT_AFTER_SHARE || part >= 1) return "";
  const seconds = Math.ceil((elapsedMs * (1 - part)) / part / 1000);
  return `, ${seconds < 60 ? `${seconds} s` : duration(seconds * 1000)} left`;
}
