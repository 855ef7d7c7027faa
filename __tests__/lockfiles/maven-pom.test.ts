import { existsSync, readFileSync } from "node:fs";
import { mavenPom } from "../../src/lockfiles/maven-pom";
import { parseLock } from "../support/parse-lock";

const parse = (text: string, beside = {}) => parseLock(mavenPom, text, "m/pom.xml", beside);
const pom = (body: string) =>
  `<?xml version="1.0"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n<groupId>org.me</groupId><artifactId>me</artifactId><version>1.0-SNAPSHOT</version>\n${body}\n</project>\n`;
const dep = (group: string, artifact: string, version?: string, more = "") =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${version === undefined ? "" : `<version>${version}</version>`}${more}</dependency>`;
const deps = (...all: string[]) => `<dependencies>\n${all.join("\n")}\n</dependencies>`;
const managed = (...all: string[]) => `<dependencyManagement>${deps(...all)}</dependencyManagement>`;
const properties = (all: Record<string, string>) =>
  `<properties>${Object.entries(all)
    .map(([key, value]) => `<${key}>${value}</${key}>`)
    .join("")}</properties>`;
const told = (text: string, beside = {}) =>
  parse(text, beside).packages.map(({ name, version, unlocked }) => `${name} ${version ?? `? ${unlocked}`}`);

describe("pom.xml", () => {
  test("claims its name, and a sniff sees a project", () => {
    expect(["pom.xml", "a/pom.xml", "a/b.pom", "apom.xml"].map((each) => mavenPom.claims(each))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(mavenPom.sniff!(pom(""))).toBe(true);
    expect(mavenPom.sniff!("<html>")).toBe(false);
  });

  test("a dependency, at its line", () =>
    expect(parse(pom(deps(dep("org.a", "b", "1.2.3")))).packages).toEqual([
      {
        name: "org.a:b",
        version: "1.2.3",
        ecosystem: "Maven",
        purl: "pkg:maven/org.a/b@1.2.3",
        at: { path: "m/pom.xml", inside: [], line: 5 },
        direct: true,
      },
    ]));

  test("properties, of the project too, and properties of properties", () =>
    expect(
      told(
        pom(
          properties({ "b.version": "1.${minor}", minor: "7" }) +
            deps(dep("org.a", "b", "${b.version}"), dep("${project.groupId}", "x", "2"), dep("a", "c", "${unknown}")),
        ),
      ),
    ).toEqual(["org.a:b 1.7", "org.me:x 2", "a:c ? ${unknown}"]));

  test("ranges and what moves are no pins, [1.2] is one", () =>
    expect(
      told(
        pom(deps(...["[1,2)", "[1.2]", "(,1]", "LATEST", "2-SNAPSHOT", "1.0,2.0"].map((each) => dep("a", "b", each)))),
      ),
    ).toEqual(["a:b ? [1,2)", "a:b 1.2", "a:b ? (,1]", "a:b ? LATEST", "a:b ? 2-SNAPSHOT", "a:b ? 1.0,2.0"]));

  test("dependencyManagement gives versions, and is read itself", () =>
    expect(told(pom(managed(dep("a", "b", "1.5"), dep("a", "c", "2.5")) + deps(dep("a", "b"), dep("a", "d"))))).toEqual(
      ["a:b 1.5", "a:d ? a version that a parent or an imported POM elsewhere decides", "a:c 2.5"],
    ));

  test("scopes, profiles, exclusions and plugins", () => {
    const text = pom(
      deps(
        dep("a", "t", "1", "<scope>test</scope>"),
        dep(
          "a",
          "e",
          "1",
          "<exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions>",
        ),
        dep("a", "s", "1", "<scope>system</scope><systemPath>lib/s.jar</systemPath>"),
      ) +
        `<profiles><profile><id>p</id>${deps(dep("a", "p", "1"))}</profile></profiles>` +
        `<build><plugins><plugin><groupId>a</groupId><artifactId>plugin</artifactId><version>1</version>${deps(dep("a", "q", "1"))}</plugin></plugins></build>`,
    );
    expect(parse(text).packages).toMatchObject([
      { name: "a:t", group: "test" },
      { name: "a:e" },
      { name: "a:s", source: { kind: "local", where: "lib/s.jar" } },
      { name: "a:p", group: "profile" },
    ]);
    expect(parse(text).packages).toHaveLength(4);
  });

  test("modules of the project that are not released are local; a release is looked up whatever the group", () => {
    const own = parse(pom(deps(dep("org.me", "x", "${project.version}")))).packages[0];
    expect(own).toMatchObject({ name: "org.me:x", source: { kind: "local" } });
    expect(own).not.toHaveProperty("ecosystem");
    expect(told(pom(deps(dep("org.me", "x", "${project.version}"))).replace("1.0-SNAPSHOT", "2.14.0"))).toEqual([
      "org.me:x 2.14.0",
    ]);
  });

  test("parents in the workspace, and theirs, give properties and versions; the child's go before", () => {
    const parent = (path: string, artifact: string) =>
      `<parent><groupId>org.me</groupId><artifactId>${artifact}</artifactId><version>9</version>${path}</parent>`;
    const child = `<project>${parent("", "p")}<artifactId>c</artifactId>${properties({ a: "3" })}${deps(dep("a", "b"), dep("a", "c", "${v}"), dep("a", "d", "${a}"), dep("${project.parent.groupId}", "e", "${project.version}"))}</project>`;
    const beside = {
      "../pom.xml": `<project>${parent("<relativePath>up</relativePath>", "g")}<artifactId>p</artifactId>${managed(dep("a", "b", "1.1"))}${properties({ a: "2" })}</project>`,
      "../up/pom.xml": `<project><artifactId>g</artifactId>${properties({ v: "4.4" })}</project>`,
    };
    expect(told(child, beside)).toEqual(["a:b 1.1", "a:c 4.4", "a:d 3", "org.me:e 9"]);
    const other = { ...beside, "../pom.xml": beside["../pom.xml"].replace("<artifactId>p<", "<artifactId>other<") };
    expect(told(child, other)[1]).toBe("a:c ? ${v}");
    expect(told(child.replace("</parent>", "<relativePath/></parent>"), beside)[1]).toBe("a:c ? ${v}");
  });

  test("a parent that is its own parent, and one that is broken", () => {
    const loop = `<project><parent><artifactId>p</artifactId></parent><artifactId>p</artifactId>${deps(dep("a", "b", "1"))}</project>`;
    expect(told(loop, { "../pom.xml": loop, "../../pom.xml": loop })).toEqual(["a:b 1"]);
    expect(told(loop, { "../pom.xml": "<project" })).toEqual(["a:b 1"]);
  });

  test("the command", () =>
    expect(mavenPom.upgrade!({ ecosystem: "Maven", name: "a:b", version: "2", file: "pom.xml" })).toBe(
      "edit pom.xml: set the version of a:b to 2",
    ));
});

describe("pom.xml: hostile ones", () => {
  test("entities are not declared and not expanded", () => {
    const bomb =
      `<!DOCTYPE project [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>\n${pom(deps(dep("a", "b", "&b;")))}`.replace(
        /\n<\?xml.*\?>/,
        "",
      );
    expect(parse(bomb).thrown?.message).toBe("it declares entities, which are not read");
    const external = `<!DOCTYPE project SYSTEM "file:///etc/passwd">${pom(deps(dep("a", "b", "&x;"))).replace(/<\?xml.*\?>\n/, "")}`;
    expect(told(external)).toEqual(["a:b ? &x;"]);
    expect(told(pom(`<name>S&oslash;ren</name>${deps(dep("a", "b&amp;c", "1"))}`))).toEqual(["a:b&c 1"]);
  });

  test("properties that grow or go round end", () => {
    const grow: Record<string, string> = { p0: "xxxxxxxxxx" };
    for (let i = 1; i < 50; i++) grow[`p${i}`] = `\${p${i - 1}}`.repeat(10);
    const start = performance.now();
    expect(told(pom(properties(grow) + deps(dep("a", "b", "${p49}"))))).toEqual(["a:b ? ${p49}"]);
    expect(
      told(pom(properties({ a: "${b}", b: "${a}", c: "${c}" }) + deps(dep("a", "b", "${a}"), dep("a", "b", "${c}")))),
    ).toEqual(["a:b ? ${a}", "a:b ? ${c}"]);
    expect(performance.now() - start).toBeLessThan(120_000);
  });

  test.each([
    ["<project><a></project>", /it is no XML/],
    ["<project>\0</project>", /NUL byte/],
    ["<settings/>", /it has no <project>/],
    ["", /it is no XML/],
    ["<project>", /it is no XML/],
    [`<project>${"<a>".repeat(300)}`, /more than 200 elements inside each other/],
    [pom(" ".repeat(4 * 1024 ** 2)), /more than 4,194,304 characters/],
    [pom(deps(dep("a", "b", "1").repeat(20_001))), /more than 20,000 dependencies/],
  ])("%# is malformed", (text, message) => {
    expect(parse(text).thrown?.name).toBe("Malformed");
    expect(parse(text).thrown?.message).toMatch(message);
  });

  test("names of prototypes", () =>
    expect(
      told(
        pom(
          properties({ __proto__x: "1", constructor: "2" }) +
            deps(dep("a", "b", "${constructor}"), dep("a", "c", "${toString}")),
        ),
      ),
    ).toEqual(["a:b 2", "a:c ? ${toString}"]));

  test("as many costly dependencies as fit end in a few seconds", () => {
    const chain: Record<string, string> = {};
    for (let i = 0; i < 60; i++) chain[`p${i}`] = `\${p${i + 1}}`;
    const start = performance.now();
    parse(pom(properties(chain) + deps(dep("${p0}", "${p0}", "${p0}").repeat(20_000))));
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});

const REAL = "/work/shared/data/lockfiles/pom-opennlp/pom.xml";
(existsSync(REAL) ? describe : describe.skip)("pom.xml of OpenNLP (shared data)", () => {
  test("21 managed dependencies, of which 16 are its own modules", () => {
    const { packages } = parse(readFileSync(REAL, "utf8"));
    expect(packages).toHaveLength(21);
    expect(packages.filter(({ source }) => source?.where === "this project")).toHaveLength(16);
    expect(packages.slice(0, 5).map(({ name, version }) => `${name} ${version}`)).toEqual([
      "org.slf4j:slf4j-api 2.0.18",
      "org.slf4j:slf4j-simple 2.0.18",
      "org.junit.jupiter:junit-jupiter-api 6.1.3",
      "org.junit.jupiter:junit-jupiter-engine 6.1.3",
      "org.junit.jupiter:junit-jupiter-params 6.1.3",
    ]);
  });
});
