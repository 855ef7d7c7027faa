import type { LockContext, LockEntry, LockfileSyntax, UpgradeAsked } from "../core/lockfile";
import { purlOf } from "./purl";
import { textLines } from "./text-lines";

/**
 * `group:artifact:version=configuration,...`, one a line, or without configurations in the files that Gradle wrote for each
 * configuration before 6.8 (https://docs.gradle.org/current/userguide/dependency_locking.html).
 */
const LOCKED = /^([^\s:=,]{1,500}):([^\s:=,]{1,500}):([^\s:=,]{1,500})(?:=(.*))?$/;
/** Lines that cannot be read that are told one by one. CWE-770. */
const MAX_PROBLEMS = 20;
/** Configurations that are not part of what runs: tests, and what only builds. */
const DEV =
  /^(?:test|androidTest|integrationTest|jmh|kapt|annotationProcessor|classpath$|checkstyle|spotbugs|pmd|jacoco|ktlint|detekt)/i;

export const gradleLockfile: LockfileSyntax = {
  id: "gradle-lockfile",
  title: "Gradle lockfile",
  claims: (path) =>
    /(?:^|\/)(?:buildscript-|settings-)?gradle\.lockfile$/.test(path) ||
    /(?:^|\/)gradle\/dependency-locks\/[^/]+\.lockfile$/.test(path),
  parse: parseGradle,
  upgrade: ({ name, version }: UpgradeAsked) =>
    `edit the build file: set ${name} to ${version}, then run gradle dependencies --update-locks ${name}`,
};

function* parseGradle(text: string, { path }: LockContext): Iterable<LockEntry> {
  let unread = 0;
  for (const { text: raw, line } of textLines(text)) {
    const written = raw.trim();
    if (written === "" || written.startsWith("#") || written.startsWith("empty=")) continue;
    const [, group, artifact, version, configurations] = LOCKED.exec(written) ?? [];
    if (version === undefined) {
      const detail = `line ${line} is no group:artifact:version`;
      if (++unread <= MAX_PROBLEMS)
        yield { kind: "unreadable", at: { path, inside: [], line }, reason: "malformed", detail };
      continue;
    }
    const name = `${group}:${artifact}`;
    const dev = groupOf(configurations ?? fileOf(path));
    yield {
      kind: "package",
      pkg: {
        name,
        version,
        ecosystem: "Maven",
        purl: purlOf("Maven", name, version),
        at: { path, inside: [], line },
        ...(dev === undefined ? {} : { group: dev }),
      },
    };
  }
}

/** The first configuration where none of them runs in production; absent where one does. */
function groupOf(configurations: string): string | undefined {
  const names = configurations.split(",").map((each) => each.trim());
  return names.every((each) => DEV.test(each)) ? names[0] : undefined;
}

/** `compileClasspath` of `gradle/dependency-locks/compileClasspath.lockfile`. */
function fileOf(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return /^(?:settings-)?gradle\.lockfile$/.test(file)
    ? ""
    : file.replace(/\.lockfile$/, "").replace(/^buildscript-gradle$/, "classpath");
}
