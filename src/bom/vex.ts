import { Vulnerability as Enums } from "@cyclonedx/cyclonedx-library/Enums";
import {
  Bom,
  BomLinkElement,
  Metadata,
  PropertyRepository,
  Tools,
  Vulnerability,
} from "@cyclonedx/cyclonedx-library/Models";
import { ComponentRepository } from "@cyclonedx/cyclonedx-library/Models";
import type { Waived } from "../core/finding";
import type { AdvisoryGroup, LockedPackage } from "../core/package-facts";
import { addressOf } from "./address";
import { byCodePoint } from "../core/order";
import { distinct, oneLine, prose } from "./clean";
import { packageRef } from "./packages";
import { asModels, propertiesOf } from "./properties";
import { References, refOf } from "./refs";
import { timeOf } from "./serial";
import { ratingsOf } from "./vex-ratings";
import { analysisOf } from "./vex-analysis";
import { toolComponent, write, type BomTool, type SpecVersion } from "./write";

/** A flaw of a package, and what the policy says of it. */
export interface VexEntry {
  readonly pkg: LockedPackage;
  readonly flaw: AdvisoryGroup;
  readonly waived?: Waived;
}

export interface VexOptions {
  readonly specVersion: SpecVersion;
  readonly tool: BomTool;
  /** `urn:uuid:…` of the bill of materials that has the packages. */
  readonly bom: string;
  /** RFC 3339, as in the bill of materials. */
  readonly time?: string;
}

/**
 * A VEX document (https://cyclonedx.org/capabilities/vex/): what the audit found in the packages of a bill of materials,
 * linked by BOM-Link, so that the bill stays the same when an advisory appears. `packageRef` names a package in both.
 */
export function toVex(entries: readonly VexEntry[], options: VexOptions): string {
  const same = new Map<string, VexEntry[]>();
  for (const entry of asComponents(entries)) {
    // Packages of which the same is known share an entry.
    const key = JSON.stringify([entry.flaw.key, entry.flaw.id, entry.waived ?? null, entry.flaw.unreadable ?? null]);
    const group = same.get(key);
    if (group === undefined) same.set(key, [entry]);
    else group.push(entry);
  }
  const references = new References();
  const tool = toolComponent(options.tool, references.claim(refOf("tool", options.tool.name)));
  const serial = options.bom.replace(/^urn:uuid:/, "");
  const flaws = [...same.keys()].sort(byCodePoint).map((key) => vulnerabilityOf(same.get(key)!, serial, references));
  const timestamp = timeOf(options.time);
  const bom = new Bom({ vulnerabilities: new Vulnerability.VulnerabilityRepository(flaws) });
  bom.metadata = new Metadata({
    ...(timestamp === undefined ? {} : { timestamp }),
    tools: new Tools({ components: new ComponentRepository([tool]) }),
    properties: new PropertyRepository(asModels(propertiesOf([["bom", options.bom]]))),
  });
  return write(bom, options.specVersion);
}

/**
 * The bill has a package once, however many lockfiles have it: where they are not waived alike, it is not waived, for readers
 * drop a component of which anything says that it is not affected.
 */
function asComponents(entries: readonly VexEntry[]): VexEntry[] {
  const keyOf = ({ pkg, flaw }: VexEntry) => JSON.stringify([flaw.key, packageRef(pkg)]);
  const said = new Map<string, Set<string>>();
  for (const entry of entries) {
    const key = keyOf(entry);
    said.set(key, (said.get(key) ?? new Set()).add(JSON.stringify(entry.waived ?? null)));
  }
  return entries.map((entry) => (said.get(keyOf(entry))!.size === 1 ? entry : { pkg: entry.pkg, flaw: entry.flaw }));
}

function vulnerabilityOf(
  same: readonly VexEntry[],
  serial: string,
  references: References,
): Vulnerability.Vulnerability {
  const { flaw, waived } = same[0]!;
  const url = addressOf(flaw.url);
  const source = new Vulnerability.Source({ name: "OSV", ...(url === undefined ? {} : { url }) });
  const summary = prose(flaw.summary);
  const advice = distinct(
    same.map(({ pkg }) => (flaw.fixed === undefined ? "" : `Update ${oneLine(pkg.name)} to ${oneLine(flaw.fixed)}.`)),
  );
  return new Vulnerability.Vulnerability({
    bomRef: references.claim(refOf("vulnerability", flaw.id)),
    id: oneLine(flaw.id),
    source,
    ...(summary === "" ? {} : { description: summary }),
    ...(advice.length === 0 ? {} : { recommendation: advice.join("\n") }),
    references: new Vulnerability.ReferenceRepository(
      otherIds(flaw).map((id) => new Vulnerability.Reference(id, sourceOf(id))),
    ),
    ratings: new Vulnerability.RatingRepository(
      ratingsOf(
        flaw,
        same.map(({ pkg }) => pkg.name),
      ),
    ),
    advisories: new Vulnerability.AdvisoryRepository(
      advisoriesOf(flaw).map((each) => new Vulnerability.Advisory(each)),
    ),
    analysis: analysisOf(flaw, waived),
    affects: new Vulnerability.AffectRepository(affectsOf(same, serial)),
    properties: new PropertyRepository(
      asModels(
        propertiesOf([
          ["malicious", flaw.malicious ? "true" : undefined],
          ["known-exploited", flaw.exploited],
          ["epss", flaw.epss],
        ]),
      ),
    ),
  });
}

function otherIds(flaw: AdvisoryGroup): string[] {
  return distinct(flaw.ids.map((id) => oneLine(id))).filter((id) => id !== oneLine(flaw.id));
}

/** Each identifier at OSV, which knows them all. */
function sourceOf(id: string): Vulnerability.Source {
  return new Vulnerability.Source({ name: "OSV", url: `https://osv.dev/vulnerability/${encodeURIComponent(id)}` });
}

function advisoriesOf(flaw: AdvisoryGroup): string[] {
  const all = [flaw.url, ...flaw.advisories.flatMap(({ references }) => references)];
  return distinct(all.map((each) => addressOf(each) ?? ""));
}

/** Each package once, with its versions. A package that nothing locks has none: whether it is affected is not known. */
function affectsOf(same: readonly VexEntry[], serial: string): Vulnerability.Affect[] {
  const versions = new Map<string, Set<string>>();
  for (const { pkg } of same) {
    const ref = packageRef(pkg);
    const known = versions.get(ref) ?? new Set();
    if (pkg.version !== undefined && pkg.version !== "") known.add(oneLine(pkg.version));
    versions.set(ref, known);
  }
  const status = same[0]!.flaw.unreadable === undefined ? Enums.AffectStatus.Affected : Enums.AffectStatus.Unknown;
  return [...versions.keys()].sort(byCodePoint).map((ref) => {
    const link = new BomLinkElement(`urn:cdx:${serial}/1#${encodeURIComponent(ref)}`);
    const single = distinct([...versions.get(ref)!]).map(
      (version) => new Vulnerability.AffectedSingleVersion(version, { status }),
    );
    return new Vulnerability.Affect(link, { versions: new Vulnerability.AffectedVersionRepository(single) });
  });
}
