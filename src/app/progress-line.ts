import { renderProgress, type ProgressState } from "../report/progress";

/** Milliseconds between two drawings of the line, and before the first: short runs show none. */
const REDRAW_MS = 100;
const FIRST_MS = 700;
/** Milliseconds in which nothing moved, after which it is said who is waited for; and between two looks whether that is so. */
const WAIT_MS = 2000;
const LOOK_MS = 500;
/** Columns where the terminal does not say how many it has. */
const USUAL_COLUMNS = 80;

/** One line on a terminal's stderr that is drawn over itself. */
export interface ProgressLine {
  readonly draw: (state: ProgressState) => void;
  /** A server is asked (a host as in an address, so plain ASCII); to be called when it has answered. */
  readonly asking: (server: string) => () => void;
  /** Wipes it: before anything else is written. */
  readonly done: () => void;
}

const NO_LINE: ProgressLine = { draw: () => undefined, asking: () => () => undefined, done: () => undefined };

/** A progress line on a terminal's stderr, or nothing elsewhere. */
export function progressLine(quiet: boolean): ProgressLine {
  return quiet || !process.stderr.isTTY ? NO_LINE : new DrawnLine();
}

class DrawnLine implements ProgressLine {
  /** The run's time at the last drawing of progress: a second scan of the same run counts from its own start. */
  private drawn = 0;
  private shown = false;
  /** When something moved last. */
  private moved = performance.now();
  private readonly asked: string[] = [];
  private look: NodeJS.Timeout | undefined;

  readonly draw = (state: ProgressState): void => {
    this.moved = performance.now();
    if (state.elapsedMs < FIRST_MS || Math.abs(state.elapsedMs - this.drawn) < REDRAW_MS) return;
    this.drawn = state.elapsedMs;
    this.show(renderProgress(state, columns()));
  };

  readonly asking = (server: string): (() => void) => {
    // Many short questions in a row are one wait; what was done before them is none.
    if (this.look === undefined) this.moved = performance.now();
    this.look ??= setInterval(() => this.sayWhoIsAsked(), LOOK_MS).unref();
    this.asked.push(server);
    return () => {
      const at = this.asked.indexOf(server);
      if (at >= 0) this.asked.splice(at, 1);
    };
  };

  readonly done = (): void => {
    clearInterval(this.look);
    this.look = undefined;
    if (this.shown) process.stderr.write("\r\u001b[K");
    this.shown = false;
  };

  private sayWhoIsAsked(): void {
    const [server] = this.asked;
    const waited = performance.now() - this.moved;
    if (server === undefined || waited < WAIT_MS) return;
    this.show(`Waiting for ${server}, ${Math.floor(waited / 1000)} s`.slice(0, columns() - 1));
  }

  private show(text: string): void {
    this.shown = true;
    process.stderr.write(`\r${text}\u001b[K`);
  }
}

/** A terminal that does not know its size says 0. */
function columns(): number {
  return process.stderr.columns || USUAL_COLUMNS;
}
