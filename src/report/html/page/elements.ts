/**
 * Everything on the page is made here. Texts become text nodes and nothing else: there is no markup from text anywhere, and the
 * page's policy would not let there be (`require-trusted-types-for`).
 */
export type Content = Node | string;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** A link to one of our own addresses. The page it leads to does not learn where it was followed. */
export function link(text: string, address: string): HTMLElement {
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text);
}

export function button(text: string, attributes: Readonly<Record<string, string>>, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** A part of the page with its heading and its entry in the list of parts. */
export function section(id: string, title: string, ...content: readonly Content[]): HTMLElement {
  const heading = `${id}-title`;
  document.getElementById("sections")!.append(element("a", { href: `#${id}` }, title));
  const made = element(
    "section",
    { id, "aria-labelledby": heading },
    element("h2", { id: heading }, title),
    ...content,
  );
  document.getElementById("main")!.append(made);
  return made;
}

/**
 * A table that scrolls by itself where it is too wide. `label` says what it holds. On a phone each row stands by itself, and its cells
 * say what they are.
 */
export function table(label: string, heads: readonly Content[], rows: readonly (readonly Content[])[]): HTMLElement {
  const names = heads.map((each) => (typeof each === "string" ? each : (each.textContent ?? "")));
  const head = element("tr", {}, ...heads.map((each) => element("th", { scope: "col" }, each)));
  const body = rows.map((cells) =>
    element(
      "tr",
      {},
      ...cells.map((cell, i) =>
        i === 0 ? element("th", { scope: "row" }, cell) : element("td", { "data-head": names[i]! }, cell),
      ),
    ),
  );
  const made = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  return element("div", { class: "scroll", role: "region", "aria-label": label, tabindex: "0" }, made);
}

/** Text of the input, whose letters do not change the order of ours around it. */
export function code(text: string): HTMLElement {
  return element("code", {}, text);
}

/** Code of which a part is marked as what is dangerous. */
export function markedCode(text: string, mark: readonly [from: number, to: number] | undefined): HTMLElement {
  if (mark === undefined) return code(text);
  const [from, to] = mark;
  const marked = element("mark", { title: "this is what the finding is about" }, text.slice(from, to));
  return element("code", {}, text.slice(0, from), marked, text.slice(to));
}
