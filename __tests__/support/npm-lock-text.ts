import type { LockedPackage } from "../../src/core/package-facts";

/** A digest as locks of npm's world write it. */
export const INTEGRITY = `sha512-${Buffer.alloc(64, 0xab).toString("base64")}`;
export const SHA512 = `sha512:${"ab".repeat(64)}`;

/** What counts of packages, each in one line: `name@version:line direct [group] < path {source} = wanted`. */
export function inWords(packages: readonly LockedPackage[]): string[] {
  return packages.map(({ name, version, unlocked, at, direct, via, group, source, wanted, ecosystem }) =>
    [
      `${name}@${version ?? `?${unlocked ?? ""}`}:${at.line}`,
      ecosystem === undefined ? "no ecosystem" : "",
      direct === undefined ? "direct?" : direct ? "direct" : "",
      group === undefined ? "" : `[${group}]`,
      via === undefined || via.length === 0 ? "" : `< ${via.join(" > ")}`,
      source === undefined ? "" : `{${source.kind} ${source.where}}`,
      wanted === undefined ? "" : `= ${wanted}`,
    ]
      .filter(Boolean)
      .join(" "),
  );
}
