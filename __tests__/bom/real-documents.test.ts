import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { validateBom } from "../../src/bom";
import { start } from "../support/command";
import {
  OTHER_VALIDATORS,
  REAL_MODELS,
  writeRealModels,
  type RealModel,
  type WrittenDocument,
} from "../support/other-validators";

/** Real cards and configurations; not a part of the project. Models of real libraries are written where these are installed. */
const CARDS = process.env["MODEL_ASSAY_CARDS"] ?? join(__dirname, "../../../shared/data/cards");
const VERSIONS = ["1.6", "1.7", "spdx"] as const;
const FOLDER = mkdtempSync(join(tmpdir(), "model-assay-real-"));
const MODELS = join(FOLDER, "models");
const DOCUMENTS: WrittenDocument[] = [];
afterAll(() => rmSync(FOLDER, { recursive: true }));

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = Record<string, any>;

/** The bill of a directory, as a user gets it. */
async function billOf(directory: string, version: (typeof VERSIONS)[number]): Promise<Json> {
  const how = version === "spdx" ? ["--bom-format", "spdx"] : ["--bom-version", version];
  const env = { SOURCE_DATE_EPOCH: "1750000000" };
  const { code, stdout, stderr } = await start("cli.js", ["bom", directory, ...how], { cwd: FOLDER, env });
  expect([code, stderr]).toEqual([0, ""]);
  if (version !== "spdx") expect(validateBom(stdout, version)).toEqual([]);
  const path = join(FOLDER, `${DOCUMENTS.length}.${version}.json`);
  // pyspdxtools looks at the name.
  writeFileSync(version === "spdx" ? path.replace(/json$/, "spdx.json") : path, stdout);
  DOCUMENTS.push({ path: version === "spdx" ? path.replace(/json$/, "spdx.json") : path, version });
  return JSON.parse(stdout) as Json;
}

const componentsOf = (bill: Json): Json[] =>
  (bill["components"] as Json[]).flatMap((each) => [each, ...((each["components"] ?? []) as Json[])]);

/** Every digest that stands in a bill, by the path of the file. */
function digestsOf(bill: Json): Record<string, string> {
  if (bill["spdxVersion"] !== undefined)
    return Object.fromEntries(
      (bill["packages"] as Json[])
        .filter((each) => each["primaryPackagePurpose"] === "FILE")
        .map((each) => [each["name"], each["checksums"]?.[0]?.checksumValue]),
    ) as Record<string, string>;
  return Object.fromEntries(
    componentsOf(bill)
      .filter(({ type }) => type === "file")
      .map((each) => [each["name"], each["hashes"]?.[0]?.content]),
  ) as Record<string, string>;
}

function filesOf(directory: string): Record<string, string> {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
  const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
  return Object.fromEntries(paths.map((path) => [relative(directory, path), digest(path)]));
}

const property = (component: Json, name: string): string[] =>
  ((component["properties"] ?? []) as Json[])
    .filter((each) => each["name"] === `model-assay:${name}`)
    .map((each) => String(each["value"]));

const modelOf = (bill: Json): Json =>
  (bill["components"] as Json[]).find(
    (each) => each["type"] === "machine-learning-model" && property(each, "path").length > 0,
  )!;

const REAL_CARDS = existsSync(CARDS)
  ? readdirSync(CARDS, { withFileTypes: true }).filter((each) => each.isDirectory())
  : [];

/** What stands in the cards and configurations of that folder, read by a person. */
const READ: Readonly<Record<string, RealModel>> = {
  "azureml-mlflow": {},
  "gemma2-adapter": { kind: "adapter", name: "Gemma2-fine-tuning", base: "unsloth/gemma-2-9b-it-bnb-4bit" },
  "infimm-zephyr": { name: "InfiMM" },
  "mixtral-merge": { architecture: "MixtralForCausalLM", family: "mixtral" },
  "reflection-llama-3.1-70b": { architecture: "LlamaForCausalLM", family: "llama" },
  "whisper-small-onnx": { family: "whisper" },
  "wizardcoder-gptq": { family: "gpt_bigcode" },
};

const CARD_NAMES = REAL_CARDS.map(({ name }) => name);

// `describe.each` refuses an empty table, and a skipped block is read all the same.
(CARD_NAMES.length > 0 ? describe : describe.skip)("real cards (skipped where MODEL_ASSAY_CARDS is not there)", () => {
  describe.each(CARD_NAMES.length > 0 ? CARD_NAMES : ["none"])("%s", (name) => {
    const copy = join(FOLDER, "cards", name);
    beforeAll(() => cpSync(join(CARDS, name), copy, { recursive: true }));

    test.each(VERSIONS)("has a valid bill of %s, every file of a model with its digest", async (version) => {
      const bill = await billOf(copy, version);
      const files = filesOf(copy);
      const digests = digestsOf(bill);
      for (const [path, digest] of Object.entries(digests)) expect([path, digest]).toEqual([path, files[path]]);
      if (name !== "dvc-example") expect(Object.keys(digests).sort()).toEqual(Object.keys(files).sort());
    });

    (READ[name] === undefined ? test.skip : test)("says what a person reads there", async () =>
      expectSaid(modelOf(await billOf(copy, "1.6")), READ[name]!, undefined),
    );
  });
});

/** Every field of `said` is in the bill. */
function expectSaid(model: Json, said: RealModel, bill: Json | undefined): void {
  const card = (model["modelCard"] ?? {}) as Json;
  const parameters = (card["modelParameters"] ?? {}) as Json;
  if (said.name !== undefined) expect(model["name"]).toBe(said.name);
  if (said.kind !== undefined) expect(property(model, "kind")).toEqual([said.kind]);
  if (said.parameters !== undefined) expect(property(model, "parameters")).toEqual([String(said.parameters)]);
  for (const [dtype, count] of Object.entries(said.dtypes ?? {}))
    expect([dtype, property(model, `parameters:${dtype.toLowerCase().replaceAll("_", "-")}`)]).toEqual([
      dtype,
      [String(count)],
    ]);
  if (said.architecture !== undefined) expect(parameters["modelArchitecture"]).toBe(said.architecture);
  if (said.family !== undefined) expect(parameters["architectureFamily"]).toBe(said.family);
  if (said.task !== undefined) expect(parameters["task"]).toBe(said.task);
  if (said.license !== undefined)
    expect((model["licenses"] as Json[]).map(({ license }) => (license as Json)["id"] as string)).toEqual([
      said.license,
    ]);
  if (said.base !== undefined)
    expect((model["pedigree"]["ancestors"] as Json[]).map((each) => each["name"] as string)).toContain(said.base);
  if (said.metric !== undefined)
    expect((card["quantitativeAnalysis"]["performanceMetrics"] as Json[])[0]!["value"]).toBe(said.metric);
  if (said.inputs !== undefined) expect(parameters["inputs"]).toHaveLength(said.inputs);
  if (said.input !== undefined) expect(JSON.stringify(parameters["inputs"])).toContain(said.input);
  if (said.output !== undefined) expect(JSON.stringify(parameters["outputs"])).toContain(said.output);
  for (const [name, value] of Object.entries(said.properties ?? {})) expect(property(model, name)).toEqual([value]);
  if (said.datasets !== undefined && bill !== undefined)
    expect(
      (bill["components"] as Json[])
        .filter(({ type }) => type === "data")
        .map((each) => each["name"] as string)
        .sort(),
    ).toEqual(said.datasets);
}

describe("models that their own libraries wrote (skipped where MODEL_ASSAY_MODEL_PYTHON names no Python with these)", () => {
  const written = writeRealModels(MODELS);

  describe.each(REAL_MODELS)("%s", (name) => {
    const said = written.get(name);
    const here = said === undefined ? test.skip : test;
    const directory = join(MODELS, name);

    here.each(VERSIONS)("has a valid bill of %s with every file and its digest", async (version) => {
      const bill = await billOf(directory, version);
      expect(digestsOf(bill)).toEqual(filesOf(directory));
    });

    here("says what the library itself says", async () => {
      const bill = await billOf(directory, "1.6");
      const models = (bill["components"] as Json[]).filter((each) => property(each, "path").length > 0);
      // One file is a model by itself.
      const [file, ...others] = Object.keys(filesOf(directory));
      expect(models.map((each) => property(each, "path"))).toEqual([[others.length === 0 ? file : "."]]);
      expectSaid(models[0]!, said!, bill);
      expect(property(models[0]!, "gap")).toEqual([]);
    });
  });
});

describe("all of these documents", () => {
  test.each(OTHER_VALIDATORS)(
    "are valid for $name, or it is not installed",
    ({ installed, problems }) => {
      if (!installed) return console.warn("skipped: it is not installed");
      expect(problems(DOCUMENTS)).toBe("");
    },
    300_000,
  );
});
