import { Malformed } from "../../core/bytes";
import type { LockContext } from "../../core/lockfile";
import { readPom, type Pom, type PomDependency, type PomParent } from "./read-pom";

/** Parents above each other. Real ones have at most five. CWE-674. */
const MAX_PARENTS = 16;
/** Properties put in for one value, and characters of it: `${a}` may be `${b}${b}`, and so on. CWE-776. */
const MAX_STEPS = 50;
const MAX_LENGTH = 1000;
const PROPERTY = /\$\{([^${}]{1,200})\}/g;

/** A POM with the parents of it that are in the workspace. */
export class Project {
  private readonly properties = new Map<string, string>();
  private readonly management = new Map<string, PomDependency>();

  /** `chain`: the POM itself, its parent, and so on. */
  constructor(private readonly chain: readonly Pom[]) {
    for (const { properties, managed } of chain) {
      for (const [name, value] of properties) if (!this.properties.has(name)) this.properties.set(name, value);
      for (const each of managed) {
        const key = this.keyOf(each);
        if (!each.profile && key !== undefined && !this.management.has(key)) this.management.set(key, each);
      }
    }
  }

  get groupId(): string | undefined {
    return this.inherited("groupId");
  }

  get version(): string | undefined {
    return this.inherited("version");
  }

  /** What dependencyManagement says of the version, here or in a parent. */
  managedVersion(dependency: PomDependency): string | undefined {
    const key = this.keyOf(dependency);
    return key === undefined ? undefined : this.management.get(key)?.version;
  }

  /** `group:artifact`; undefined where a property of it is not known. */
  nameOf({ groupId, artifactId }: PomDependency): string | undefined {
    const [group, artifact] = [this.resolve(groupId), this.resolve(artifactId)];
    return group === undefined || artifact === undefined ? undefined : `${group}:${artifact}`;
  }

  private keyOf(dependency: PomDependency): string | undefined {
    const name = this.nameOf(dependency);
    return name && `${name}:${dependency.type ?? "jar"}:${dependency.classifier ?? ""}`;
  }

  /** The value with its properties put in; undefined where one is not known, or where it grows too long. */
  resolve(value: string | undefined): string | undefined {
    let text = value;
    let steps = 0;
    while (text?.includes("${")) {
      let open = false;
      const next: string = text.replace(PROPERTY, (whole, name: string) => {
        const known = ++steps > MAX_STEPS ? undefined : this.property(name);
        open ||= known === undefined;
        return known ?? whole;
      });
      if (open || next === text || next.length > MAX_LENGTH) return undefined;
      text = next;
    }
    return text === "" ? undefined : text;
  }

  private property(name: string): string | undefined {
    const [, parent, key] = /^(?:project\.|pom\.)?(parent\.)?(groupId|artifactId|version)$/.exec(name) ?? [];
    if (key !== undefined && !this.properties.has(name)) {
      const of = key as "groupId" | "artifactId" | "version";
      if (parent !== undefined) return this.chain[0]?.parent?.[of];
      return of === "artifactId" ? this.chain[0]?.artifactId : this.inherited(of);
    }
    return this.properties.get(name);
  }

  private inherited(key: "groupId" | "version"): string | undefined {
    const [own] = this.chain;
    return own?.[key] ?? own?.parent?.[key];
  }
}

/** The parents of a POM that lie in the workspace, nearest first. One that is not there, or no POM, ends the list. */
export function parentsOf(pom: Pom, context: LockContext): Pom[] {
  const parents: Pom[] = [];
  const seen = new Set<string>();
  let folder = "";
  for (let parent = pom.parent; parent !== undefined && parents.length < MAX_PARENTS;) {
    const path = pathOf(folder, parent);
    if (path === undefined || seen.has(path)) break;
    seen.add(path);
    const read = parentAt(path, parent, context);
    if (read === undefined) break;
    parents.push(read.pom);
    folder = read.path.slice(0, read.path.lastIndexOf("/") + 1);
    parent = read.pom.parent;
  }
  return parents;
}

/** Relative to the first POM; `..` is kept, since the host decides what is inside of the workspace. */
function pathOf(folder: string, { relativePath }: PomParent): string | undefined {
  const path = relativePath ?? "../pom.xml";
  return path === "" || path.startsWith("/") || path.includes("${") ? undefined : `${folder}${path}`;
}

function parentAt(path: string, parent: PomParent, context: LockContext): { pom: Pom; path: string } | undefined {
  // Maven takes a directory for the pom.xml in it.
  for (const each of path.endsWith(".xml") || path.endsWith(".pom") ? [path] : [`${path.replace(/\/$/, "")}/pom.xml`]) {
    const file = context.include(each);
    if (!("text" in file)) return undefined;
    try {
      const pom = readPom(file.text);
      // Maven goes elsewhere for a parent whose name is not the one that is meant.
      return pom.artifactId === parent.artifactId ? { pom, path: each } : undefined;
    } catch (error) {
      if (error instanceof Malformed) return undefined;
      throw error;
    }
  }
  return undefined;
}
