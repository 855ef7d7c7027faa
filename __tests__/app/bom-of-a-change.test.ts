import { run, type DocumentKind } from "../../src/app/run";
import { validateBom } from "../../src/bom";
import type { RunReport } from "../../src/core/report";
import { createReporters } from "../../src/report";
import { RULES } from "../../src/rules";
import { entry, safetensorsFile } from "../support/safetensors-builder";
import { removeRepos, TestRepo } from "../support/repo";
import { localGate } from "../support/local-gate";

afterAll(removeRepos);

const CARD = (license: string, base = "org/base") => `---\nlicense: ${license}\nbase_model: ${base}\n---\n# Net\n`;
const CONFIG = JSON.stringify({ architectures: ["BertModel"], model_type: "bert" });
const WEIGHTS = (byte: number) => safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4, byte));
const MODEL = { "net/README.md": CARD("mit"), "net/config.json": CONFIG, "net/model.safetensors": WEIGHTS(0) };
const LOCKS = { "requirements.txt": "-r more.lst\n", "more.lst": "six==1.16.0\n" };

interface Told {
  readonly report: RunReport;
  readonly documents: { [kind in DocumentKind]?: string };
  /** Kinds of changes, with the field where there is one. */
  readonly changes: readonly string[] | undefined;
}

async function gate(repo: TestRepo, baseRef?: string): Promise<Told> {
  const documents: { [kind in DocumentKind]?: string } = {};
  const report = await run({
    ...localGate(repo),
    bom: { format: "cyclonedx", version: "1.6" },
    onDocument: (kind, text) => (documents[kind] = text),
    ...(baseRef === undefined ? {} : { baseRef }),
  });
  const changes = report.bom?.changes?.map((change) => ("field" in change ? change.field : change.kind));
  return { report, documents, changes };
}

function base(files: Record<string, string | Uint8Array> = {}): { repo: TestRepo; commit: string } {
  const repo = TestRepo.create();
  return { repo, commit: repo.write({ ...MODEL, ...LOCKS, ...files }).commit() };
}

test("weights, licence and packages that changed are told; the rest of the tree is the same", async () => {
  const { repo, commit } = base({ "other/config.json": CONFIG, "other/model.safetensors": WEIGHTS(1) });
  repo.write({ "net/README.md": CARD("llama3"), "net/model.safetensors": WEIGHTS(9), "more.lst": "six==1.17.0\n" });
  repo.commit();
  const { report, documents, changes } = await gate(repo, commit);
  expect(changes).toEqual(["files-changed", "license", "packages"]);
  expect(report.bom).toMatchObject({ models: 2, packages: 1, missing: 0 });
  expect(report.bom?.changes?.[2]).toMatchObject({ change: "upgraded", packages: { first: ["six 1.16.0 → 1.17.0"] } });
  expect(validateBom(documents.bom!, "1.6")).toEqual([]);
});

test.each([
  ["a model that is gone", (repo: TestRepo) => repo.remove("net"), ["model-removed"]],
  ["nothing", (repo: TestRepo) => repo.write({ "main.py": "1" }), []],
  ["a new model", (repo: TestRepo) => repo.write({ "b/model.safetensors": WEIGHTS(3) }), ["model-added"]],
  [
    "safetensors that became a pickle",
    (repo: TestRepo) =>
      repo.remove("net/model.safetensors").write({ "net/pytorch_model.bin": Buffer.from("\x80\x02}.", "latin1") }),
    ["less-safe-format", "files-changed", "dtype", "parameters"],
  ],
])("%s", async (_, change, expected) => {
  const { repo, commit } = base();
  change(repo).commit();
  expect((await gate(repo, commit)).changes).toEqual(expected);
});

test("a model that moved is told as moved", async () => {
  const { repo, commit } = base();
  repo.git("mv", "net", "nets");
  repo.commit();
  expect((await gate(repo, commit)).changes).toEqual(["model-moved"]);
});

test("what the base keeps by Git LFS is known by its pointer, and that nothing else is known of it is no news", async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 5\n`;
  const { repo, commit } = base({ "net/model.safetensors": pointer });
  repo.write({ "net/model.safetensors": WEIGHTS(2) }).commit();
  expect((await gate(repo, commit)).changes).toEqual(["files-changed"]);
});

test("names that are no UTF-8, links and large files of the base are no obstacle", async () => {
  const { repo, commit } = base({ "net/big.bin": Buffer.alloc(17 * 1024 ** 2, 7) });
  repo.write({ "net/link": { link: "config.json" }, "net/big.bin": Buffer.alloc(17 * 1024 ** 2, 8) });
  repo.writeRaw(Buffer.from("net/\xff.txt", "latin1"), "x").commit();
  expect((await gate(repo, commit)).changes).toEqual(["files-changed"]);
});

test("without a base there is nothing to compare, and without a model nothing to tell", async () => {
  const { repo } = base();
  expect((await gate(repo)).changes).toBeUndefined();
  const empty = TestRepo.create();
  empty.write({ "main.py": "1" }).commit();
  const { report } = await gate(empty);
  const markdown = createReporters(RULES).find(({ id }) => id === "markdown")!;
  expect(markdown.render(report)).not.toContain("Bill of materials");
});

test("the summary shows what is worth a look, and folds the coverage", async () => {
  const { repo, commit } = base();
  repo.write({ "net/README.md": CARD("llama3") }).commit();
  const { report } = await gate(repo, commit);
  const markdown = createReporters(RULES)
    .find(({ id }) => id === "markdown")!
    .render(report);
  expect(markdown).toContain("### Bill of materials");
  expect(markdown).toContain("1 change of the bill of materials, 1 worth a look.");
  expect(markdown).toMatch(/<summary>What it knows of them: \d+ of \d+ elements<\/summary>/);
  const text = createReporters(RULES)
    .find(({ id }) => id === "text")!
    .render(report);
  expect(text).toContain("Bill of materials\n  The whole tree has 1 model and 1 package.\n");
});

test("a bill of an earlier run is no part of this one, and a lockfile that cannot be read is named", async () => {
  const sbom = JSON.stringify({
    bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
    components: [{ type: "library", name: "ghost", version: "1", purl: "pkg:pypi/ghost@1" }],
  }); // prettier-ignore
  const { repo, commit } = base();
  repo.write({ "bom.cdx.json": sbom, "poetry.lock": "[[package" }).commit();
  const { report, documents } = await gate(repo, commit);
  expect(documents.bom).not.toContain("ghost");
  expect(report.bom?.missing).toBe(1);
  expect(documents.bom).toContain("poetry.lock: not read in full");
});
