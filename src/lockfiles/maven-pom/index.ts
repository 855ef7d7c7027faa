import type { LockContext, LockEntry, LockfileSyntax, UpgradeAsked } from "../../core/lockfile";
import type { LockedPackage } from "../../core/package-facts";
import { purlOf } from "../purl";
import { parentsOf, Project } from "./project";
import { readPom, type PomDependency } from "./read-pom";

/** Characters of what stands where a version should. CWE-400. */
const MAX_UNLOCKED = 200;
const ELSEWHERE = "a version that a parent or an imported POM elsewhere decides";

/**
 * pom.xml: what a project asks Maven for, itself. What its dependencies ask for is nowhere in it. Maven takes a plain version
 * as it stands; ranges, properties that only a remote parent has, and versions that it manages, are no pins.
 */
export const mavenPom: LockfileSyntax = {
  id: "maven-pom",
  title: "Maven (pom.xml)",
  includes: true,
  claims: (path) => /(?:^|\/)(?:pom\.xml|[^/]+\.pom)$/.test(path),
  sniff: (head) => /<(?:[\w.-]+:)?project[\s>]/.test(head),
  parse: parsePom,
  upgrade: ({ name, version, file }: UpgradeAsked) => `edit ${file}: set the version of ${name} to ${version}`,
};

function* parsePom(text: string, context: LockContext): Iterable<LockEntry> {
  const pom = readPom(text);
  const project = new Project([pom, ...parentsOf(pom, context)]);
  const asked = new Set<string>();
  for (const dependency of pom.dependencies) {
    const name = project.nameOf(dependency);
    if (name !== undefined) asked.add(name);
    const version = dependency.version ?? project.managedVersion(dependency);
    yield { kind: "package", pkg: { ...packageOf(dependency, version, project, context.path), direct: true } };
  }
  for (const managed of pom.managed)
    if (!asked.has(project.nameOf(managed) ?? ""))
      yield { kind: "package", pkg: packageOf(managed, managed.version, project, context.path) };
}

function packageOf(
  dependency: PomDependency,
  written: string | undefined,
  project: Project,
  path: string,
): LockedPackage {
  const { groupId = "", artifactId = "", scope, profile, systemPath, line } = dependency;
  const known = project.nameOf(dependency);
  const name = known ?? `${groupId}:${artifactId}`;
  const resolved = project.resolve(written);
  const version = known === undefined ? undefined : exactVersion(resolved);
  const group = scope === "test" ? "test" : profile ? "profile" : undefined;
  const local = localOf({ groupId: known?.split(":", 1)[0], version: resolved, systemPath }, project);
  return {
    name,
    ...(version === undefined ? {} : { version }),
    ...(local === undefined ? { ecosystem: "Maven" as const } : { source: { kind: "local" as const, where: local } }),
    purl: purlOf("Maven", name, version),
    at: { path, inside: [], line },
    ...(group === undefined ? {} : { group }),
    ...(version !== undefined || local !== undefined ? {} : { unlocked: unlockedOf(resolved ?? written) }),
  };
}

function unlockedOf(written: string | undefined): string {
  return written === undefined || written === "" ? ELSEWHERE : written.slice(0, MAX_UNLOCKED);
}

/** `1.2`, and `[1.2]` which allows nothing else (https://maven.apache.org/pom.html#dependency-version-requirement-specification). */
function exactVersion(resolved: string | undefined): string | undefined {
  const version = /^\[\s*([^\s,()[\]]+)\s*\]$/.exec(resolved ?? "")?.[1] ?? resolved;
  if (version === undefined || !/^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/.test(version)) return undefined;
  return /^(?:LATEST|RELEASE)$|-SNAPSHOT$/.test(version) ? undefined : version;
}

/** Modules of the project itself that are not released, and files that the POM names. */
function localOf(
  {
    groupId,
    version,
    systemPath,
  }: { groupId: string | undefined; version: string | undefined; systemPath: string | undefined },
  project: Project,
): string | undefined {
  if (systemPath !== undefined) return systemPath;
  const own = groupId !== undefined && groupId === project.resolve(project.groupId);
  return own && version?.endsWith("-SNAPSHOT") && version === project.resolve(project.version)
    ? "this project"
    : undefined;
}
