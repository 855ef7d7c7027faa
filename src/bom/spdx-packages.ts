import type { Reference, Said, Source } from "../core/card-facts";
import type {
  Inventory,
  InventoryDataset,
  InventoryFile,
  InventoryModel,
  InventorySubject,
  ModelOrigin,
} from "../core/inventory";
import { hubRepository } from "../core/hub-name";
import type { LockedPackage } from "../core/package-facts";
import { addressOf } from "./address";
import { MAX_LIST_LENGTH, oneLine, prose } from "./clean";
import { packageHashes } from "./hashes";
import type { Image } from "./images";
import { packagePurl } from "./packages";
import { publicPath } from "./public-path";
import { isCommit } from "../core/commit";
import { fixedVersion, githubPurl, huggingFacePurl, ociPurl, originAddress, originPurl, pageOf } from "./purls";
import { servedPage, servedPurl, type ServedModel } from "./served";
import { spdxRef } from "./spdx-ids";
import type { ExtractedLicenses } from "./spdx-licenses";
import { ROOT_ID, type SpdxChecksum, type SpdxExternalRef, type SpdxPackage } from "./spdx-types";

/** What is the same for every package: nobody here concludes a licence or has read who has the copyright. */
const NOTHING_CONCLUDED = {
  filesAnalyzed: false,
  licenseConcluded: "NOASSERTION",
  copyrightText: "NOASSERTION",
} as const;

/** The repository, or the directory that was looked at. */
export function rootPackage({ name, url, commit, dirty }: InventorySubject): SpdxPackage {
  const address = url === undefined ? undefined : addressOf(url);
  const place = address === undefined ? undefined : location(`git+${address}${isCommit(commit) ? `@${commit}` : ""}`);
  return {
    SPDXID: ROOT_ID,
    name: nameOf(name),
    ...(isCommit(commit) ? { versionInfo: commit } : {}),
    downloadLocation: place ?? "NOASSERTION",
    ...NOTHING_CONCLUDED,
    licenseDeclared: "NOASSERTION",
    ...purls(dirty ? undefined : githubPurl(url, commit)),
    ...(dirty ? { comment: "Files differ from the commit." } : {}),
    primaryPackagePurpose: "SOURCE",
  };
}

/** A model, an adapter or a tokenizer: its files are packages of their own. */
export function modelPackage(model: InventoryModel, licenses: ExtractedLicenses): SpdxPackage {
  const { origin, version } = model;
  const fixed = version === undefined ? undefined : fixedVersion(oneLine(version.value));
  const description = model.facts.flatMap((fact) => (fact.kind === "description" ? [fact.value] : []))[0];
  const address = origin && originAddress(origin.value);
  return {
    SPDXID: spdxRef("Model", model.path),
    name: nameOf(model.name),
    ...(fixed === undefined ? {} : { versionInfo: fixed }),
    packageFileName: `./${oneLine(model.path)}`,
    downloadLocation: (address && location(address, origin.value.revision)) ?? "NOASSERTION",
    ...(origin === undefined ? {} : { sourceInfo: originWords(origin) }),
    ...NOTHING_CONCLUDED,
    licenseDeclared: licenses.declared(model.facts),
    ...(description === undefined ? {} : { description: prose(description) }),
    comment: prose(
      [`Kind: ${model.kind}.`, ...model.gaps.slice(0, MAX_LIST_LENGTH).map((gap) => `Not known: ${gap}`)].join("\n"),
    ),
    ...purls(origin && originPurl(origin.value)),
    primaryPackagePurpose: "OTHER",
  };
}

/** `models.lock.yaml:3: https://…, revision …, fetched …`, without credentials. */
function originWords({ value, at }: Said<ModelOrigin>): string {
  const { source, revision, fetched } = value;
  const address = addressOf(source) ?? (source.includes("@") ? "an address that has credentials" : source);
  const which = revision === undefined ? "" : `, revision ${revision}`;
  return oneLine(`${place(at)}: ${address}${which}, fetched ${fetched}`);
}

/** A model that another one was made from, or a dataset that a card names: known by name only. */
export function referencedPackage(kind: "Base" | "Dataset", reference: Reference): SpdxPackage {
  const { name, revision } = reference;
  const address = pageOf(kind === "Base" ? "model" : "dataset", reference);
  return {
    SPDXID: referenceId(kind, reference),
    name: nameOf(name),
    ...(isCommit(revision) ? { versionInfo: revision.toLowerCase() } : {}),
    downloadLocation: (address && location(address)) ?? "NOASSERTION",
    ...NOTHING_CONCLUDED,
    licenseDeclared: "NOASSERTION",
    ...(revision !== undefined && !isCommit(revision) ? { comment: `Named at revision ${oneLine(revision)}.` } : {}),
    ...(kind === "Base" ? purls(huggingFacePurl(reference)) : {}),
    primaryPackagePurpose: "OTHER",
  };
}

export function referenceId(kind: "Base" | "Dataset", { name, revision = "" }: Reference): string {
  return spdxRef(kind, revision === "" ? name : `${name}@${revision}`);
}

export function datasetPackage(dataset: InventoryDataset, licenses: ExtractedLicenses): SpdxPackage {
  const reference = dataset.reference ?? { name: dataset.name };
  return {
    ...referencedPackage("Dataset", reference),
    SPDXID: spdxRef("Data", dataset.id),
    name: nameOf(dataset.name),
    sourceInfo: `${place(dataset.at)} names it.`,
    licenseDeclared: licenses.declared(dataset.facts),
  };
}

/**
 * A file as a package whose purpose is a file (clause 7.24), because SPDX 2.3 wants the SHA-1 of what it calls a file
 * (clause 8.4): a digest that was not taken is not written.
 */
export function filePackage(file: InventoryFile): SpdxPackage {
  const { path, role, format, mime, size, sha256, sha512, digestFrom } = file;
  const known = sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256);
  const why = digestFrom === undefined ? "" : " The digest is what a Git LFS pointer says; the content was not read.";
  return {
    SPDXID: spdxRef("File", path),
    name: nameOf(path),
    packageFileName: `./${oneLine(path)}`,
    downloadLocation: "NOASSERTION",
    ...NOTHING_CONCLUDED,
    ...(known ? { checksums: [{ algorithm: "SHA256", checksumValue: sha256 }, ...sha512Of(sha512)] } : {}),
    licenseDeclared: "NOASSERTION",
    comment:
      oneLine(`${role}${format === undefined ? "" : `, ${format}`}, ${mime}, ${size} bytes.`) +
      why +
      (known ? "" : " The content is not here, so there is no digest."),
    primaryPackagePurpose: "FILE",
  };
}

function sha512Of(hex: string | undefined): SpdxChecksum[] {
  return hex !== undefined && /^[0-9a-f]{128}$/.test(hex) ? [{ algorithm: "SHA512", checksumValue: hex }] : [];
}

/** An image; `sha256` has digests of inventories by their path. */
export function containerPackage(
  { image, name, tag, digest, named, inventories }: Image,
  supplied: Inventory["supplied"] = [],
): SpdxPackage {
  const [first] = named;
  const lists = inventories.map((path) => {
    const sha256 = supplied.find((each) => each.path === path)?.sha256;
    return `Its packages are listed in ${oneLine(publicPath(path))}${sha256 === undefined ? "" : `, sha256 ${sha256}`}.`;
  });
  const words = first === undefined ? [] : [`${place(first.at)} names ${oneLine(image)} (${first.use}).`];
  return {
    SPDXID: spdxRef("Container", image),
    name: nameOf(name),
    ...((digest ?? tag) ? { versionInfo: oneLine(digest ?? tag ?? "") } : {}),
    downloadLocation: "NOASSERTION",
    sourceInfo: prose([...words, ...lists].join(" ")),
    ...NOTHING_CONCLUDED,
    licenseDeclared: "NOASSERTION",
    ...purls(ociPurl(name, digest)),
    primaryPackagePurpose: "CONTAINER",
  };
}

/** A model that manifests serve by its address. */
export function servedPackage(model: ServedModel): SpdxPackage {
  const { address, reference, places } = model;
  const { revision } = reference;
  const page = servedPage(model);
  return {
    SPDXID: spdxRef("Served", address),
    name: nameOf(address),
    ...(isCommit(revision) ? { versionInfo: revision.toLowerCase() } : {}),
    downloadLocation: (page && location(page)) ?? "NOASSERTION",
    sourceInfo: prose(`Served by ${places.map(place).join(", ")}.`),
    ...NOTHING_CONCLUDED,
    licenseDeclared: "NOASSERTION",
    ...purls(servedPurl(model)),
    primaryPackagePurpose: "OTHER",
  };
}

/** A package of a lockfile. */
export function libraryPackage(pkg: LockedPackage): SpdxPackage {
  const { name, version, purl, at, unlocked } = pkg;
  return {
    SPDXID: spdxRef("Package", purl),
    name: nameOf(name),
    ...(version === undefined || oneLine(version) === "" ? {} : { versionInfo: oneLine(version) }),
    downloadLocation: "NOASSERTION",
    sourceInfo: oneLine(`Listed in ${place(at)}${at.inside.length === 0 ? "" : `, as ${at.inside.join(" > ")}`}.`),
    ...NOTHING_CONCLUDED,
    ...checksumsOf(pkg.hashes),
    licenseDeclared: "NOASSERTION",
    ...purls(packagePurl(pkg)),
    ...(unlocked === undefined ? {} : { comment: `Not locked: ${oneLine(unlocked)}` }),
    primaryPackagePurpose: "LIBRARY",
  };
}

/** What SPDX 2.3 calls the algorithms (clause 7.10). */
const ALGORITHMS: ReadonlyMap<string, SpdxChecksum["algorithm"]> = new Map([
  ["MD5", "MD5"],
  ["SHA-1", "SHA1"],
  ["SHA-256", "SHA256"],
  ["SHA-384", "SHA384"],
  ["SHA-512", "SHA512"],
  ["BLAKE2b-256", "BLAKE2b-256"],
  ["BLAKE2b-512", "BLAKE2b-512"],
  ["BLAKE3", "BLAKE3"],
]);

/** Hashes of the package's one archive; none where the lock has those of several. */
function checksumsOf(hashes: LockedPackage["hashes"]): { readonly checksums?: SpdxChecksum[] } {
  const checksums = [...packageHashes(hashes ?? []).hashes].flatMap(([name, checksumValue]) => {
    const algorithm = ALGORITHMS.get(name);
    return algorithm === undefined ? [] : [{ algorithm, checksumValue }];
  });
  return checksums.length === 0 ? {} : { checksums };
}

/** `README.md:3`. */
export function place({ path, line }: Source): string {
  return `${oneLine(publicPath(path))}${line === undefined ? "" : `:${line}`}`;
}

/** A name is mandatory (clause 7.1), also of a thing whose name is odd characters only. */
function nameOf(name: string): string {
  return oneLine(name) || "unnamed";
}

/** Characters after the type are what SPDX's own tools take for a purl. */
function purls(purl: string | undefined): { readonly externalRefs?: SpdxExternalRef[] } {
  if (purl === undefined || purl.length > 1024 || !/^pkg:[a-z][a-z0-9.+-]*\/[\x21-\x7e]+$/.test(purl)) return {};
  return {
    externalRefs: [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }],
  };
}

/** An address that readers of SPDX take: they want a host with a dot. A repository of the hub is one of git (clause 7.7). */
function location(page: string, revision?: string): string | undefined {
  const hub = hubRepository(page);
  const commit = isCommit(revision) ? revision.toLowerCase() : /\/tree\/([0-9a-f]{40})$/.exec(page)?.[1];
  const path =
    hub && `${hub.kind === "dataset" ? "datasets/" : ""}${hub.id}${commit === undefined ? "" : `@${commit}`}`;
  const address = path === undefined ? page : `git+https://huggingface.co/${path}`;
  return /^(git\+)?https?:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?(\/[\x21-\x7e]*)?$/i.test(address)
    ? address
    : undefined;
}
