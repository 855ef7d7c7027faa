import type { GraphNode, NodeKind } from "../page-data";
import { button, code, element, section, table, type Content } from "./elements";
import { drawEdges } from "./edges";
import { paged } from "./paged";

const COLUMNS: readonly (readonly [kind: NodeKind, title: string])[] = [
  ["repository", "Repository"],
  ["model", "Models"],
  ["data", "Data"],
  ["code", "Code"],
  ["package", "Packages"],
  ["image", "Images"],
];
/** Nodes of a column that are drawn. The table has all. */
const DRAWN = 12;

/** A drawn node. */
interface Drawn {
  readonly index: number;
  readonly box: HTMLButtonElement;
}

/** What depends on what: columns of buttons with lines between them, and the same as a table. */
export function showGraph(nodes: readonly GraphNode[]): void {
  if (nodes.length < 2) return;
  const from = nodes.map((): number[] => []);
  for (const [index, { to }] of nodes.entries()) for (const target of to) from[target]!.push(index);
  const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  lines.setAttribute("aria-hidden", "true");
  const about = element("div", { class: "about", role: "status" });
  const columns: Drawn[][] = [];
  let chosen: number | undefined;

  function choose(index: number | undefined): void {
    chosen = index;
    const near = new Set(index === undefined ? [] : [index, ...nodes[index]!.to, ...from[index]!]);
    for (const { index: each, box } of columns.flat()) {
      box.setAttribute("aria-pressed", String(each === index));
      box.classList.toggle("far", index !== undefined && !near.has(each));
    }
    about.replaceChildren(
      ...(index === undefined ? ["Choose a node to see what it is connected to."] : aboutNode(nodes, from, index)),
    );
    draw();
  }
  const boxes = (): ReadonlyMap<number, HTMLElement> => new Map(columns.flat().map(({ index, box }) => [index, box]));
  const draw = (): void => drawEdges(lines, picture, boxes(), nodes, chosen);

  const lists = COLUMNS.flatMap(([kind, title]) => {
    const all = [...nodes.keys()].filter((index) => nodes[index]!.kind === kind);
    if (all.length === 0) return [];
    const drawn = all.slice(0, DRAWN).map((index) => ({
      index,
      box: nodeButton(nodes[index]!, () => choose(chosen === index ? undefined : index)),
    }));
    columns.push(drawn);
    const more = all.length - drawn.length;
    const items = drawn.map(({ box }) => element("li", {}, box));
    const rest = more === 0 ? [] : [element("li", { class: "note" }, `and ${more} more in the table`)];
    return [element("div", { class: "column" }, element("h3", {}, title), element("ul", {}, ...items, ...rest))];
  });
  const picture = element("div", { class: "graph", role: "group", "aria-label": "Dependency graph" }, ...lists);
  picture.prepend(lines);
  moveByArrows(
    picture,
    columns,
    (index) => nodes[index]!.to,
    (index) => from[index]!,
  );
  const hint = element(
    "p",
    { class: "note" },
    "Tab enters the graph. Arrow keys move in it: up and down in a column, right to what a node depends on, left to what depends on it. Enter chooses.",
  );
  section("graph", "What depends on what", hint, picture, about, graphTable(nodes, from));
  choose(undefined);
  new ResizeObserver(draw).observe(picture);
}

function nodeButton({ name, version, tone, note }: GraphNode, act: () => void): HTMLButtonElement {
  const made = button(
    "",
    {
      class: `node ${tone ?? ""}`,
      "aria-pressed": "false",
      tabindex: "-1",
      title: [name, version, note].filter(Boolean).join(", "),
    },
    act,
  );
  const sign = tone === "bad" ? "✗ " : tone === "doubt" ? "? " : "";
  made.append(element("span", { class: "name" }, `${sign}${name}`));
  if (version !== undefined) made.append(element("span", { class: "version" }, version));
  if (note !== undefined) made.append(element("span", { class: "hidden" }, `: ${note}`));
  return made;
}

const MAX_NAMED = 12;

function aboutNode(nodes: readonly GraphNode[], from: readonly number[][], index: number): Content[] {
  const { kind, name, version = "", note, to } = nodes[index]!;
  const line = (words: string, some: readonly number[]): HTMLElement =>
    element("p", {}, some.length === 0 ? `${words} nothing.` : `${words} ${some.length}: `, ...names(nodes, some));
  return [
    element("p", {}, element("strong", {}, name), ` ${version} (${kind})${note === undefined ? "" : `: ${note}`}`),
    line("Depends on", to),
    line("Used by", from[index]!),
  ];
}

function names(nodes: readonly GraphNode[], some: readonly number[]): Content[] {
  const shown = some
    .slice(0, MAX_NAMED)
    .flatMap((each, i): Content[] => [...(i === 0 ? [] : [", "]), code(nodes[each]!.name)]);
  return some.length > MAX_NAMED ? [...shown, ` and ${some.length - MAX_NAMED} more`] : shown;
}

/** One stop for the Tab key; arrows go on from there. */
function moveByArrows(
  picture: HTMLElement,
  columns: readonly (readonly Drawn[])[],
  to: (index: number) => readonly number[],
  from: (index: number) => readonly number[],
): void {
  const first = columns[0]?.[0];
  if (first === undefined) return;
  first.box.tabIndex = 0;
  const all = columns.flat();
  const focus = (next: Drawn | undefined): void => {
    if (next === undefined) return;
    for (const { box } of all) box.tabIndex = -1;
    next.box.tabIndex = 0;
    next.box.focus();
  };
  picture.addEventListener("keydown", (event) => {
    const at = all.find(({ box }) => box === event.target);
    if (at === undefined) return;
    const column = columns.find((each) => each.includes(at))!;
    const row = column.indexOf(at);
    const beside = columns.indexOf(column);
    const near = (some: readonly number[], by: number): Drawn | undefined =>
      all.find(({ index }) => some.includes(index)) ??
      columns[beside + by]?.[Math.min(row, (columns[beside + by]?.length ?? 1) - 1)];
    const moves: Readonly<Record<string, () => Drawn | undefined>> = {
      ArrowDown: () => column[row + 1],
      ArrowUp: () => column[row - 1],
      ArrowRight: () => near(to(at.index), 1),
      ArrowLeft: () => near(from(at.index), -1),
      Home: () => column[0],
      End: () => column.at(-1),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    focus(move());
  });
}

function graphTable(nodes: readonly GraphNode[], from: readonly number[][]): HTMLElement {
  const list = paged<number>("nodes", (shown) =>
    table(
      "Nodes of the dependency graph",
      ["Name", "Kind", "Version", "Depends on", "Used by", "State"],
      shown.map((index) => {
        const { kind, name, version = "", note = "", to } = nodes[index]!;
        return [
          code(name),
          kind,
          code(version),
          element("span", {}, ...names(nodes, to)),
          element("span", {}, ...names(nodes, from[index]!)),
          note,
        ];
      }),
    ),
  );
  list.show([...nodes.keys()]);
  return element("details", {}, element("summary", {}, `The graph as a table: ${nodes.length} nodes`), list.root);
}
