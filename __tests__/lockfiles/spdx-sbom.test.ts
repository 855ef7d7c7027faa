import { Malformed, Unsupported } from "../../src/core/bytes";
import { spdxSbom } from "../../src/lockfiles/spdx-sbom";
import { parseLock } from "../support/parse-lock";

const DIGEST = `sha256:${"cd".repeat(32)}`;

function parse(document: object | string) {
  return parseLock(
    spdxSbom,
    typeof document === "string" ? document : JSON.stringify(document, null, 1),
    "app.spdx.json",
  );
}

function doc(
  packages: readonly object[],
  relationships: readonly (readonly [string, string, string])[] = [],
  more = {},
) {
  return {
    spdxVersion: "SPDX-2.3",
    SPDXID: "SPDXRef-DOCUMENT",
    ...more,
    packages,
    relationships: relationships.map(([spdxElementId, relationshipType, relatedSpdxElement]) => {
      return { spdxElementId, relationshipType, relatedSpdxElement };
    }),
  };
}

function pkg(id: string, purl: string | readonly string[], more: object = {}) {
  const purls = typeof purl === "string" ? [purl] : purl;
  return {
    SPDXID: id,
    name: id,
    versionInfo: "1",
    externalRefs: purls.map((referenceLocator) => {
      return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator };
    }),
    ...more,
  };
}

describe("spdx-sbom", () => {
  test("is known by its names and its words", () => {
    expect(["a/x.spdx.json", "sbom.json", "bom.json", "sbom-app.json"].map((path) => spdxSbom.claims(path))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["x.cdx.json", "package.json", "x.spdx"].map((path) => spdxSbom.claims(path))).toEqual([
      false,
      false,
      false,
    ]);
    expect(spdxSbom.sniff!('{"spdxVersion":"SPDX-2.3"')).toBe(true);
    // Sorted keys: the version comes last.
    expect(spdxSbom.sniff!('{"SPDXID":"SPDXRef-DOCUMENT","creationInfo":{')).toBe(true);
    expect(spdxSbom.sniff!('{"bomFormat":"CycloneDX"')).toBe(false);
  });

  test("packages with version, line, checksums and the place that Syft tells", () => {
    const { packages } = parse(
      doc([
        pkg("PyYAML", "pkg:pypi/pyyaml@6.0.1", {
          checksums: [{ algorithm: "SHA256", checksumValue: "cd".repeat(32) }],
          sourceInfo: "acquired package info from installed python package manifest file: /a/METADATA, /a/RECORD",
        }),
      ]),
    );
    expect(packages).toEqual([
      {
        name: "PyYAML",
        version: "6.0.1",
        ecosystem: "PyPI",
        purl: "pkg:pypi/pyyaml@6.0.1",
        at: { path: "app.spdx.json", inside: ["/a/METADATA"], line: 10 },
        hashes: [DIGEST],
      },
    ]);
  });

  test("references may be named by an address, and be several", () => {
    const { packages } = parse(
      doc([
        {
          SPDXID: "a",
          name: "a",
          externalRefs: [
            { referenceType: "cpe23Type", referenceLocator: "cpe:2.3:a:a:a:1" },
            { referenceType: "http://spdx.org/rdf/references/purl", referenceLocator: "pkg:npm/a@1" },
          ],
        },
        pkg("b", ["pkg:npm/b@1", "pkg:pypi/b@1", "pkg:npm/b@1"]),
      ]),
    );
    expect(packages.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1", "pkg:npm/b@1", "pkg:pypi/b@1"]);
  });

  test("relations to the described one and between packages, in both directions", () => {
    const { packages } = parse(
      doc(
        [
          pkg("root", "pkg:npm/app@1"),
          pkg("a", "pkg:npm/a@1"),
          pkg("b", "pkg:npm/b@1"),
          pkg("c", "pkg:npm/c@1"),
          pkg("d", "pkg:npm/d@1"),
        ],
        [
          ["SPDXRef-DOCUMENT", "DESCRIBES", "root"],
          ["root", "DEPENDS_ON", "a"],
          ["root", "CONTAINS", "c"],
          ["b", "DEPENDENCY_OF", "a"],
          ["d", "DEV_DEPENDENCY_OF", "root"],
        ],
      ),
    );
    expect(packages.map(({ name, direct, via, group }) => [name, direct, via, group])).toEqual([
      ["a", true, [], undefined],
      ["b", false, ["a"], undefined],
      ["c", undefined, undefined, undefined],
      ["d", true, [], "dev"],
    ]);
  });

  test("an image's packages have its digest", () => {
    const root = pkg("img", `pkg:oci/serving@${DIGEST}?arch=amd64`, {
      name: "serving:1.2",
      primaryPackagePurpose: "CONTAINER",
    });
    const { packages } = parse(
      doc([root, pkg("a", "pkg:npm/a@1"), pkg("libc6", "pkg:deb/debian/libc6@2?distro=debian-12")], [], {
        documentDescribes: ["img"],
      }),
    );
    expect(packages.map(({ name, ecosystem, source }) => [name, ecosystem, source])).toEqual([
      ["a", "npm", { kind: "image", where: `serving@${DIGEST}` }],
      ["libc6", undefined, { kind: "image", where: `serving@${DIGEST}` }],
    ]);
  });

  test("several that are described are an inventory, and one alone is a package", () => {
    const all = [pkg("a", "pkg:npm/a@1"), pkg("b", "pkg:npm/b@1")];
    expect(parse(doc(all, [], { documentDescribes: ["a", "b"] })).packages).toHaveLength(2);
    expect(parse(doc(all.slice(0, 1), [], { documentDescribes: ["a"] })).packages).toHaveLength(1);
  });

  test("GitHub's API puts the document into another", () => {
    expect(parse({ sbom: doc([pkg("a", "pkg:githubactions/actions/checkout@4.*.*")]) }).packages[0]).toMatchObject({
      ecosystem: "GitHub Actions",
      name: "actions/checkout",
      version: "4.*.*",
    });
  });

  test("without a purl there is no database, and without a version nothing is locked", () => {
    const { packages } = parse(
      doc([
        { SPDXID: "a", name: "openssl", versionInfo: "3.0" },
        { SPDXID: "f", name: "/etc/passwd", primaryPackagePurpose: "FILE" },
        pkg("c", "pkg:npm/c", { versionInfo: "NOASSERTION" }),
      ]),
    );
    expect(packages.map(({ name, version, ecosystem, unlocked }) => [name, version, ecosystem, unlocked])).toEqual([
      ["openssl", "3.0", undefined, undefined],
      ["c", undefined, "npm", "c"],
    ]);
  });

  test("a purl that is none is said", () => {
    expect(parse(doc([pkg("a", "npm/a@1")])).entries).toEqual([
      expect.objectContaining({ kind: "unreadable", reason: "malformed", detail: "no package URL: npm/a@1" }),
    ]);
  });

  test.each([
    [
      "SPDX 3",
      { "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [] },
      Unsupported,
      /SPDX 3 \(JSON-LD\) is not read/,
    ],
    ["an older one", { spdxVersion: "SPDX-1.2" }, Unsupported, /SPDX-1.2 is not read/],
    ["none", { packages: [] }, Malformed, /no spdxVersion/],
    ["packages twice", '{"spdxVersion":"SPDX-2.3","packages":[],"packages":[]}', Malformed, /stands in it twice/],
    ["a package that is a number", doc([1 as unknown as object]), Malformed, /a package is no object/],
  ])("%s is refused in words", (_, document, kind, message) => {
    const { thrown } = parse(document);
    expect(thrown).toBeInstanceOf(kind);
    expect(thrown!.message).toMatch(message);
  });

  test("many relations take no longer than their number", () => {
    const all = Array.from({ length: 3000 }, (_, i) => pkg(`p${i}`, `pkg:npm/p${i}@1`));
    const relations = Array.from(
      { length: 150_000 },
      (_, i) => [`p${i % 3000}`, "DEV_DEPENDENCY_OF", `p${i % 7}`] as const,
    );
    const start = performance.now();
    expect(parse(doc(all, relations)).packages).toHaveLength(3000);
    expect(performance.now() - start).toBeLessThan(120_000);
  });
});
