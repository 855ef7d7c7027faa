import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigurationError } from "../core/host";

/** Whether what `--output` names is a file; absent and `-` are standard output. */
export function isToFile(output: string | undefined): output is string {
  return output !== undefined && output !== "-";
}

/** Writes a command's result to a file or to standard output. Throws `ConfigurationError` where it cannot. */
export function emit(text: string, output: string | undefined): void {
  if (!isToFile(output)) {
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
  if (!isToFile(output)) return;
  if (!existsSync(dirname(output))) throw new ConfigurationError(`output: there is no directory ${dirname(output)}`);
}

/**
 * Colours only where a person looks and did not refuse them: `--no-color`, `NO_COLOR` (https://no-color.org) and `TERM=dumb` refuse, in
 * this order before what `FORCE_COLOR` (https://force-color.org) asks for where there is no terminal. Never in a file.
 */
export function wantsColour(noColor: boolean, output: string | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (noColor || NO_COLOR || isToFile(output)) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return process.stdout.isTTY === true && TERM !== "dumb";
}
