import { gradleLockfile } from "../../src/lockfiles/gradle-lockfile";
import { parseLock } from "../support/parse-lock";

const parse = (text: string, path = "gradle.lockfile") => parseLock(gradleLockfile, text, path);

describe("Gradle lockfiles", () => {
  test.each([
    ["gradle.lockfile", true],
    ["app/buildscript-gradle.lockfile", true],
    ["settings-gradle.lockfile", true],
    ["gradle/dependency-locks/compileClasspath.lockfile", true],
    ["other.lockfile", false],
    ["gradle.lock", false],
  ])("claims %s: %s", (path, claimed) => expect(gradleLockfile.claims(path)).toBe(claimed));

  test("modules with their lines; what only tests need is a group", () => {
    const text =
      "# This is a Gradle generated file.\r\norg.a:b:1.2=compileClasspath,testRuntimeClasspath\r\norg.a:c:2.0-rc1=testCompileClasspath,testRuntimeClasspath\r\nempty=annotationProcessor\r\n";
    expect(parse(text).packages).toEqual([
      {
        name: "org.a:b",
        version: "1.2",
        ecosystem: "Maven",
        purl: "pkg:maven/org.a/b@1.2",
        at: { path: "gradle.lockfile", inside: [], line: 2 },
      },
      expect.objectContaining({ name: "org.a:c", version: "2.0-rc1", group: "testCompileClasspath" }),
    ]);
  });

  test("the old files have one configuration each, in their name", () => {
    const at = (file: string) => parse("a:b:1\n", `gradle/dependency-locks/${file}.lockfile`).packages[0];
    expect(at("testCompileClasspath")).toMatchObject({ version: "1", group: "testCompileClasspath" });
    expect(at("runtimeClasspath")).not.toHaveProperty("group");
    expect(parse("a:b:1\n", "buildscript-gradle.lockfile").packages[0]).toMatchObject({ group: "classpath" });
  });

  test.each(["a:b", "a:b:c:d=x", "<xml/>"])("%j is said, and the lines behind it are read", (line) => {
    const { entries, packages } = parse(`${line}\na:b:1=x\n`);
    expect(entries[0]).toMatchObject({ kind: "unreadable", reason: "malformed", at: { line: 1 } });
    expect(packages).toHaveLength(1);
  });

  test("many such lines are told twenty times, a NUL byte ends it", () => {
    expect(parse("x\n".repeat(500)).entries).toHaveLength(20);
    expect(parse("a:b:1=x\na:\0:1\n").thrown?.message).toMatch(/NUL byte/);
  });

  test("the command", () =>
    expect(gradleLockfile.upgrade!({ ecosystem: "Maven", name: "a:b", version: "2", file: "gradle.lockfile" })).toBe(
      "edit the build file: set a:b to 2, then run gradle dependencies --update-locks a:b",
    ));
});
