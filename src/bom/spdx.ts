import { createHash } from "node:crypto";
import type { Reference } from "../core/card-facts";
import type { Inventory, InventoryModel } from "../core/inventory";
import type { LockedPackage } from "../core/package-facts";
import { PROJECT } from "../core/project";
import { byCodePoint } from "../core/order";
import { oneLine, prose } from "./clean";
import { imageOf, imagesOf } from "./images";
import { servedModels } from "./served";
import { shortDigest, slug, spdxRef } from "./spdx-ids";
import { ExtractedLicenses } from "./spdx-licenses";
import {
  containerPackage,
  datasetPackage,
  filePackage,
  libraryPackage,
  modelPackage,
  place,
  referencedPackage,
  referenceId,
  rootPackage,
  servedPackage,
} from "./spdx-packages";
import { DOCUMENT_ID, ROOT_ID, type SpdxPackage, type SpdxRelation, type SpdxRelationship } from "./spdx-types";

export interface SpdxOptions {
  /** Name and version of what writes the document; this project's where absent. */
  readonly tool?: { readonly name: string; readonly version: string };
}

/** Missing files that the document names; all are counted. CWE-770. */
const MAX_MISSING = 50;
/** What stands for a time that nobody knows: a clock would make every run another document. */
const NO_TIME = "1970-01-01T00:00:00Z";

/**
 * An inventory as an SPDX 2.3 document, in JSON with two blanks. The same inventory gives the same bytes: ids and the
 * namespace come from the content, the time is the subject's.
 */
export function toSpdx(inventory: Inventory, options: SpdxOptions = {}): string {
  const { name: tool, version } = options.tool ?? PROJECT;
  const writer = new Writer();
  writer.write(inventory);
  const time = timeOf(inventory.subject.time);
  const licenses = writer.licenses.list();
  const name = oneLine(inventory.subject.name) || "unnamed";
  const content = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: DOCUMENT_ID,
    name,
    ...missingWords(inventory.missing),
    creationInfo: {
      created: time ?? NO_TIME,
      creators: [`Tool: ${oneLine(tool)}-${oneLine(version)}`],
      ...(time === undefined ? { comment: "The time of the content is not known; 1970 stands for that." } : {}),
    },
    ...(licenses.length === 0 ? {} : { hasExtractedLicensingInfos: licenses }),
    packages: writer.packages(),
    relationships: writer.relationships(),
  };
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const { spdxVersion, dataLicense, SPDXID, ...rest } = content;
  const documentNamespace = `${PROJECT.homepage}/spdx/${slug(name)}-${digest}`;
  return `${JSON.stringify({ spdxVersion, dataLicense, SPDXID, documentNamespace, ...rest }, undefined, 2)}\n`;
}

/** UTC to the second, as SPDX wants it (clause 6.9). */
function timeOf(time: string | undefined): string | undefined {
  const ms = time === undefined ? NaN : Date.parse(time);
  if (Number.isNaN(ms)) return undefined;
  const text = new Date(ms).toISOString();
  return /^\d{4}-/.test(text) ? text.replace(/\.\d+Z$/, "Z") : undefined;
}

function missingWords(missing: Inventory["missing"]): { readonly comment?: string } {
  if (missing.length === 0) return {};
  const first = missing.slice(0, MAX_MISSING).map(({ path, detail }) => `${oneLine(path)}: ${oneLine(detail)}`);
  const more = missing.length > first.length ? [`and ${missing.length - first.length} more`] : [];
  return { comment: prose([`${missing.length} files are not here:`, ...first, ...more].join("\n")) };
}

const USE = {
  base: "the base image of a Dockerfile",
  deployed: "a manifest deploys it",
  action: "an action runs it",
} as const;

/** Gathers packages and relationships, each once. */
class Writer {
  readonly licenses = new ExtractedLicenses();
  readonly #packages = new Map<string, SpdxPackage>();
  readonly #relations = new Map<string, SpdxRelationship>();

  packages(): SpdxPackage[] {
    return [...this.#packages.values()].sort((a, b) => byCodePoint(a.SPDXID, b.SPDXID));
  }

  relationships(): SpdxRelationship[] {
    return [...this.#relations].sort(([a], [b]) => byCodePoint(a, b)).map(([, relation]) => relation);
  }

  write(inventory: Inventory): void {
    this.#package(rootPackage(inventory.subject));
    this.#relate(DOCUMENT_ID, "DESCRIBES", ROOT_ID);
    for (const dataset of inventory.datasets) {
      const id = this.#package(datasetPackage(dataset, this.licenses));
      if (dataset.files.length > 0) this.#relate(ROOT_ID, "CONTAINS", id);
      this.#files(id, dataset.files);
    }
    const listed = new Map(
      inventory.datasets.map(({ id, name, reference }) => [referenceKey(reference ?? { name }), id]),
    );
    for (const model of inventory.models) this.#model(model, listed);
    for (const served of servedModels(inventory.served ?? [])) {
      const id = this.#package(servedPackage(served));
      this.#relate(ROOT_ID, "DEPENDS_ON", id, `${place(served.places[0]!)}: a manifest serves it`);
    }
    const images = this.#images(inventory);
    for (const pkg of inventory.packages) this.#library(pkg, images);
  }

  /** Ids of images by what packages in them say of where they are. */
  #images(inventory: Inventory): Map<string, string[]> {
    const ids = new Map<string, string[]>();
    for (const image of imagesOf(inventory)) {
      const id = this.#package(containerPackage(image, inventory.supplied));
      for (const { at, use } of image.named) this.#relate(ROOT_ID, "DEPENDS_ON", id, `${place(at)}: ${USE[use]}`);
      if (image.named.length === 0) this.#relate(ROOT_ID, "DEPENDS_ON", id, "An inventory of it was given.");
      for (const where of image.where) ids.set(where, [...(ids.get(where) ?? []), id]);
    }
    return ids;
  }

  /** `datasets`: ids of those that the inventory lists, by `referenceKey`. */
  #model(model: InventoryModel, datasets: ReadonlyMap<string, string>): void {
    const id = this.#package(modelPackage(model, this.licenses));
    this.#relate(ROOT_ID, "CONTAINS", id);
    this.#files(id, model.files);
    for (const { value, at } of model.bases) {
      const base = this.#package(referencedPackage("Base", value.reference));
      this.#relate(id, "DESCENDANT_OF", base, `${place(at)}: ${value.relation}`);
    }
    for (const { value, at } of model.datasets) {
      const known = datasets.get(referenceKey(value));
      const data = known === undefined ? referenceId("Dataset", value) : spdxRef("Data", known);
      if (known === undefined) this.#package(referencedPackage("Dataset", value));
      this.#relate(
        id,
        "OTHER",
        data,
        `trainedOn (SPDX 3 has it as a relationship, 2.3 has none): ${place(at)} names it`,
      );
    }
  }

  #files(owner: string, files: InventoryModel["files"]): void {
    for (const file of files) this.#relate(owner, "CONTAINS", this.#package(filePackage(file)));
  }

  /** What runs in production is depended on; of the others, SPDX's relationships point the other way. */
  #library(pkg: LockedPackage, images: ReadonlyMap<string, readonly string[]>): void {
    const id = this.#package(libraryPackage(pkg));
    const image = imageOf(pkg);
    if (image !== undefined) for (const holder of images.get(image) ?? []) this.#relate(holder, "CONTAINS", id);
    else if (pkg.group === undefined) this.#relate(ROOT_ID, "DEPENDS_ON", id);
    else {
      const type = /dev|test/i.test(pkg.group) ? "DEV_DEPENDENCY_OF" : "OPTIONAL_DEPENDENCY_OF";
      this.#relate(id, type, ROOT_ID, `Group ${oneLine(pkg.group)}`);
    }
  }

  #package(pkg: SpdxPackage): string {
    if (!this.#packages.has(pkg.SPDXID)) this.#packages.set(pkg.SPDXID, pkg);
    return pkg.SPDXID;
  }

  #relate(from: string, type: SpdxRelation, to: string, comment?: string): void {
    const key = `${from} ${type} ${to} ${comment === undefined ? "" : shortDigest(comment)}`;
    const relation = { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
    this.#relations.set(key, comment === undefined ? relation : { ...relation, comment: oneLine(comment) });
  }
}

function referenceKey({ name, revision }: Reference): string {
  return JSON.stringify([name, revision]);
}
