import type { BomChange } from "../../core/bom-change";
import type { BomRecord } from "../../core/report";
import { bomChangeWords, isWorthALook } from "../bom-change-words";
import type { BomComponent, BomDocument } from "../bom-document";
import { bomCounts, coverageWords } from "../bom-section";
import { Space } from "../html-table";
import { count } from "../quantities";
import { embedJson } from "./embed-json";
import type { BomEntry, BomView, GraphNode } from "./page-data";
import { pageText } from "./page-text";

/** Characters of all components together; the document itself has the rest. CWE-770. */
const MAX_CHARACTERS = 12_000_000;
/** Entries of one list of a component, and files of one model. */
const MAX_LIST = 200;
const MAX_FILES = 2000;
/** Changes that are told. */
const MAX_CHANGES = 500;

/** The bill of materials as the page shows it. */
export function bomView(record: BomRecord, bom: BomDocument, nodes: readonly GraphNode[]): BomView {
  const space = new Space(MAX_CHARACTERS, (text) => text.length);
  const entries: BomEntry[] = [];
  for (const component of bom.components) {
    const entry = bomEntry(component);
    if (!space.take(embedJson(entry))) break;
    entries.push(entry);
  }
  const changes = record.changes ?? [];
  return {
    counts: bomCounts(record) ?? "The whole tree has nothing that a bill of materials lists.",
    entries,
    entriesLeftOut: bom.components.length - entries.length,
    nodes,
    changes: [
      ...[...changes]
        .sort((a, b) => Number(isWorthALook(b)) - Number(isWorthALook(a)))
        .slice(0, MAX_CHANGES)
        .map(changeLine),
      ...(changes.length > MAX_CHANGES
        ? [{ text: `${count(changes.length - MAX_CHANGES, "more change")} in the JSON report`, worthALook: false }]
        : []),
    ],
    coverage: record.coverage.map(coverageWords),
  };
}

function changeLine(change: BomChange): BomView["changes"][number] {
  const text = bomChangeWords(change)
    .map((part) => (typeof part === "string" ? part : pageText(part.code, 300)))
    .join("");
  return { text, worthALook: isWorthALook(change) };
}

function bomEntry(component: BomComponent): BomEntry {
  const { type, name, version, licenses, hashes, components } = component;
  const files = components.slice(0, MAX_FILES).map(bomEntry);
  return {
    type: pageText(type, 60),
    name: pageText(name, 300),
    ...(version === undefined ? {} : { version: pageText(version, 200) }),
    licenses: licenses.slice(0, MAX_LIST).map((each) => pageText(each, 300)),
    hashes: hashes.slice(0, MAX_LIST).map(([algorithm, digest]) => [pageText(algorithm, 40), pageText(digest, 200)]),
    details: [
      ...details(component),
      ...(components.length > MAX_FILES ? [["more", `${components.length - MAX_FILES} files`] as const] : []),
    ],
    files,
  };
}

/** Label and text of what else is known. Where each field was read is in the document. */
function details({ purl, description, addresses, properties, seen }: BomComponent): (readonly [string, string])[] {
  const own = properties.filter(([name]) => !name.startsWith("model-assay:source:"));
  return [
    ...(description === undefined ? [] : [["description", description] as const]),
    ...(purl === undefined ? [] : [["package URL", purl] as const]),
    ...addresses.slice(0, MAX_LIST),
    ...own.slice(0, MAX_LIST).map(([name, value]) => [name.replace(/^model-assay:/, ""), value] as const),
    ...seen.slice(0, MAX_LIST).map((place) => ["seen in", place] as const),
  ].map(([label, text]) => [pageText(label, 100), pageText(text, 500)] as const);
}
