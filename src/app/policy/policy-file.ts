import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ConfigurationError } from "../../core/host";
import { openWorkspace } from "../../host/workspace";
import { POLICY_FILE } from "../../policy/file";

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

/** Writes a policy; `create` refuses where something has the name by now. Throws `ConfigurationError`. */
export function writePolicy(path: string, text: string, mode: "create" | "replace"): void {
  try {
    writeFileSync(path, text, { flag: mode === "create" ? "wx" : "w" });
  } catch (error) {
    throw new ConfigurationError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
