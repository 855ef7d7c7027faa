import { button, element, type Content } from "./elements";

/** A list of any length, a page of which is in the document. */
export interface Paged<T> {
  readonly root: HTMLElement;
  /** Shows the first page of these. `note`: a word after the count. */
  show(items: readonly T[], note?: string): void;
}

/** Rows of a page. */
const ROWS = 50;
/** Rows that are printed, since paper has no buttons. */
const PRINTED = 500;

/** `what`: what the rows are, for the count. `render` makes the rows of one page. */
export function paged<T>(what: string, render: (items: readonly T[]) => Content): Paged<T> {
  const status = element("p", { role: "status", class: "count" });
  const holder = element("div");
  const previous = button("Previous", {}, () => turn(-1));
  const next = button("Next", {}, () => turn(1));
  const buttons = element("div", { class: "pager", role: "group", "aria-label": `Pages of ${what}` }, previous, next);
  const root = element("div", {}, status, holder, buttons);
  let all: readonly T[] = [];
  let page = 0;
  let words = "";
  function draw(from: number, to: number): void {
    holder.replaceChildren(render(all.slice(from, to)));
    const shown =
      all.length > to - from ? `${from + 1} to ${Math.min(to, all.length)} of ${all.length}` : `${all.length}`;
    const name = all.length === 1 ? what.replace(/s$/, "") : what;
    status.textContent = all.length === 0 ? `No ${what}${words}` : `${shown} ${name}${words}`;
    buttons.hidden = all.length <= ROWS;
    previous.disabled = from === 0;
    next.disabled = to >= all.length;
  }
  function turn(by: number): void {
    page += by;
    draw(page * ROWS, (page + 1) * ROWS);
    root.scrollIntoView({ block: "start" });
  }
  addEventListener("beforeprint", () => draw(0, PRINTED));
  addEventListener("afterprint", () => draw(page * ROWS, (page + 1) * ROWS));
  return {
    root,
    show(items, note = "") {
      [all, page, words] = [items, 0, note];
      draw(0, ROWS);
    },
  };
}
