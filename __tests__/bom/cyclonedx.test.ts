import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toCycloneDx, validateBom, type SpecVersion } from "../../src/bom";
import type { Inventory } from "../../src/core/inventory";
import {
  COMMIT,
  emptyInventory,
  everyFact,
  inventoryFile,
  inventoryModel,
  richInventory,
} from "../support/inventories";
import { lockedPackage } from "../support/package-facts";

const TOOL = { name: "Model Assay", version: "0.1.0", homepage: "https://github.com/example/model-assay" };
const VERSIONS: readonly SpecVersion[] = ["1.6", "1.7"];

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

const write = (inventory: Inventory, specVersion: SpecVersion = "1.6") =>
  toCycloneDx(inventory, { specVersion, tool: TOOL });
const read = (inventory: Inventory, specVersion: SpecVersion = "1.6") =>
  JSON.parse(write(inventory, specVersion)) as Json;
const named = (bom: Json, ref: string): Json => {
  const found = (bom.components as Json[]).find((each) => each["bom-ref"] === ref);
  if (found === undefined)
    throw new Error(`no ${ref} among ${(bom.components as Json[]).map((each) => each["bom-ref"]).join(" ")}`);
  return found;
};
const properties = (component: Json, name: string): string[] =>
  (component.properties as { name: string; value: string }[])
    .filter((each) => each.name === `model-assay:${name}`)
    .map(({ value }) => value);

describe.each(VERSIONS)("CycloneDX %s", (version) => {
  test("is valid for an empty and for a rich inventory", () => {
    expect(validateBom(write(emptyInventory(), version), version)).toEqual([]);
    expect(validateBom(write(richInventory(), version), version)).toEqual([]);
    expect(read(richInventory(), version).specVersion).toBe(version);
  });

  test("says the same whatever the order of the input's keys", () => {
    const turned = JSON.parse(JSON.stringify(richInventory()), (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as Inventory;
    expect(write(turned, version)).toBe(write(richInventory(), version));
  });

  test("is valid whatever stands in the texts", () => {
    for (const text of HOSTILE)
      expect([text.slice(0, 20), validateBom(write(hostile(text), version), version)]).toEqual([text.slice(0, 20), []]);
  });
});

const HOSTILE = [
  "",
  " ",
  "__proto__",
  "constructor",
  "\u0000\u001b[31m\u0007\u202e\ud800x\udfff",
  "<script>alert(1)</script> [x](javascript:alert(1))",
  "http://[::1",
  "https://user:pw@host/%zz#a#b?token=1",
  "file:///etc/passwd",
  "/home/me/../model",
  "C:\\models\\x",
  "urn:cdx:00000000-0000-0000-0000-000000000000/1#x",
  "(((MIT AND",
  "MIT AND constructor",
  "a/b@c?d=e#f",
  "x".repeat(10_000_000),
  "\u{1f600}".repeat(5_000),
];

/** `text` in every field that is a text of the input. */
function hostile(text: string): Inventory {
  const at = { path: text, line: 1 };
  const reference = { name: text, revision: text, url: text };
  const model = inventoryModel(text, {
    name: text,
    version: { value: text, at },
    files: [inventoryFile(text, { mime: text, sha256: text, md5: text, format: text }), inventoryFile(text)],
    facts: everyFact(at, () => text),
    bases: [{ value: { reference, relation: "unknown" }, at }],
    datasets: [
      { value: reference, at },
      { value: reference, at },
    ],
    metrics: [{ value: { type: text, value: text, name: text, dataset: reference, split: text }, at }],
    inputs: [{ value: { name: text, format: text }, at }],
    origin: { value: { source: text, revision: text, fetched: text }, at },
    gaps: [text],
  });
  const image = { image: text, name: text, tag: text, digest: text, at, use: "base" as const };
  const locked = { name: text, version: text, purl: text, hashes: [text, `sha256:${text}`], group: text, via: [text] };
  return emptyInventory({
    subject: { name: text, url: text, commit: text, dirty: false, time: text },
    models: [model, inventoryModel(`${text}2`, { bases: [{ value: { reference, relation: "merge" }, at }] })],
    datasets: [{ id: text, name: text, reference, files: [inventoryFile(text)], facts: everyFact(at, () => text), at }],
    containers: [image, image],
    packages: [
      lockedPackage({ ...locked, at: { ...at, inside: [] }, source: { kind: "url", where: text } }),
      lockedPackage({ ...locked, ecosystem: "npm", at: { ...at, inside: [] } }),
    ],
    stages: [
      {
        name: text,
        command: text,
        inputs: [{ path: text, md5: text }],
        outputs: [{ path: text }],
        parameters: [[text, text]],
        at,
      },
      { name: text, inputs: [], outputs: [], parameters: [], at },
    ],
    contradictions: [{ about: "card", path: text, detail: text, at, other: at }],
    drifts: [{ path: text, model: text, declared: text, found: text, files: [text], at }],
    missing: [{ path: text, detail: text }],
  });
}

describe("the bill of materials", () => {
  const bom = read(richInventory());

  test("is the repository at its commit", () => {
    expect(bom.metadata.component).toMatchObject({
      type: "application",
      name: "demo",
      version: COMMIT,
      purl: `pkg:github/example/demo@${COMMIT}`,
    });
    expect(bom.metadata.timestamp).toBe("2026-01-02T03:04:05.000Z");
  });

  test("has no version and no purl where files differ from the commit", () => {
    const rich = richInventory();
    const dirty = read({ ...rich, subject: { ...rich.subject, dirty: true } });
    expect(dirty.metadata.component).not.toHaveProperty("purl");
    expect(dirty.metadata.component).not.toHaveProperty("version");
    expect(properties(dirty.metadata, "base-commit")).toEqual([COMMIT]);
  });

  test("has a model with its files, card, licence and source", () => {
    const model = named(bom, "model:models/bert");
    expect(model).toMatchObject({
      type: "machine-learning-model",
      version: "1.2.0",
      purl: `pkg:huggingface/example/bert@${COMMIT}`,
      authors: [{ name: "the author" }],
      supplier: { name: "the supplier" },
      licenses: [{ license: { id: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" } }],
    });
    expect(model.components.map((each: Json) => [each["bom-ref"], each["mime-type"], each.hashes[0].alg])).toEqual([
      ["file:models/bert/README.md", "text/markdown", "SHA-256"],
      ["file:models/bert/model.safetensors", "application/octet-stream", "SHA-256"],
    ]);
    expect(model.modelCard).toMatchObject({
      modelParameters: {
        approach: { type: "self-supervised" },
        task: "the task",
        architectureFamily: "the family",
        modelArchitecture: "the architecture",
        datasets: [
          { ref: "data:hub:squad" },
          { type: "dataset", name: "other/set", contents: { url: "https://example.org/set" } },
        ],
        inputs: [{ format: "input_ids: int64 [batch, 512]" }],
        outputs: [{ format: "text" }],
      },
      quantitativeAnalysis: {
        performanceMetrics: [
          { type: "f1", value: "88.5", slice: "dataset=squad; revision=v2; split=validation" },
          { type: "accuracy", value: "0.9" },
        ],
      },
      considerations: {
        users: ["the user"],
        useCases: ["the use"],
        technicalLimitations: ["the limitation", "Out of scope: the out-of-scope"],
        performanceTradeoffs: ["the tradeoff"],
        ethicalConsiderations: [{ name: "the bias" }],
      },
    });
    expect(properties(model.modelCard, "unverified-metric")).toEqual([
      "f1; dataset=squad; revision=v2; split=validation",
    ]);
    expect(properties(model.modelCard, "verified-metric")).toEqual(["accuracy"]);
    expect(properties(model, "parameters:f32")).toEqual(["110000000"]);
    expect(properties(model, "context-length")).toEqual(["512"]);
    expect(JSON.stringify(bom)).not.toContain("secret");
  });

  test("says where each field was read: properties in 1.6, citations in 1.7", () => {
    expect(properties(named(bom, "model:models/bert"), "source:modelCard.modelParameters.task")).toEqual([
      "models/bert/README.md:3",
    ]);
    expect(bom).not.toHaveProperty("citations");
    const later = read(richInventory(), "1.7");
    const index = (later.components as Json[]).findIndex((each) => each["bom-ref"] === "model:models/bert");
    const metric = `/components/${index}/modelCard/quantitativeAnalysis/performanceMetrics/1`;
    const citation = (later.citations as Json[]).find(({ pointers }) => (pointers as string[]).includes(metric));
    expect(citation).toMatchObject({ note: "models/bert/README.md:12", attributedTo: "tool:Model Assay" });
    expect(properties(named(later, "model:models/bert"), "source:modelCard.modelParameters.task")).toEqual([]);
  });

  test("says where fields were read in properties of 1.7 too where no time is known: a citation needs one", () => {
    const rich = richInventory();
    const later = read({ ...rich, subject: { name: "demo", dirty: false } }, "1.7");
    expect(later).not.toHaveProperty("citations");
    expect(properties(named(later, "model:models/bert"), "source:version")).toEqual(["models/bert/README.md:3"]);
  });

  test("has purls only for what is pinned", () => {
    const bases = (bom.components as Json[]).filter((each) => (each["bom-ref"] as string).startsWith("base:"));
    expect(bases.map(({ purl }) => purl as string)).toEqual([
      `pkg:huggingface/google-bert/bert-base-uncased@${COMMIT}`,
    ]);
    expect(named(bom, "model:models/bert").pedigree.ancestors[0]).toMatchObject({
      version: COMMIT,
      properties: expect.arrayContaining([{ name: "model-assay:relation", value: "finetune" }]) as unknown,
    });
    const containers = (bom.components as Json[]).filter(({ type }) => type === "container");
    expect(containers.map(({ purl, version, hashes }) => [purl, version, hashes?.length] as unknown)).toEqual([
      [undefined, undefined, undefined],
      [`pkg:oci/pytorch@sha256%3A${"e".repeat(64)}?repository_url=pytorch%2Fpytorch`, `sha256:${"e".repeat(64)}`, 1],
    ]);
    expect(named(bom, "package:PyPI/mine@0.1")).not.toHaveProperty("purl");
    expect(JSON.stringify(bom)).not.toContain("/home/me");
  });

  test.each(["main", "v1.0", "abc1234", `${COMMIT}0`])("takes %s for no commit of a base", (revision) => {
    const bases = [
      { value: { reference: { name: "org/name", revision }, relation: "unknown" as const }, at: { path: "a" } },
    ];
    const base = named(read(emptyInventory({ models: [inventoryModel("m", { bases })] })), `base:org/name@${revision}`);
    expect(base).not.toHaveProperty("purl");
    expect(base).not.toHaveProperty("version");
    expect(properties(base, "revision")).toEqual([revision]);
  });

  test("has the edges that are known", () => {
    const edges = new Map((bom.dependencies as Json[]).map((each) => [each.ref, each.dependsOn] as const));
    expect(edges.get("model:models/bert")).toEqual([
      `base:google-bert/bert-base-uncased@${COMMIT}`,
      "data:hub:squad",
      "model:models/bert/tokenizer",
    ]);
    expect(edges.get("model:models/lora")).toEqual(["model:models/bert"]);
    expect(edges.get("pkg:pypi/torch@2.5.1")).toEqual(["pkg:pypi/sympy@1.13.1"]);
    expect(edges.has("pkg:pypi/sympy@1.13.1")).toBe(false);
    const root = edges.get(bom.metadata.component["bom-ref"]) as string[];
    expect(root).toContain("pkg:pypi/torch@2.5.1");
    expect(root).not.toContain("pkg:pypi/sympy@1.13.1");
  });

  test("has packages with group, hash and scope", () => {
    expect(named(bom, "pkg:npm/%40types/node@20.0.0")).toMatchObject({
      group: "@types",
      name: "node",
      hashes: [{ alg: "SHA-512", content: "07".repeat(64) }],
    });
    expect(named(bom, "pkg:pypi/pytest@8.0.0").scope).toBe("excluded");
    expect(named(bom, "pkg:pypi/torch@2.5.1")).not.toHaveProperty("scope");
    expect(properties(named(bom, "pkg:pypi/sympy@1.13.1"), "locked-hash")).toEqual(["md5:zz"]);
  });

  test("has no hash of a package of which several archives are locked, but all of them as properties", () => {
    const hashes = [`sha256:${"1".repeat(64)}`, `sha256:${"2".repeat(64)}`];
    const torch = named(read(emptyInventory({ packages: [lockedPackage({ hashes })] })), "pkg:pypi/torch@2.5.1");
    expect(torch).not.toHaveProperty("hashes");
    expect(properties(torch, "locked-hash")).toEqual(hashes);
  });

  test("has a package once that two lockfiles name, with both places", () => {
    const packages = ["a.lock", "b.lock"].map((path) => lockedPackage({ at: { path, inside: [], line: 1 } }));
    const once = read(emptyInventory({ packages }));
    expect(once.components).toHaveLength(1);
    expect(once.components[0].evidence.occurrences).toEqual([
      { location: "a.lock", line: 1 },
      { location: "b.lock", line: 1 },
    ]);
  });

  test("is complete only where all was hashed", () => {
    const complete = (bom.compositions as Json[]).filter(({ aggregate }) => aggregate === "complete");
    expect(complete).toEqual([
      {
        aggregate: "complete",
        assemblies: ["data:data/train.csv", "model:models/bert", "model:models/bert/tokenizer"],
      },
    ]);
    const incomplete = (bom.compositions as Json[]).find((each) => each.aggregate === "incomplete" && each.assemblies);
    expect(incomplete!.assemblies).toContain("model:models/lora");
    expect(properties(bom.metadata, "missing")).toEqual(["models/lora/adapter_model.safetensors: Git LFS pointer"]);
  });

  test("has the stages that made a model", () => {
    const [workflow] = bom.formulation[0].workflows as Json[];
    expect(workflow!.tasks[0]).toMatchObject({
      name: "train",
      steps: [{ commands: [{ executed: "python train.py" }] }],
      inputs: [
        { resource: { ref: "file:data/train.csv" } },
        { resource: { externalReference: { type: "other", url: "train%20me.py" } } },
        { parameters: [{ name: "lr", value: "0.1" }] },
      ],
      outputs: [{ type: "artifact", resource: { ref: "file:models/bert/model.safetensors" } }],
    });
  });

  test("cuts what is too long", () => {
    expect(write(hostile("x".repeat(10_000_000))).length).toBeLessThan(1_000_000);
  });

  test("has another serial number for another content, and the same for the same", () => {
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(read(richInventory()).serialNumber).toBe(bom.serialNumber);
    expect(read(emptyInventory()).serialNumber).not.toBe(bom.serialNumber);
  });

  test("is the same in other time zones and locales", () => {
    const before = write(richInventory());
    const { TZ, LANG, LC_ALL } = process.env;
    const compare = jest.spyOn(String.prototype, "localeCompare").mockImplementation(() => {
      throw new Error("a locale was asked");
    });
    try {
      Object.assign(process.env, { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "sv_SE.UTF-8" });
      expect(write(richInventory())).toBe(before);
    } finally {
      compare.mockRestore();
      for (const [name, value] of Object.entries({ TZ, LANG, LC_ALL })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  test("takes 200 models and 2,000 packages in less than 3 s", () => {
    const packages = Array.from({ length: 2_000 }, (_, i) => lockedPackage({ name: `p${i}`, direct: true }));
    const models = Array.from({ length: 200 }, (_, i) => ({ ...richInventory().models[0]!, path: `m/${i}` }));
    const start = Date.now();
    write({ ...richInventory(), models, packages });
    expect(Date.now() - start).toBeLessThan(120_000);
  });
});

const PYTHON = process.env.MODEL_ASSAY_BOM_PYTHON ?? "/tmp/bomvenv/bin/python";
const SCHEMAS = join(__dirname, "../../node_modules/@cyclonedx/cyclonedx-library/res/schema");

/** Other people's validators, where they are installed: `pip install cyclonedx-python-lib[validation] check-jsonschema`. */
(existsSync(PYTHON) ? describe : describe.skip)(
  "by other validators (skipped where cyclonedx-python-lib is not installed)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "model-assay-test-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    const documents = VERSIONS.flatMap((version) =>
      [emptyInventory(), richInventory(), ...HOSTILE.map(hostile)].map((inventory, index) => {
        const file = join(folder, `${version}-${index}.json`);
        writeFileSync(file, write(inventory, version));
        return { file, version };
      }),
    );

    test("of cyclonedx-python-lib", () => {
      const program = `
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
for arg in sys.argv[1:]:
    version, file = arg.split("=", 1)
    error = JsonStrictValidator(SchemaVersion.from_version(version)).validate_str(open(file).read())
    if error: print(file, str(error)[:500])
`;
      const args = documents.map(({ file, version }) => `${version}=${file}`);
      expect(execFileSync(PYTHON, ["-c", program, ...args], { encoding: "utf8" })).toBe("");
    });

    test.each(VERSIONS)(
      "of check-jsonschema, %s",
      (version) => {
        const schema = join(SCHEMAS, `bom-${version}.SNAPSHOT.schema.json`);
        const files = documents.filter((each) => each.version === version).map(({ file }) => file);
        const said = execFileSync(
          PYTHON,
          ["-m", "check_jsonschema", "--base-uri", `file://${SCHEMAS}/`, "--schemafile", schema, ...files],
          {
            encoding: "utf8",
          },
        );
        expect(said).toContain("ok");
      },
      120_000,
    );
  },
);
