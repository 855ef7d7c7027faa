import type { ExternalFacts } from "../core/external-facts";
import type { Location } from "../core/location";
import { pathKind } from "../core/model-paths";
import type { Neighbours } from "../core/neighbours";
import type { Subject } from "../core/subject";

/** What a model says of a file that its loader would open beside it. */
export interface ExternalName {
  readonly format: string;
  readonly role: string;
  readonly path: string;
  readonly part?: string;
}

/**
 * Where a file that a model names would be looked for: one fact, and one more, `not-fetched`, where it
 * should be here and is not. `path` is taken as the loader would, relative to the model's directory.
 */
export function* externalFile(at: Location, name: ExternalName, neighbours: Neighbours): Generator<Subject> {
  const { state, size } = placeOf(name.path, neighbours);
  const external: ExternalFacts = { ...name, state, ...(size === undefined ? {} : { size }) };
  yield { kind: "external", at, external };
  if (state !== "absent" && state !== "pointer") return;
  const why = state === "absent" ? "is not there" : "is only a pointer";
  yield { kind: "unreadable", at, reason: "not-fetched", detail: `its ${name.role} ${name.path} ${why}` };
}

function placeOf(path: string, neighbours: Neighbours): { state: ExternalFacts["state"]; size?: number } {
  const kind = pathKind(path);
  if (kind !== "inside") return { state: kind };
  const there = neighbours.look(path.replaceAll("\\", "/"));
  switch (there.kind) {
    case "file":
      return { state: "present", size: there.size };
    case "directory":
      return { state: "present" };
    case "outside":
      return { state: "link" };
    default:
      return { state: there.kind };
  }
}
