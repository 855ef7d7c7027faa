import { run } from "../../src/app/run";
import type { RunReport } from "../../src/core/report";
import { removeRepos, TestRepo } from "../support/repo";
import { entry, safetensorsFile } from "../support/safetensors-builder";
import { localGate } from "../support/local-gate";

afterAll(removeRepos);

const CONFIG = JSON.stringify({ architectures: ["BertModel"], model_type: "bert" });
const WEIGHTS = (byte: number) => safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4, byte));
const CARD = (license: string) => `---\nlicense: ${license}\n---\n# Net\n`;
const NET = { "net/README.md": CARD("mit"), "net/config.json": CONFIG, "net/model.safetensors": WEIGHTS(0) };

interface Asked {
  readonly baseRef?: string;
  readonly part?: string;
  readonly bom?: boolean;
}

async function gate(repo: TestRepo, { baseRef, part, bom }: Asked = {}): Promise<RunReport> {
  return run({
    ...localGate(repo),
    ...(bom === true ? { bom: { format: "cyclonedx", version: "1.6" } } : {}),
    ...(baseRef === undefined ? {} : { baseRef }),
    ...(part === undefined ? {} : { part }),
  });
}

/** `rule path` of what stops it, and of what is old. */
function told({ findings, decision }: RunReport): { blocking: string[]; old: string[] } {
  const named = (ids: readonly string[]) =>
    findings.filter(({ id }) => ids.includes(id)).map(({ rule, location }) => `${rule} ${location.path}`);
  return { blocking: named(decision.blocking), old: named(decision.old) };
}

function repository(policy: string, files: Parameters<TestRepo["write"]>[0] = NET): { repo: TestRepo; base: string } {
  const repo = TestRepo.create().write({ ".model-assay.yml": `version: 1\nfail-on: medium\n${policy}\n`, ...files });
  return { repo, base: repo.commit() };
}

const SOURCES = "sources: { allow: ['huggingface.co/acme/*'] }";
const LICENSES = "licenses: { allow: [apache-2.0] }";

test.each([
  ["without a bill of materials", false],
  ["with one", true],
])("sources, licences and wanted evidence are asked about %s", async (_, bom) => {
  const { repo } = repository(`${SOURCES}\n${LICENSES}\nbom: { require: [dataset] }`);
  const report = await gate(repo, { bom });
  expect(report.verdict).toBe("fail");
  expect(told(report).blocking).toEqual([
    "MA-BOM-006 net/README.md",
    "MA-POL-010 net/README.md",
    "MA-POL-011 net/README.md",
  ]);
  expect(report.bom === undefined).toBe(!bom);
});

test("what the base has is old, until the weights are other ones", async () => {
  const { repo, base } = repository(`${SOURCES}\n${LICENSES}`);
  repo.write({ "a.py": "x = 1\n" }).commit();
  const same = told(await gate(repo, { baseRef: base }));
  expect(same).toEqual({ blocking: [], old: ["MA-POL-010 net/README.md", "MA-POL-011 net/README.md"] });
  repo.write({ "net/model.safetensors": WEIGHTS(1) }).commit();
  const swapped = told(await gate(repo, { baseRef: base }));
  expect(swapped).toEqual({ blocking: ["MA-POL-010 net/README.md"], old: ["MA-POL-011 net/README.md"] });
});

test("a change of the licence is news, and the base's list decides", async () => {
  const { repo, base } = repository("licenses: { deny: [cc-by-nc-4.0] }");
  repo.write({ ".model-assay.yml": "version: 1\n", "net/README.md": CARD("cc-by-nc-4.0") }).commit();
  const { blocking } = told(await gate(repo, { baseRef: base }));
  expect(blocking).toContain("MA-POL-011 net/README.md");
});

test("formats and code: what is not on the list stops it", async () => {
  const { repo } = repository(`formats: { allow: [onnx] }\n${SOURCES}`, {
    "net/model.safetensors": WEIGHTS(0),
    "load.py":
      "from transformers import AutoModel\nAutoModel.from_pretrained('evil/net')\nAutoModel.from_pretrained('acme/net')\n",
  });
  expect(told(await gate(repo)).blocking).toEqual([
    "MA-POL-012 load.py",
    "MA-POL-004 net/model.safetensors",
    "MA-POL-010 net/model.safetensors",
  ]);
});

test("where only a part is looked at, it is said and nothing is asked", async () => {
  const { repo } = repository(SOURCES);
  const report = await gate(repo, { part: "scan looks at files alone" });
  expect(report.findings).toEqual([]);
  expect(report.notices).toContain(
    "What the policy asks of whole models was not looked at: scan looks at files alone. model-assay gate does.",
  );
});

test("a records file that cannot be read stops the run, and is no way around the list", async () => {
  const { repo } = repository(SOURCES, { ...NET, "models.lock.yaml": "- x\n" });
  await expect(gate(repo)).rejects.toThrow(/models\.lock\.yaml/);
});

test("a change of the workflow that runs the gate is told beside all else", async () => {
  const { repo, base } = repository("", NET);
  repo
    .write({ ".github/workflows/gate.yml": "jobs: { a: { steps: [{ uses: model-assay/model-assay@v1 }] } }\n" })
    .commit();
  const report = await gate(repo, { baseRef: base });
  expect(report.findings).toMatchObject([
    { rule: "MA-POL-008", severity: "medium", location: { path: ".github/workflows/gate.yml" } },
  ]);
});
