import type { GraphNode } from "../page-data";

/** Lines that are drawn; those of a chosen node always are. */
const MAX_LINES = 600;

/** Draws the lines between boxes that are on the page. Those of the chosen node stand out. */
export function drawEdges(
  lines: SVGSVGElement,
  picture: HTMLElement,
  boxes: ReadonlyMap<number, HTMLElement>,
  nodes: readonly GraphNode[],
  chosen: number | undefined,
): void {
  const frame = picture.getBoundingClientRect();
  const [width, height] = [picture.scrollWidth, picture.scrollHeight];
  lines.setAttribute("width", String(width));
  lines.setAttribute("height", String(height));
  lines.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const places = new Map([...boxes].map(([index, box]) => [index, box.getBoundingClientRect()]));
  const [left, top] = [frame.left - picture.scrollLeft, frame.top - picture.scrollTop];
  const pairs = [...boxes.keys()]
    .flatMap((from) => nodes[from]!.to.filter((to) => boxes.has(to)).map((to): [number, number] => [from, to]))
    .sort((a, b) => Number(a.includes(chosen ?? -1)) - Number(b.includes(chosen ?? -1)))
    .slice(-MAX_LINES);
  lines.replaceChildren(
    ...pairs.map(([from, to]) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", curve(places.get(from)!, places.get(to)!, left, top));
      if (from === chosen || to === chosen) path.setAttribute("class", "chosen");
      else if (chosen !== undefined) path.setAttribute("class", "far");
      return path;
    }),
  );
}

/** From the side of one box to that of another; within one column around the right side. */
function curve(a: DOMRect, b: DOMRect, left: number, top: number): string {
  const [y1, y2] = [a.top + a.height / 2 - top, b.top + b.height / 2 - top];
  const same = Math.abs(a.left - b.left) < 4;
  const back = !same && a.left > b.left;
  const x1 = (back ? a.left : a.right) - left;
  const x2 = (same ? b.right : back ? b.right : b.left) - left;
  const bend = same ? 18 : (x2 - x1) / 2;
  const [c1, c2] = same ? [x1 + bend, x2 + bend] : [x1 + bend, x2 - bend];
  return `M${x1} ${y1}C${c1} ${y1} ${c2} ${y2} ${x2} ${y2}`;
}
