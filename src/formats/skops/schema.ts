import type { Budget } from "../../core/budget";
import type { SkopsFacts, SkopsName } from "../../core/skops-facts";
import { member, objectsOf, stringOf, type JsonNode, type JsonObject } from "../../syntax/json";

/** Nodes that import nothing: their content is JSON, bytes or numbers. */
const PLAIN = new Set(["JsonNode", "SliceNode", "BytesNode", "BytearrayNode", "CachedNode"]);
/** Nodes that look a name up and hand it on. */
const REFERRING = new Set(["FunctionNode", "TypeNode", "PartialNode", "DTypeNode", "MethodNode"]);

/** Nodes that make an instance without its constructor, and fill it. */
const RESTORING = new Set(["ObjectNode", "SparseMatrixNode"]);

/** The names in a tree of skops (`skops/io/_audit.py` and its neighbours, protocols 0 to 2). */
export function skopsFacts(tree: JsonNode, budget: Budget): SkopsFacts {
  const names = new Map<string, SkopsName>();
  for (const { node, path } of objectsOf(tree)) {
    budget.spend("fields", 1);
    const loader = stringOf(member(node, "__loader__"));
    if (loader === undefined || PLAIN.has(loader)) continue;
    const named = nameOf(node, loader);
    const key = `${loader} ${named.module} ${named.name}`;
    const known = names.get(key);
    if (known === undefined) budget.spend("facts", 1);
    const field = known?.field ?? (path.join(".") || "the root");
    const disagrees = known?.disagrees ?? otherOwner(node, loader, named.module);
    names.set(key, {
      ...named,
      use: useOf(loader),
      loader,
      field,
      count: (known?.count ?? 0) + 1,
      ...(disagrees === undefined ? {} : { disagrees }),
    });
  }
  const version = stringOf(member(tree, "_skops_version"));
  const protocol = member(tree, "protocol");
  return {
    names: [...names.values()],
    ...(version === undefined ? {} : { version }),
    ...(protocol?.kind === "scalar" && typeof protocol.value === "number" ? { protocol: protocol.value } : {}),
  };
}

function useOf(loader: string): SkopsName["use"] {
  if (REFERRING.has(loader)) return "referred";
  return RESTORING.has(loader) ? "restored" : "constructed";
}

/** Where each kind of node keeps its name; absent parts are empty, which no list has. */
function nameOf(node: JsonObject, loader: string): { module: string; name: string } {
  const text = (...path: string[]) => stringOf(member(node, ...path));
  const module = text("__module__") ?? "";
  const name = text("__class__") ?? "";
  // Protocol 0 named a function inside of the node's content.
  if (loader === "FunctionNode" && text("content", "module_path") !== undefined)
    return { module: text("content", "module_path")!, name: text("content", "function") ?? "" };
  if (loader === "MethodNode") return { module, name: `${name}.${text("content", "func") ?? ""}` };
  return { module, name };
}

/** The class of the object that a method is taken from, where the node itself names another one. */
function otherOwner(node: JsonObject, loader: string, module: string): string | undefined {
  if (loader !== "MethodNode") return undefined;
  const owner = member(node, "content", "obj");
  const [ownModule, ownClass] = ["__module__", "__class__"].map((key) => stringOf(member(owner, key)) ?? "");
  const same = ownModule === module && ownClass === stringOf(member(node, "__class__"));
  return same ? undefined : `${ownModule}.${ownClass}`;
}
