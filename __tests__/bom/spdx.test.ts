import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toSpdx } from "../../src/bom/spdx";
import type { Inventory } from "../../src/core/inventory";
import { COMMIT, digest, inventory, inventoryFile, inventoryModel, lockedTorch, said } from "../support/bom-inventory";
import { without } from "../support/package-facts";

interface Doc {
  documentNamespace: string;
  comment?: string;
  creationInfo: { created: string; creators: string[]; comment?: string };
  hasExtractedLicensingInfos?: { licenseId: string; name: string; seeAlsos?: string[] }[];
  packages: (Record<string, unknown> & { SPDXID: string; name: string })[];
  relationships: { spdxElementId: string; relationshipType: string; relatedSpdxElement: string; comment?: string }[];
}

const read = (of: Inventory): Doc => JSON.parse(toSpdx(of)) as Doc;
const named = (doc: Doc, name: string): Doc["packages"][number] => doc.packages.find((each) => each.name === name)!;

/** Everything that an inventory can have, with text that is out to break the document. */
const hostile = inventory({
  subject: { name: "\u202e<b>\u0000\ud800", dirty: true, time: "not a time", url: "javascript:alert(1)" },
  models: [
    inventoryModel({ path: ".", name: "", version: said("latest"), gaps: ["a shard\nis missing \u001b[31m"] }),
    inventoryModel({
      path: "m/\ud800",
      name: "x".repeat(100_000),
      facts: [
        { kind: "license", value: "see LicenseRef-x AND mit", url: "file:///etc/passwd", at: { path: "r" } },
        { kind: "license", value: "(mit OR", at: { path: "r" } },
        { kind: "license", value: "constructor", url: "https://example.com/license", at: { path: "r" } },
        { kind: "license", value: "mit OR apache-2.0", at: { path: "r" } },
        { kind: "description", value: "*/ -->\u0000", at: { path: "r" } },
      ],
      files: [inventoryFile({ path: "m/\ud800/\u0000", sha256: "not hex", mime: "\n" })],
      bases: [said({ reference: { name: "../../x", url: "http://[::1]:99999/" }, relation: "unknown" as const })],
      origin: said({ source: "http://user:pw@localhost/x", fetched: "\u0000" }, "models.lock.yaml"),
    }),
  ],
  packages: [
    lockedTorch("1 \n2", { purl: "no purl \n", hashes: ["sha256:xyz"] }),
    lockedTorch("", { purl: "pkg:pypi/" }),
    lockedTorch("2", { purl: "pkg:pypi/a@2", group: "dev", hashes: [`sha512:${"0".repeat(128)}`] }),
  ],
  containers: [{ image: "::@@", name: "", at: { path: "Dockerfile" }, use: "base" }],
  datasets: [{ id: "__proto__", name: "__proto__", files: [inventoryFile()], facts: [], at: { path: "d" } }],
  missing: Array.from({ length: 200 }, (_, i) => ({ path: `f${i}`, detail: "an LFS pointer" })),
});

describe("the document", () => {
  const doc = read(inventory());

  test("has the time and the tool, and a namespace that the content gives", () => {
    expect(doc.creationInfo).toEqual({ created: "2026-11-20T10:00:00Z", creators: ["Tool: model-assay-0.1.0"] });
    expect(doc.documentNamespace).toMatch(/^https:\/\/github\.com\/.*\/spdx\/shop-[0-9a-f]{64}$/);
    expect(toSpdx(inventory())).toBe(toSpdx(inventory()));
    expect(read(inventory({ packages: [] })).documentNamespace).not.toBe(doc.documentNamespace);
  });

  test("a time that nobody knows is not the clock's", () =>
    expect(read(hostile).creationInfo).toMatchObject({ created: "1970-01-01T00:00:00Z", comment: expect.any(String) }));

  test("has the repository at its commit, and a purl where nothing differs from it", () => {
    expect(named(doc, "shop")).toMatchObject({
      versionInfo: COMMIT,
      downloadLocation: `git+https://github.com/acme/shop@${COMMIT}`,
      externalRefs: [{ referenceLocator: `pkg:github/acme/shop@${COMMIT}` }],
    });
    const dirty = read(inventory({ subject: { ...inventory().subject, dirty: true } }));
    expect(named(dirty, "shop")).not.toHaveProperty("externalRefs");
  });

  test("has a model with its files, and no digest that was not taken", () => {
    expect(named(doc, "tiny-sentiment")).toMatchObject({
      licenseDeclared: "Apache-2.0",
      licenseConcluded: "NOASSERTION",
      filesAnalyzed: false,
    });
    expect(named(doc, "models/bert/model.safetensors")).toMatchObject({
      primaryPackagePurpose: "FILE",
      checksums: [{ algorithm: "SHA256", checksumValue: digest("a") }],
    });
    expect(toSpdx(inventory())).not.toContain("SHA1");
    const absent = without(inventoryFile(), "sha256");
    const empty = read(inventory({ models: [inventoryModel({ files: [absent] })] }));
    expect(named(empty, absent.path)).not.toHaveProperty("checksums");
    expect(named(empty, absent.path)["comment"]).toContain("not here");
  });

  test("has lineage, data and packages as relationships", () => {
    const names = new Map(doc.packages.map(({ SPDXID, name }) => [SPDXID, name]));
    const relations = doc.relationships.map(({ spdxElementId: from, relationshipType, relatedSpdxElement: to }) =>
      [names.get(from) ?? from, relationshipType, names.get(to) ?? to].join(" "),
    );
    expect(relations.sort()).toEqual([
      "SPDXRef-DOCUMENT DESCRIBES shop",
      "shop CONTAINS tiny-sentiment",
      "shop DEPENDS_ON torch",
      "tiny-sentiment CONTAINS models/bert/config.json",
      "tiny-sentiment CONTAINS models/bert/model.safetensors",
      "tiny-sentiment DESCENDANT_OF google-bert/bert-base-uncased",
      "tiny-sentiment OTHER stanfordnlp/sst2",
    ]);
    expect(doc.relationships.find(({ relationshipType }) => relationshipType === "OTHER")?.comment).toContain(
      "models/bert/README.md:3",
    );
    expect(named(doc, "google-bert/bert-base-uncased")).toMatchObject({
      versionInfo: COMMIT,
      externalRefs: [{ referenceLocator: `pkg:huggingface/google-bert/bert-base-uncased@${COMMIT}` }],
    });
  });

  test("only what is pinned by a commit has a purl of the hub", () => {
    const origin = (revision: string): Inventory =>
      inventory({
        models: [
          inventoryModel({
            bases: [],
            origin: said(
              { source: "https://huggingface.co/org/tiny", revision, fetched: "2026-01-01T00:00:00Z" },
              "models.lock.yaml",
            ),
          }),
        ],
      });
    expect(named(read(origin(COMMIT)), "tiny-sentiment")).toMatchObject({
      downloadLocation: `git+https://huggingface.co/org/tiny@${COMMIT}`,
      externalRefs: [{ referenceLocator: `pkg:huggingface/org/tiny@${COMMIT}` }],
    });
    expect(named(read(origin("main")), "tiny-sentiment")).not.toHaveProperty("externalRefs");
  });

  test("a dataset of the inventory is the one that a model names", () => {
    const data = { id: "hub:stanfordnlp/sst2", name: "sst2", files: [], facts: [], at: { path: "README.md" } };
    const doc = read(inventory({ datasets: [{ ...data, reference: { name: "stanfordnlp/sst2" } }] }));
    expect(doc.packages.filter(({ name }) => name.includes("sst2"))).toHaveLength(1);
  });

  test("development and optional packages point the other way", () => {
    const pkg = (name: string, group: string): Inventory["packages"][number] =>
      lockedTorch("1", { name, purl: `pkg:pypi/${name}@1`, group });
    const doc = read(inventory({ packages: [pkg("pytest", "dev"), pkg("cuda", "gpu")] }));
    expect(doc.relationships.map((each) => each.relationshipType)).toEqual(
      expect.arrayContaining(["DEV_DEPENDENCY_OF", "OPTIONAL_DEPENDENCY_OF"]),
    );
  });
});

describe("hostile text", () => {
  const text = toSpdx(hostile);
  const doc = JSON.parse(text) as Doc;

  test("leaves no control character, no half of a pair, no credentials, no odd address", () => {
    expect(JSON.stringify(doc)).not.toMatch(/\\u00|\\ud8|user:pw|javascript:|file:\/\//);
    expect(text.length).toBeLessThan(100_000);
  });

  test("ids are unique and well-formed, and every relationship has both ends", () => {
    const ids = doc.packages.map(({ SPDXID }) => SPDXID);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^SPDXRef-[A-Za-z0-9.-]+$/.test(id))).toEqual([]);
    const known = new Set([...ids, "SPDXRef-DOCUMENT"]);
    for (const { spdxElementId, relatedSpdxElement } of doc.relationships)
      expect([known.has(spdxElementId), known.has(relatedSpdxElement)]).toEqual([true, true]);
  });

  test("licences that are none of SPDX's are named, and each reference is defined", () => {
    const declared = doc.packages.map((each) => String(each["licenseDeclared"])).join(" ");
    const used = new Set(declared.match(/LicenseRef-[A-Za-z0-9.-]+/g));
    expect(doc.hasExtractedLicensingInfos?.map(({ licenseId }) => licenseId)).toEqual([...used].sort());
    expect(declared).toContain("(MIT OR Apache-2.0)");
    expect(doc.hasExtractedLicensingInfos).toContainEqual(
      expect.objectContaining({ name: "constructor", seeAlsos: ["https://example.com/license"] }),
    );
  });

  test("what is not here is counted", () => expect(doc.comment).toMatch(/^200 files are not here:[^]*and 150 more$/));
});

/** `pip install spdx-tools` in a directory of its own; its address in MODEL_ASSAY_SPDX_TOOLS. Skipped without. */
const PYSPDX = process.env["MODEL_ASSAY_SPDX_TOOLS"] ?? "";

(existsSync(PYSPDX) ? describe : describe.skip)("spdx-tools (MODEL_ASSAY_SPDX_TOOLS: path of pyspdxtools)", () => {
  test.each([
    ["a plain inventory", inventory()],
    ["a hostile one", hostile],
    ["an empty one", inventory({ models: [], packages: [] })],
  ])("%s is valid", (_, of) => {
    const directory = mkdtempSync(join(tmpdir(), "spdx-"));
    const file = join(directory, "bom.spdx.json");
    writeFileSync(file, toSpdx(of));
    expect(() => execFileSync(PYSPDX, ["--infile", file], { stdio: "pipe" })).not.toThrow();
    rmSync(directory, { recursive: true });
  });
});
