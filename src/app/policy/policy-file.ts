import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ConfigurationError } from "../../core/host";
import type { Policy } from "../../core/policy";
import { openWorkspace } from "../../host/workspace";
import { InvalidPolicy } from "../../policy/document";
import { POLICY_FILE } from "../../policy/file";
import { readPolicy } from "../read-policy";

/** Beyond this a file is refused unread: of policies, their tests and reports, in this order of sizes. Bytes. CWE-770. */
export const MAX_POLICY_BYTES = 4 * 1024 ** 2;
export const MAX_REPORT_BYTES = 256 * 1024 ** 2;

/** The policy file that is meant: the one that was named, else the one at the root of the repository around the working directory. */
export function policyPath(named: string | undefined): string {
  return named ?? join(openWorkspace(".", process.env).root, POLICY_FILE);
}

/** A path for people: from the working directory, where it is below. */
export function shownPath(path: string): string {
  const short = relative(".", path);
  return short === "" || short.startsWith("..") ? path : short;
}

/** A file's text, `undefined` where there is none. Throws `ConfigurationError` for what is no file, too large, or cannot be read. */
export function textOf(path: string, maxBytes: number): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (!found.isFile()) throw new ConfigurationError(`${path} is no file`);
    if (found.size > maxBytes) throw new ConfigurationError(`${path} has more than ${maxBytes} bytes`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/**
 * Reads a policy as it would be with the entry that `command` adds to a file that was valid. Throws `ConfigurationError` that speaks of
 * the command's values: the entry has no line in the file yet.
 */
export async function readEdited(text: string, path: string, command: string): Promise<Policy> {
  try {
    return await readPolicy(text, path);
  } catch (error) {
    if (!(error instanceof InvalidPolicy)) throw error;
    throw new ConfigurationError(`${command}: ${error.problems.map(({ message }) => message).join("; ")}`);
  }
}

/** Writes a policy; `create` refuses where something has the name by now. Throws `ConfigurationError`. */
export function writePolicy(path: string, text: string, mode: "create" | "replace"): void {
  try {
    writeFileSync(path, text, { flag: mode === "create" ? "wx" : "w" });
  } catch (error) {
    throw new ConfigurationError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
