import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigurationError } from "../core/host";
import { renderProgress, type ProgressState } from "../report/progress";

/** Writes a command's result to a file or to standard output. Throws `ConfigurationError` where it cannot. */
export function emit(text: string, output: string | undefined): void {
  if (output === undefined || output === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    throw new ConfigurationError(`output: ${output} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Fails before a long scan, not after it, where its result could not be written. */
export function checkOutput(output: string | undefined): void {
  if (output === undefined || output === "-") return;
  if (!existsSync(dirname(output))) throw new ConfigurationError(`output: there is no directory ${dirname(output)}`);
}

/** Milliseconds between two drawings of the progress line, and before the first: short runs show none. */
const REDRAW_MS = 100;
const FIRST_MS = 700;

/** A progress line on a terminal's stderr, or nothing elsewhere. `done` wipes it. */
export function progressLine(quiet: boolean): { draw: (state: ProgressState) => void; done: () => void } {
  if (quiet || !process.stderr.isTTY) return { draw: () => undefined, done: () => undefined };
  let drawn = 0;
  return {
    draw(state) {
      // A second scan of the same run counts from its own start.
      if (state.elapsedMs < FIRST_MS || Math.abs(state.elapsedMs - drawn) < REDRAW_MS) return;
      drawn = state.elapsedMs;
      process.stderr.write(`\r${renderProgress(state)}\u001b[K`);
    },
    done() {
      if (drawn > 0) process.stderr.write("\r\u001b[K");
    },
  };
}

/**
 * Colours only where a person looks and did not refuse them: `--no-color`, `NO_COLOR` (https://no-color.org) and `TERM=dumb` refuse, in
 * this order before what `FORCE_COLOR` (https://force-color.org) asks for where there is no terminal. Never in a file.
 */
export function wantsColour(noColor: boolean, output: string | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (noColor || NO_COLOR || (output !== undefined && output !== "-")) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return process.stdout.isTTY === true && TERM !== "dumb";
}
