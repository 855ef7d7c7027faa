import type { LockContext } from "../../core/lockfile";
import { itemsOf, member, membersOf, parseJson, stringOf, type JsonNode } from "../../syntax/json";
import { objectAt, stringAt, type PlainObject } from "./json-lock";

/** One dependency that a project asks for. */
export interface Wanted {
  /** As the project calls it: an alias may stand here. */
  readonly name: string;
  readonly range: string;
  /** Absent for what runs in production. */
  readonly group?: "dev" | "optional";
}

/** Sections of a manifest that have dependencies, in the order in which they count. */
const SECTIONS = [
  ["dependencies", undefined],
  ["peerDependencies", undefined],
  ["optionalDependencies", "optional"],
  ["devDependencies", "dev"],
] as const;
/** Values of one package.json; the longest real ones have some thousand. CWE-770. */
const MAX_VALUES = 200_000;

/** What a `package.json`, or what repeats it in a lockfile, asks for. A range that is no text is empty. */
export function wantedBy(manifest: JsonNode | undefined): Wanted[] {
  return SECTIONS.flatMap(([section, group]) =>
    membersOf(member(manifest, section)).map(({ key, value }) => ({
      name: key,
      range: stringOf(value) ?? "",
      ...(group === undefined ? {} : { group }),
    })),
  );
}

/** The same of plain values. */
export function wantedByPlain(manifest: PlainObject | undefined): Wanted[] {
  return SECTIONS.flatMap(([section, group]) => {
    const asked = objectAt(manifest, section) ?? {};
    return Object.keys(asked).map((name) => ({
      name,
      range: stringAt(asked, name) ?? "",
      ...(group === undefined ? {} : { group }),
    }));
  });
}

/** Names and ranges of what one package asks for. One pass: locks have many packages. */
export function* asksOf(
  entry: JsonNode | undefined,
  sections: readonly string[],
): Generator<readonly [string, string]> {
  for (const { key, value } of membersOf(entry))
    if (sections.includes(key)) for (const each of membersOf(value)) yield [each.key, stringOf(each.value) ?? ""];
}

export interface Project {
  readonly wanted: readonly Wanted[];
  /** Whether `wanted` is all; the workspaces of a project have manifests of their own. */
  readonly complete: boolean;
}

/**
 * The `package.json` beside a lockfile that does not repeat it, or of a workspace, `directory` being relative to the
 * lockfile. Absent where there is none that can be read.
 */
export function projectBeside(context: LockContext, directory = "."): Project | undefined {
  const found = context.include(directory === "." ? "package.json" : `${directory}/package.json`);
  if ("missing" in found) return undefined;
  try {
    const root = parseJson(found.text, MAX_VALUES);
    return { wanted: wantedBy(root), complete: !hasWorkspaces(root) };
  } catch {
    // What the lockfile says counts; without the manifest nothing is known to be direct.
    return undefined;
  }
}

function hasWorkspaces(root: JsonNode): boolean {
  const workspaces = member(root, "workspaces");
  return itemsOf(workspaces).length > 0 || itemsOf(member(workspaces, "packages")).length > 0;
}
