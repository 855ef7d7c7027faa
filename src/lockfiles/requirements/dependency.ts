import type { Location } from "../../core/location";
import type { LockedPackage } from "../../core/package-facts";
import { parseRequirement } from "../pep508";
import { looksLikePath, readAddress, schemeOf } from "../python-address";
import { packageAt, packageOf, type Around } from "../python-package";

/**
 * What one requirement of a file asks for: a PEP 508 dependency, an address, or a path. Undefined where pip would refuse it.
 * `editable`: it stood behind `-e`, where a word alone is a folder.
 */
export function readDependency(
  text: string,
  editable: boolean,
  at: Location,
  around: Around,
): LockedPackage | undefined {
  const scheme = schemeOf(text);
  if (scheme !== undefined) {
    const address = (text.split(/\s;|;\s/, 1)[0] ?? "").trim();
    return packageAt(readAddress(address), at, around);
  }
  const body = text.split(";", 1)[0]!.trim();
  const path = !body.includes("@") && (editable || looksLikePath(body));
  if (path) return packageAtPath(body, at, around);
  const requirement = parseRequirement(text);
  if (requirement !== undefined) return packageOf(requirement, at, around);
  return looksLikePath(body) ? packageAtPath(body, at, around) : undefined;
}

/** A folder or an archive: extras taken off, and no words of prose. */
function packageAtPath(path: string, at: Location, around: Around): LockedPackage | undefined {
  const bare = path.replace(/\[[^[\]]*\]$/, "");
  if (bare === "" || (/\s/.test(bare) && !/^[./~]/.test(bare))) return undefined;
  return packageAt(readAddress(bare), at, around);
}
