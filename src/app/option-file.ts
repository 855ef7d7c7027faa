import { lstatSync, readFileSync, statSync } from "node:fs";
import { ConfigurationError } from "../core/host";
import { pipeText } from "./pipe-text";

/** Bytes of a key, certificate or trusted root. CWE-400. */
const MAX_FILE_BYTES = 4 * 1024 ** 2;

/** What is wrong with a path, where the code says no more than that. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a directory",
  EACCES: "it may not be read by this user",
  EPERM: "it may not be read by this user",
};

/** The text of a file, or of a pipe that ends, that an option names. Throws `ConfigurationError`. */
export function textOf(option: string, path: string, mostBytes = MAX_FILE_BYTES): string {
  try {
    const stats = statSync(path);
    if (stats.isFIFO()) return pipeText(path, mostBytes);
    // A device has no size and may have no end.
    if (!stats.isFile() && !stats.isDirectory()) throw new Error("it is no regular file and no pipe");
    const { size } = stats;
    if (size > mostBytes) throw new Error(`it has ${size} bytes, more than ${mostBytes}`);
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(`${option}: ${path} cannot be read: ${WORDS[code ?? ""] ?? message}`);
  }
}

/** Throws `ConfigurationError` where a command's operand is no directory. */
export function requireDirectory(command: string, path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return;
  const link = stats === undefined && lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const what = link ? "is a link to nothing" : stats === undefined ? "is not there" : "is no directory";
  throw new ConfigurationError(`${command}: ${path} ${what}. Name the directory that the model's files are in`);
}
