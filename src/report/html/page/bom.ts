import type { BomEntry, BomView } from "../page-data";
import { code, element, section, table, type Content } from "./elements";
import { paged } from "./paged";

/** The bill of materials: how it changed, its components with their files, and what is known of them. */
export function showBom({ counts, entries, entriesLeftOut, changes, coverage }: BomView): void {
  const search = element("input", { type: "search", id: "bom-search", autocomplete: "off", spellcheck: "false" });
  const types = [...new Set(entries.map(({ type }) => type))].sort();
  const type = element("select", { id: "bom-type" }, element("option", { value: "" }, "all"));
  type.append(...types.map((each) => element("option", { value: each }, each)));
  const list = paged<BomEntry>("components", (shown) => element("ul", { class: "bom" }, ...shown.map(bomItem)));
  const texts = entries.map((entry) =>
    JSON.stringify([
      entry.name,
      entry.version,
      entry.licenses,
      entry.hashes,
      entry.files.map(({ name }) => name),
    ]).toLowerCase(),
  );
  function filterBom(): void {
    const words = search.value.toLowerCase().split(/\s+/);
    const shown = entries.filter(
      (each, i) => (type.value === "" || each.type === type.value) && words.every((word) => texts[i]!.includes(word)),
    );
    list.show(shown, entriesLeftOut === 0 ? "" : `; ${entriesLeftOut} more are in the document`);
  }
  search.addEventListener("input", filterBom);
  type.addEventListener("input", filterBom);
  const filters = element(
    "div",
    { class: "filters", role: "search", "aria-label": "Bill of materials" },
    element("label", { for: "bom-search" }, "Search ", search),
    element("label", { for: "bom-type" }, "Type ", type),
  );
  section(
    "bom",
    "Bill of materials",
    element("p", {}, counts),
    ...changesPart(changes),
    filters,
    list.root,
    coveragePart(coverage),
  );
  filterBom();
}

function changesPart(changes: BomView["changes"]): Content[] {
  if (changes.length === 0) return [];
  const items = changes.map(({ text, worthALook }) =>
    element("li", {}, ...(worthALook ? [element("span", { class: "badge medium" }, "worth a look"), " "] : []), text),
  );
  return [element("h3", {}, "What changed against the base"), element("ul", {}, ...items)];
}

function coveragePart(coverage: BomView["coverage"]): HTMLElement {
  const known = coverage.filter(([, , state]) => state === "present").length;
  const asked = coverage.filter(([, , state]) => state !== "not applicable").length;
  const rows = coverage.map(([group, name, state]) => [name, group, state]);
  return element(
    "details",
    {},
    element("summary", {}, `What it knows: ${known} of ${asked} elements`),
    table("What the bill of materials knows", ["Element", "Of", "State"], rows),
  );
}

/** A component, folded; what is in it is made when it is opened. */
function bomItem(entry: BomEntry): HTMLElement {
  const { type, name, version, licenses, files } = entry;
  const words = [
    version,
    licenses.join(", "),
    files.length === 0 ? "" : `${files.length} ${files.length === 1 ? "file" : "files"}`,
  ].filter(Boolean) as string[];
  const short = words.map((each) => (each.length > 60 ? `${each.slice(0, 59)}…` : each)).join(" · ");
  const made = element(
    "details",
    {},
    element(
      "summary",
      {},
      element("span", { class: "kind" }, type),
      " ",
      code(name),
      ...(short === "" ? [] : [` ${short}`]),
    ),
  );
  made.addEventListener(
    "toggle",
    () => {
      const hashes = entry.hashes.map(([algorithm, digest]) => [algorithm, code(digest)] as const);
      const pairs = [
        ...(version === undefined ? [] : [["version", version] as const]),
        ...licenses.map((each) => ["licence", each] as const),
        ...hashes,
        ...entry.details,
      ];
      made.append(
        element("dl", {}, ...pairs.flatMap(([label, text]) => [element("dt", {}, label), element("dd", {}, text)])),
        ...(files.length === 0 ? [] : [element("ul", {}, ...files.map(bomItem))]),
      );
    },
    { once: true },
  );
  return element("li", {}, made);
}
