import { realpathSync, statSync } from "node:fs";
import { ConfigurationError } from "../../core/host";
import { PendingFile } from "../../host/model-files";
import { emit, isToFile } from "../output";

/**
 * Writes a text so that its file is never there in part: what is broken off leaves the file as it was. To standard output, a pipe or a
 * device it goes as it is. Throws `ConfigurationError`.
 */
export function writeWhole(text: string, output: string | undefined): void {
  const there = isToFile(output) ? statSync(output, { throwIfNoEntry: false }) : undefined;
  if (!isToFile(output) || there?.isFile() === false) return emit(text, output);
  let file: PendingFile | undefined;
  try {
    // A link stays one, and what it leads to is replaced.
    const path = there === undefined ? output : realpathSync(output);
    file = new PendingFile(`${path}.part-${process.pid}`, () => path);
    file.write(Buffer.from(text));
    file.commit();
  } catch (error) {
    file?.abort();
    throw new ConfigurationError(`output: ${output} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
