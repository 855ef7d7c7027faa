import type { PageData } from "../page-data";
import { code, element, link, section, table, type Content } from "./elements";
import { rulePage } from "./addresses";

/** What to do about the verdict: it stands first, in the order of what is worst. */
export function showSteps({ verdict, steps, missing }: PageData): void {
  const items = steps.map(({ severity, remedy, count, first, rule }) => {
    const more = count > 1 ? ` and ${count - 1} more` : "";
    const where: Content[] = first === "" ? [] : [element("br"), code(first), more, " · ", link(rule, rulePage(rule))];
    return element("li", {}, element("span", { class: `badge ${severity}` }, severity), " ", remedy, ...where);
  });
  const gaps = missing.map((reason) =>
    element("li", {}, element("span", { class: "badge unknown" }, "missing"), " ", reason),
  );
  const nothing = verdict === "pass" ? "Nothing has to be done." : "See what was not scanned, below.";
  const list = items.length + gaps.length === 0 ? element("p", {}, nothing) : element("ol", {}, ...items, ...gaps);
  section("todo", "What to do", list);
}

export function showSkipped({ skipped }: PageData): void {
  if (skipped.length === 0) return;
  const rows = skipped.map(({ path, why, remedy }) => [code(path), why, remedy]);
  section("not-scanned", "Not scanned", table("Files that were not scanned", ["File", "Why", "What to do"], rows));
}

/** Pickles as the Python that loading them amounts to, as far as findings tell it. */
export function showPickles({ pickles }: PageData): void {
  if (pickles.length === 0) return;
  const views = pickles.map(({ where, lines }) => {
    const rows = lines.map(({ offset, code: text, mark, severity, group, message }) => {
      const state = group === "waived" ? ", waived" : group === "old" ? ", already on the base" : "";
      const said = element("span", { class: "said" }, `# ${severity}${state}: ${message}`);
      const line = element("code", {}, ...parts(text, mark));
      return element("li", { class: severity }, element("span", { class: "offset" }, offset), " ", line, " ", said);
    });
    return element("figure", {}, element("figcaption", {}, code(where)), element("ol", { class: "listing" }, ...rows));
  });
  const note = element(
    "p",
    { class: "note" },
    "What the findings are about, in the order of the file. All that a pickle does is shown by ",
    code("model-assay inspect FILE"),
    ".",
  );
  section("pickles", "What the pickles run", note, ...views);
}

function parts(text: string, mark: readonly [number, number] | undefined): Content[] {
  if (mark === undefined) return [text];
  return [text.slice(0, mark[0]), element("mark", {}, text.slice(...mark)), text.slice(mark[1])];
}

/** By what it was decided, and what one should know. */
export function showBasis({ basis, notices }: PageData): void {
  const pairs = basis.flatMap(([label, text]) => [element("dt", {}, label), element("dd", {}, text)]);
  const notes = notices.map((notice) => element("li", {}, notice));
  section(
    "basis",
    "How it was decided",
    ...(notes.length === 0 ? [] : [element("ul", {}, ...notes)]),
    element("dl", {}, ...pairs),
  );
}
