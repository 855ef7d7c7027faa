import type { PackageRecord } from "../../core/report";
import { propertyOf, type BomComponent, type BomDocument } from "../bom-document";
import type { CellState } from "../matrix/matrix";
import type { GraphNode, NodeKind } from "./page-data";
import { pageText } from "./page-text";

/** Nodes of the graph: more than that no table shows. CWE-770. */
const MAX_NODES = 5000;

const KINDS: Readonly<Record<string, NodeKind>> = {
  "machine-learning-model": "model",
  data: "data",
  container: "image",
  file: "code",
};

/** Edges that go out from one node. The document has all of them. */
const MAX_EDGES = 1000;

interface Draft {
  readonly component: BomComponent;
  readonly kind: NodeKind;
  readonly to: Set<string>;
  readonly note: Pick<GraphNode, "note" | "tone">;
}

/**
 * What depends on what, as the bill of materials says it, with the code that comes with models. In each kind stands first what
 * something is wrong with, then what most others lean on.
 */
export function graphOf(
  bom: BomDocument,
  packages: readonly PackageRecord[],
  stateOf: (path: string) => CellState | undefined,
): GraphNode[] {
  const notes = packageNotes(packages);
  const drafts = new Map<string, Draft>();
  const add = (component: BomComponent, kind: NodeKind): void => {
    const to = new Set(bom.dependencies.get(component.ref)?.slice(0, MAX_EDGES));
    if (kind === "model") for (const code of codeOf(component)) to.add(code.ref);
    if (!drafts.has(component.ref)) drafts.set(component.ref, { component, kind, to, note: noteOf(component, kind) });
  };
  const noteOf = (component: BomComponent, kind: NodeKind): Pick<GraphNode, "note" | "tone"> =>
    kind === "package"
      ? (notes.get(component.purl ?? "") ?? {})
      : modelNote(stateOf(propertyOf(component, "path") ?? ""));
  if (bom.root !== undefined) add(bom.root, "repository");
  for (const component of bom.components) {
    const kind = KINDS[component.type] ?? "package";
    add(component, kind);
    if (kind === "model") for (const code of codeOf(component)) add(code, "code");
  }
  return numbered(drafts);
}

/** Code that lies in a model's directory. */
function codeOf({ components }: BomComponent): BomComponent[] {
  return components.filter((each) => each.type === "file" && propertyOf(each, "role") === "code");
}

function numbered(drafts: ReadonlyMap<string, Draft>): GraphNode[] {
  const users = new Map<string, number>();
  for (const { to } of drafts.values()) for (const ref of to) users.set(ref, (users.get(ref) ?? 0) + 1);
  const weight = (ref: string, { note: { tone } }: Draft): number =>
    (tone === "bad" ? 2e6 : tone === "doubt" ? 1e6 : 0) + (users.get(ref) ?? 0);
  const order = [...drafts].sort(([a, x], [b, y]) => weight(b, y) - weight(a, x)).slice(0, MAX_NODES);
  const indices = new Map(order.map(([ref], index) => [ref, index]));
  return order.map(([, { component, kind, to, note }]) => ({
    kind,
    name: pageText(component.name, 200),
    ...(component.version === undefined ? {} : { version: pageText(component.version, 100) }),
    ...note,
    to: [...to].flatMap((ref) => indices.get(ref) ?? []),
  }));
}

function packageNotes(packages: readonly PackageRecord[]): Map<string, Pick<GraphNode, "note" | "tone">> {
  const notes = new Map<string, Pick<GraphNode, "note" | "tone">>();
  for (const { purl, status, advisories, reason = "unknown" } of packages) {
    if (status === "vulnerable")
      notes.set(purl, { tone: "bad", note: pageText(`vulnerable: ${advisories.join(", ")}`, 300) });
    else if (status === "unchecked" && !notes.has(purl))
      notes.set(purl, { tone: "doubt", note: `not checked: ${reason}` });
  }
  return notes;
}

function modelNote(state: CellState | undefined): Pick<GraphNode, "note" | "tone"> {
  if (state === "fail") return { tone: "bad", note: "stops the gate" };
  return state === "unknown" ? { tone: "doubt", note: "its content could not be checked" } : {};
}
