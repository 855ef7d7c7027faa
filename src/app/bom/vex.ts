import { PROJECT } from "../../core/project";
import type { Finding, PackageFlaw, Waived } from "../../core/finding";
import type { PackageFacts } from "../../core/package-facts";
import { toVex } from "../../bom";
import type { BomRequest } from "./request";

/**
 * What the audit found in the packages of a bill of materials, and what the policy says of it: a VEX document that names
 * the bill. `bom`: the text of the bill.
 */
export function renderVex(
  bom: string,
  flawed: readonly PackageFacts[],
  findings: readonly Finding[],
  version: BomRequest["version"],
): string {
  const { serialNumber, metadata } = JSON.parse(bom) as { serialNumber: string; metadata?: { timestamp?: string } };
  const waived = new Map<string, Waived>();
  for (const { vulnerability, location, waived: by } of findings)
    if (vulnerability !== undefined && by !== undefined) waived.set(keyOf(vulnerability, location.path), by);
  const entries = flawed.flatMap(({ pkg, flaws }) =>
    flaws.map((flaw) => {
      const by = waived.get(keyOf({ purl: pkg.purl, advisory: flaw.id }, pkg.at.path));
      return { pkg, flaw, ...(by === undefined ? {} : { waived: by }) };
    }),
  );
  return toVex(entries, {
    specVersion: version,
    tool: { name: PROJECT.name, version: PROJECT.version, homepage: PROJECT.homepage },
    bom: serialNumber,
    ...(metadata?.timestamp === undefined ? {} : { time: metadata.timestamp }),
  });
}

/** A waiver may be for one lockfile, and the same package stand in another. */
function keyOf({ purl, advisory }: PackageFlaw, path: string): string {
  return `${purl}\0${advisory}\0${path}`;
}
