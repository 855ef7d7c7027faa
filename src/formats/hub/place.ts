import type { CodeElsewhere, CodeFile, ReferenceTarget } from "../../core/reference-facts";
import type { Neighbours } from "../../core/neighbours";
import type { ClassReference, Seen } from "./references";

/** A reference whose file was looked for. */
export interface Placed {
  readonly field: string;
  readonly at: number;
  readonly target: ReferenceTarget;
}

/**
 * Looks for the files that class references name, and tells each file and each other repository once, however many
 * classes of it are named.
 */
export function placed(seen: Iterable<Seen>, neighbours: Neighbours): Placed[] {
  const found: Placed[] = [];
  const files = new Map<string, { place: number; names: string[] }>();
  for (const { field, at, target } of seen) {
    if (target.kind !== "class") {
      found.push({ field, at, target: locally(target, neighbours) });
      continue;
    }
    const at0 = { field, at };
    const located = locate(target, neighbours);
    const key =
      located.kind === "code" ? `c${located.path}` : located.kind === "elsewhere" ? `e${located.repository}` : "";
    const known = files.get(key);
    if (key === "") found.push({ ...at0, target: located });
    else if (known === undefined) {
      files.set(key, { place: found.length, names: [target.name] });
      found.push({ ...at0, target: located });
    } else if (!known.names.includes(target.name)) {
      known.names.push(target.name);
      found[known.place] = {
        ...found[known.place]!,
        target: { ...(located as CodeFile | CodeElsewhere), names: known.names },
      };
    }
  }
  return found;
}

/** A base model that is a folder here is no repository of the hub. */
function locally(target: ReferenceTarget, neighbours: Neighbours): ReferenceTarget {
  if (target.kind !== "model" || target.place !== "hub") return target;
  return neighbours.look(target.name).kind === "directory" ? { ...target, place: "local" } : target;
}

function locate({ name, folder, orInstalled }: ClassReference, neighbours: Neighbours): ReferenceTarget {
  const split = name.indexOf("--");
  if (split >= 0) return { kind: "elsewhere", names: [name], repository: name.slice(0, split) };
  const dot = name.lastIndexOf(".");
  const module = dot < 0 ? name : name.slice(0, dot);
  const path = `${folder === undefined ? "" : `${folder}/`}${module.replaceAll(".", "/")}.py`;
  const state = leaves(module) ? "leaves" : stateOf(path, neighbours);
  if (orInstalled !== undefined && (state === "absent" || state === "unknown"))
    return { kind: "callable", name, by: orInstalled, arguments: [] };
  return { kind: "code", names: [name], path, state };
}

/** Absolute, or upwards: the loader joins it to the model's directory. */
function leaves(module: string): boolean {
  return /^[/\\~]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(module);
}

export function stateOf(path: string, neighbours: Neighbours): CodeFile["state"] {
  const { kind } = neighbours.look(path);
  if (kind === "file") return "present";
  if (kind === "outside") return "leaves";
  return kind === "pointer" || kind === "unknown" ? kind : "absent";
}
