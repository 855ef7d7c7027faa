import type { LockEntry, LockfileSyntax } from "../core/lockfile";
import type { LockedPackage } from "../core/package-facts";
import { condaPackage, parseCondaSpec, parseCondaUrl } from "./conda-spec";
import { parseRequirement } from "./pep508";
import { packageOf } from "./python-package";

/** Characters of one line. CWE-400. */
const MAX_LINE = 10_000;
/** Lines that cannot be read that are told one by one. CWE-770. */
const MAX_PROBLEMS = 20;
/** Packages of one file; the largest environments have a thousand. CWE-770. */
const MAX_LINES = 100_000;
/** What `conda list --explicit` writes, and what `conda list --export` has at its top. */
const MARKER = /^(?:@EXPLICIT[ \t]*$|# *\$ conda create --name <env> --file)/m;

/** Lists of conda packages without a solver (https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html). */
export const condaExplicit: LockfileSyntax = {
  id: "conda-explicit",
  title: "conda explicit list",
  claims: (path) => /\.(?:lock|txt)$/i.test(path.slice(-20)),
  sniff: (head) => MARKER.test(head),
  *parse(text, { path }): Generator<LockEntry> {
    let [line, problems, packages] = [0, 0, 0];
    for (let start = 0, end: number; start < text.length; start = end + 1) {
      end = text.indexOf("\n", start);
      if (end < 0) end = text.length;
      const at = { path, inside: [], line: ++line };
      const said = end - start > MAX_LINE ? undefined : text.slice(start, end).trim();
      if (said !== undefined && isRemark(said)) continue;
      if (++packages > MAX_LINES) {
        yield { kind: "unreadable", at, reason: "limit", detail: `it has more than ${MAX_LINES} packages` };
        return;
      }
      const pkg = said === undefined ? undefined : readLine(said, at);
      if (pkg !== undefined) yield { kind: "package", pkg };
      else if (++problems <= MAX_PROBLEMS)
        yield { kind: "unreadable", at, reason: "malformed", detail: "the line names no package of conda" };
    }
    if (problems > MAX_PROBLEMS) {
      const detail = `${problems} lines name no package of conda`;
      yield { kind: "unreadable", at: { path, inside: [] }, reason: "malformed", detail };
    }
  },
};

function isRemark(line: string): boolean {
  return line === "" || line === "@EXPLICIT" || (line.startsWith("#") && !line.startsWith("# pip "));
}

function readLine(line: string, at: LockedPackage["at"]): LockedPackage | undefined {
  // conda-lock writes packages of PyPI into comments, which only it and micromamba install.
  if (line.startsWith("# pip ")) {
    const { requirement, hashes } = splitHashes(line.slice("# pip ".length));
    const read = parseRequirement(requirement);
    return read === undefined ? undefined : packageOf(read, at, hashes.length === 0 ? {} : { hashes });
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(line) || line.startsWith("/")) {
    const spec = parseCondaUrl(line);
    return spec === undefined ? undefined : condaPackage(spec, at, undefined);
  }
  const spec = parseCondaSpec(line);
  if (spec === undefined) return undefined;
  // `conda list --export` names what pip has installed in the same form.
  if (spec.build?.startsWith("pypi_") === true && spec.version !== undefined)
    return packageOf({ name: spec.name, extras: [], specifier: `==${spec.version}` }, at);
  return condaPackage(spec, at, undefined);
}

function splitHashes(text: string): { requirement: string; hashes: string[] } {
  const [requirement = "", ...options] = text.split(/\s--hash[= ]/);
  return { requirement, hashes: options.map((each) => each.trim()) };
}
