import { Malformed, Unsupported } from "../../src/core/bytes";
import { cyclonedxSbom } from "../../src/lockfiles/cyclonedx-sbom";
import { parseLock } from "../support/parse-lock";

const DIGEST = `sha256:${"ab".repeat(32)}`;

function parse(document: object | string, path = "app.cdx.json") {
  return parseLock(cyclonedxSbom, typeof document === "string" ? document : JSON.stringify(document, null, 1), path);
}

/** An SBOM of some components. */
function bom(components: readonly object[], more: object = {}) {
  return { bomFormat: "CycloneDX", specVersion: "1.6", ...more, components };
}

function lib(name: string, purl: string, more: object = {}) {
  return { type: "library", "bom-ref": name, name, version: "1.0", purl, ...more };
}

describe("cyclonedx-sbom", () => {
  test("is known by its names and its words", () => {
    for (const path of ["a/app.cdx.json", "bom.json", "sbom.json", "out/sbom-x.json", "x.cyclonedx.json", "X.CDX.JSON"])
      expect([path, cyclonedxSbom.claims(path)]).toEqual([path, true]);
    for (const path of ["package.json", "cdx.json.txt", "my-bom.yaml", "app.spdx.json"])
      expect([path, cyclonedxSbom.claims(path)]).toEqual([path, false]);
    expect(cyclonedxSbom.sniff!('{"bomFormat": "CycloneDX"')).toBe(true);
    // cyclonedx-py sorts its keys, so that the components come first.
    expect(cyclonedxSbom.sniff!('{"components": [{"bom-ref": "a"')).toBe(true);
    expect(cyclonedxSbom.sniff!('{"spdxVersion": "SPDX-2.3"')).toBe(false);
  });

  test("packages with name, version, line, hashes", () => {
    const { packages, entries } = parse(
      bom([
        lib("PyYAML", "pkg:pypi/pyyaml@6.0.1?package-id=abc", {
          hashes: [
            { alg: "SHA-256", content: "AB".repeat(32) },
            { alg: "SHA-256", content: "no hex" },
          ],
        }),
        { type: "library", group: "@actions", name: "core", purl: "pkg:npm/%40actions/core@1.10.0" },
      ]),
    );
    expect(entries).toHaveLength(2);
    expect(packages[0]).toEqual({
      name: "PyYAML",
      version: "6.0.1",
      ecosystem: "PyPI",
      purl: "pkg:pypi/pyyaml@6.0.1",
      at: { path: "app.cdx.json", inside: [], line: 10 },
      hashes: [`sha256:${"ab".repeat(32)}`],
    });
    expect(packages[1]).toMatchObject({
      name: "@actions/core",
      version: "1.10.0",
      purl: "pkg:npm/%40actions/core@1.10.0",
    });
  });

  test("names keep the case that the component has: databases compare it", () => {
    const names = parse(
      bom([
        lib("github.com/BurntSushi/toml", "pkg:golang/github.com/burntsushi/toml@v1.0.0"),
        lib("JSONStream", "pkg:npm/jsonstream@1.3.5"),
        lib("something else", "pkg:npm/left-pad@1.3.0"),
      ]),
    ).packages.map(({ name }) => name);
    expect(names).toEqual(["github.com/BurntSushi/toml", "JSONStream", "left-pad"]);
  });

  test("the version of the component counts where the purl has none; none at all is unlocked", () => {
    const { packages } = parse(
      bom([
        lib("a", "pkg:npm/a"),
        lib("b", "pkg:golang/example.org/b@(devel)", { version: "(devel)" }),
        lib("c", "pkg:pypi/c@UNKNOWN", { version: "UNKNOWN" }),
      ]),
    );
    expect(packages.map(({ version, unlocked, purl }) => [version, unlocked, purl])).toEqual([
      ["1.0", undefined, "pkg:npm/a@1.0"],
      [undefined, "example.org/b", "pkg:golang/example.org/b"],
      [undefined, "c", "pkg:pypi/c"],
    ]);
  });

  test("components inside components, and inside the one that is described", () => {
    const { packages } = parse(
      bom(
        [lib("a", "pkg:npm/a@1", { components: [lib("b", "pkg:npm/b@1", { components: [lib("c", "pkg:npm/c@1")] })] })],
        {
          metadata: {
            component: {
              type: "application",
              name: "app",
              purl: "pkg:npm/app@1",
              components: [lib("d", "pkg:npm/d@1")],
            },
          },
        },
      ),
    );
    expect(packages.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
  });

  test("what the described thing asks for is direct, and others have their way", () => {
    const { packages } = parse(
      bom([lib("a", "pkg:npm/a@1"), lib("b", "pkg:npm/b@1"), lib("c", "pkg:npm/c@1"), lib("d", "pkg:npm/d@1")], {
        metadata: { component: { "bom-ref": "root", name: "app" } },
        dependencies: [
          { ref: "root", dependsOn: ["a"] },
          { ref: "a", dependsOn: ["b", "gone"] },
          { ref: "b", dependsOn: ["c", "a"] },
        ],
      }),
    );
    expect(packages.map(({ name, direct, via }) => [name, direct, via])).toEqual([
      ["a", true, []],
      ["b", false, ["a"]],
      ["c", false, ["a", "b"]],
      ["d", undefined, undefined],
    ]);
  });

  test("where nothing says what is asked for, nothing is called direct", () => {
    const { packages } = parse(
      bom([lib("a", "pkg:npm/a@1"), lib("b", "pkg:npm/b@1")], { dependencies: [{ ref: "a", dependsOn: ["b"] }] }),
    );
    expect(packages.map(({ direct, via }) => [direct, via])).toEqual([
      [undefined, undefined],
      [undefined, ["a"]],
    ]);
  });

  test("between an image and its packages may stand lockfiles (Trivy)", () => {
    const { packages } = parse(
      bom(
        [
          { type: "application", "bom-ref": "lock", name: "app/uv.lock" },
          lib("a", "pkg:pypi/a@1"),
          lib("b", "pkg:pypi/b@1"),
        ],
        {
          metadata: { component: { type: "container", "bom-ref": "root", name: "img" } },
          dependencies: [
            { ref: "root", dependsOn: ["lock"] },
            { ref: "lock", dependsOn: ["a"] },
            { ref: "a", dependsOn: ["b"] },
          ],
        },
      ),
    );
    expect(packages.filter(({ ecosystem }) => ecosystem).map(({ name, direct, via }) => [name, direct, via])).toEqual([
      ["a", true, []],
      ["b", false, ["a"]],
    ]);
  });

  test.each([
    ["Syft", { type: "container", name: "serving:1.2", version: DIGEST }],
    [
      "Trivy",
      {
        type: "container",
        name: "ghcr.io/a/serving:1.2",
        purl: `pkg:oci/serving@${DIGEST.replace(":", "%3A")}?repository_url=ghcr.io%2Fa%2Fserving`,
      },
    ],
    [
      "Trivy's property",
      {
        type: "container",
        name: "serving:1.2",
        properties: [{ name: "aquasecurity:trivy:RepoDigest", value: `serving@${DIGEST}` }],
      },
    ],
  ])("an image's packages have its digest: %s", (_, component) => {
    const { packages } = parse(bom([lib("torch", "pkg:pypi/torch@2.0.1")], { metadata: { component } }));
    const name = component.name.replace(/:1\.2$/, "");
    expect(packages[0]).toMatchObject({ ecosystem: "PyPI", source: { kind: "image", where: `${name}@${DIGEST}` } });
  });

  test("an image without a digest has its name", () => {
    const { packages } = parse(
      bom([lib("a", "pkg:npm/a@1")], {
        metadata: { component: { type: "container", name: "serving:1.2", version: "1.2" } },
      }),
    );
    expect(packages[0]!.source).toEqual({ kind: "image", where: "serving:1.2" });
  });

  test("where in the image a package stands", () => {
    const path = "/usr/lib/python3/site-packages/torch-2.0.1.dist-info/METADATA";
    const { packages } = parse(
      bom([
        lib("torch", "pkg:pypi/torch@2.0.1", { properties: [{ name: "syft:location:0:path", value: path }] }),
        lib("b", "pkg:npm/b@1", { evidence: { occurrences: [{ location: "/srv/app" }] } }),
      ]),
    );
    expect(packages.map(({ at }) => at.inside)).toEqual([[path], ["/srv/app"]]);
  });

  test("a distribution's packages, and programs without a purl, have no database; files are no packages", () => {
    const { packages } = parse(
      bom([
        lib("libc6", "pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12", { version: "2.36" }),
        { type: "application", name: "launcher", version: "UNKNOWN" },
        { type: "file", name: "/etc/passwd" },
        { type: "operating-system", name: "debian", version: "12" },
        { type: "machine-learning-model", name: "bert", purl: "pkg:huggingface/google/bert@abc" },
        // Whatever it calls itself: a purl of an ecosystem makes it a package.
        { type: "file", name: "x", purl: "pkg:npm/x@1" },
      ]),
    );
    expect(packages.map(({ name, version, ecosystem, purl }) => [name, version, ecosystem, purl])).toEqual([
      ["libc6", "2.36", undefined, "pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12"],
      ["launcher", "UNKNOWN", undefined, "pkg:generic/launcher@UNKNOWN"],
      ["x", "1", "npm", "pkg:npm/x@1"],
    ]);
  });

  test("groups of development, as the package managers' own writers name them", () => {
    const property = (name: string, value: string) => ({ properties: [{ name, value }] });
    const { packages } = parse(
      bom([
        lib("a", "pkg:npm/a@1", property("cdx:npm:package:development", "true")),
        lib("b", "pkg:pypi/b@1", property("cdx:poetry:group", "docs")),
        lib("c", "pkg:pypi/c@1", property("cdx:poetry:group", "main")),
        lib("d", "pkg:maven/g/d@1", { scope: "excluded" }),
      ]),
    );
    expect(packages.map(({ group }) => group)).toEqual(["dev", "docs", undefined, "excluded"]);
  });

  test("another registry or address is named, without what lets somebody in", () => {
    const { packages } = parse(
      bom([
        lib("a", "pkg:pypi/a@1?repository_url=https:%2F%2Fu:p@pypi.example.org%2Fsimple"),
        lib("b", "pkg:pypi/b@1?download_url=https:%2F%2Ffiles.pythonhosted.org%2Fb.whl"),
        lib("c", "pkg:pypi/c@1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fc.git%40abc"),
      ]),
    );
    expect(packages.map(({ source }) => source)).toEqual([
      { kind: "index", where: "https://pypi.example.org/simple" },
      undefined,
      { kind: "vcs", where: "git+https://example.org/c.git@abc" },
    ]);
    expect(JSON.stringify(packages)).not.toContain("u:p");
  });

  test("a purl that is none is said, with its line, and the others are read", () => {
    const { packages, entries } = parse(bom([lib("a", "pkg:npm/%zz@1"), lib("b", "pkg:npm/b@1")]));
    expect(packages).toHaveLength(1);
    expect(entries[0]).toEqual({
      kind: "unreadable",
      at: { path: "app.cdx.json", inside: [], line: 10 },
      reason: "malformed",
      detail: "no package URL: pkg:npm/%zz@1",
    });
  });

  test.each([
    ["no CycloneDX", { components: [] }, Malformed, "it does not say bomFormat: CycloneDX"],
    [
      "too old",
      { bomFormat: "CycloneDX", specVersion: "1.1" },
      Unsupported,
      "CycloneDX 1.1 is not read; 1.2 to 1.7 are",
    ],
    [
      "a new one",
      { bomFormat: "CycloneDX", specVersion: "2.0" },
      Unsupported,
      "CycloneDX 2.0 is not read; 1.2 to 1.7 are",
    ],
    ["a component that is a text", bom(["a" as unknown as object]), Malformed, "a component is no object"],
    [
      "components twice",
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[],"components":[]}',
      Malformed,
      "components stands in it twice",
    ],
    [
      "a purl twice",
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"purl":"pkg:npm/a@1","purl":"pkg:npm/b@1"}]}',
      Malformed,
      "purl stands twice in a component",
    ],
    ["no JSON", '{"bomFormat":"CycloneDX\0', Malformed, "it is no JSON: a control character"],
  ])("%s", (_, document, kind, message) => {
    const { thrown, packages } = parse(document);
    expect(thrown).toBeInstanceOf(kind);
    expect(thrown!.message).toBe(message);
    expect(packages).toEqual([]);
  });

  test("a version that is not known yet is read, and said", () => {
    const { packages, entries } = parse(bom([lib("a", "pkg:npm/a@1")], { specVersion: "1.9" }));
    expect(packages).toHaveLength(1);
    expect(entries[0]).toMatchObject({ kind: "unreadable", reason: "unsupported" });
  });

  test("names of the prototype are names", () => {
    const { packages } = parse(
      bom([lib("__proto__", "pkg:npm/__proto__@1"), lib("constructor", "pkg:npm/constructor@1")], {
        dependencies: [{ ref: "__proto__", dependsOn: ["constructor", "toString"] }],
      }),
    );
    expect(packages.map(({ name, via }) => [name, via])).toEqual([
      ["__proto__", undefined],
      ["constructor", ["__proto__"]],
    ]);
  });

  test("what is too large or too deep ends soon", () => {
    const start = performance.now();
    const head = '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[';
    expect(parse(`${head}${"{},".repeat(1_000_000)}{}]}`).thrown?.message).toMatch(/more than/);
    expect(parse(`${head}${"[],".repeat(8_000_000)}[]]}`).thrown?.message).toMatch(/more than/);
    expect(parse(`${head}${'{"components":['.repeat(100_000)}`).thrown?.message).toMatch(/inside each other/);
    const many = Array.from({ length: 30_000 }, (_, i) => lib(`n${i}`, `pkg:npm/n${i}@1`));
    const dependencies = many.map((_, i) => ({ ref: `n${i}`, dependsOn: [`n${i + 1}`] }));
    const deep = parse(bom(many, { dependencies }));
    expect(deep.packages).toHaveLength(30_000);
    expect(Math.max(...deep.packages.map(({ via }) => via?.length ?? 0))).toBeLessThan(100);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});
