import { createHash } from "node:crypto";
import { run } from "../../src/app/run";
import type { RunReport } from "../../src/core/report";
import { removeRepos, TestRepo } from "../support/repo";
import { entry, safetensorsFile } from "../support/safetensors-builder";
import { localGate } from "../support/local-gate";

afterAll(removeRepos);

const CONFIG = JSON.stringify({ architectures: ["BertModel"], model_type: "bert" });
const WEIGHTS = (byte: number) => safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4, byte));
const NEW = { "new/config.json": CONFIG, "new/model.safetensors": WEIGHTS(3) };
const MODEL = { "net/config.json": CONFIG, "net/model.safetensors": WEIGHTS(0) };

async function gate(repo: TestRepo, baseRef: string): Promise<RunReport> {
  return await run({
    ...localGate(repo),
    bom: { format: "cyclonedx", version: "1.6" },
    onDocument: () => undefined,
    baseRef,
  });
}

async function changesOf(repo: TestRepo, baseRef: string): Promise<unknown[] | undefined> {
  const { bom } = await gate(repo, baseRef);
  return bom?.changes?.map((change) => {
    const field = "field" in change ? [change.field] : [];
    return [change.kind, ...("path" in change ? [change.path] : []), ...field];
  });
}

describe("links of the base", () => {
  const linked = (files: Parameters<TestRepo["write"]>[0]) => {
    const repo = TestRepo.create().write({ "net/config.json": CONFIG, "store/a.bytes": WEIGHTS(0), ...files });
    return { repo, base: repo.commit() };
  };
  const direct = { "net/model.safetensors": { link: "../store/a.bytes" } };

  test("what the change leaves alone is the same", async () => {
    const { repo, base } = linked(direct);
    repo.write({ "main.py": "1" }).commit();
    expect(await changesOf(repo, base)).toEqual([]);
  });

  test.each([
    ["to another file", { "store/b.bytes": WEIGHTS(1), "net/model.safetensors": { link: "../store/b.bytes" } }],
    ["whose file has other content", { "store/a.bytes": WEIGHTS(1) }],
  ])("%s", async (_, change) => {
    const { repo, base } = linked(direct);
    repo.write(change).commit();
    expect(await changesOf(repo, base)).toContainEqual(["files-changed", "net"]);
  });

  test("a way over a link to a directory that now leads elsewhere", async () => {
    const { repo, base } = linked({
      current: { link: "store" },
      "net/model.safetensors": { link: "../current/a.bytes" },
      "other/a.bytes": WEIGHTS(1),
    });
    repo.write({ "main.py": "1" }).commit();
    expect(await changesOf(repo, base)).toEqual([]);
    repo.write({ current: { link: "other" } }).commit();
    expect(await changesOf(repo, base)).toContainEqual(["files-changed", "net"]);
  });

  test("that lead nowhere, in a circle, out of the tree or to a directory say nothing", async () => {
    const { repo, base } = linked({
      ...MODEL,
      "net/out.json": { link: "../../../../etc/hostname" },
      "net/root.json": { link: "/etc/hostname" },
      "net/circle.json": { link: "circle.json" },
      "net/gone.json": { link: "gone/gone.json" },
      "net/long.json": { link: `${"./".repeat(2000)}config.json` },
      "net/directory.json": { link: "../store" },
    });
    repo.write({ "main.py": "1" }).commit();
    expect(await changesOf(repo, base)).toEqual([]);
  });

  test("a file that became a link to something that is not in the commit cannot be compared, nor the other way", async () => {
    const repo = TestRepo.create().write({ ...MODEL, ".gitignore": "cache/\n", "cache/w": WEIGHTS(1) });
    const base = repo.commit();
    const linking = repo.write({ "net/model.safetensors": { link: "../cache/w" } }).commit();
    expect(await changesOf(repo, base)).toEqual([["files-changed", "net"]]);
    repo.write({ "main.py": "1" }).commit();
    expect(await changesOf(repo, linking)).toEqual([]);
    repo.write({ "net/model.safetensors": WEIGHTS(2) }).commit();
    expect(await changesOf(repo, linking)).toEqual([["not-comparable", "net"]]);
  });
});

test("what a sparse checkout leaves out did not go away", async () => {
  const repo = TestRepo.create().write({ ...MODEL, "two/model.safetensors": WEIGHTS(1), "src/a.py": "1" });
  const base = repo.commit();
  repo.write({ "src/a.py": "2" }).commit();
  repo.git("sparse-checkout", "set", "src");
  expect(await changesOf(repo, base)).toEqual([]);
});

test("a single file that moved under another name did only that", async () => {
  const repo = TestRepo.create().write({ "a/net.safetensors": WEIGHTS(0) });
  const base = repo.commit();
  repo.git("mv", "a/net.safetensors", "a/net-v2.safetensors");
  repo.commit();
  expect(await changesOf(repo, base)).toEqual([["model-moved", "a/net-v2.safetensors"]]);
});

test("the first record of models.lock.yaml makes no news of the models that were there without one", async () => {
  const repo = TestRepo.create().write(MODEL);
  const base = repo.commit();
  repo.write({ ...NEW, "third/model.safetensors": WEIGHTS(4) });
  repo.write({ "models.lock.yaml": recordOf("hf:org/new") }).commit();
  expect(await unlistedIn(repo, base)).toEqual([
    ["net", "old"],
    ["third/model.safetensors", "new"],
  ]);
});

test("a record that is taken away, or names another source, is told; one that cannot be read stops the run", async () => {
  const repo = TestRepo.create().write({ ...MODEL, ...NEW });
  const base = repo.write({ "models.lock.yaml": recordOf("hf:org/new") }).commit();
  repo.write({ "models.lock.yaml": recordOf("https://elsewhere.example/new") }).commit();
  expect(await changesOf(repo, base)).toEqual([["field-changed", "new", "origin"]]);
  repo.remove("models.lock.yaml").commit();
  expect(await changesOf(repo, base)).toEqual([["field-changed", "new", "origin"]]);
  expect(await unlistedIn(repo, base)).toEqual([
    ["net", "old"],
    ["new", "new"],
  ]);
  repo.write({ "models.lock.yaml": "models: [" }).commit();
  await expect(gate(repo, base)).rejects.toMatchObject({ name: "ConfigurationError" });
});

test("where the base's files cannot be put on disk, what was found still counts", async () => {
  const repo = TestRepo.create().write({ ...MODEL, ...NEW });
  const base = repo.write({ "models.lock.yaml": recordOf("hf:org/new") }).commit();
  repo.write({ "new/model.safetensors": WEIGHTS(4) }).commit();
  const tmpdir = jest.spyOn(jest.requireActual<typeof import("node:os")>("node:os"), "tmpdir");
  tmpdir.mockReturnValue("/nonexistent");
  try {
    const { bom, findings, notices } = await gate(repo, base);
    expect(bom?.changes).toBeUndefined();
    expect(findings.map(({ rule }) => rule)).toContain("MA-BOM-007");
    expect(notices.join()).toContain("could not be compared with the base's");
  } finally {
    tmpdir.mockRestore();
  }
});

/** `new` came from there, with the weights of `WEIGHTS(3)`. */
function recordOf(source: string): string {
  const weights = WEIGHTS(3);
  const sha256 = createHash("sha256").update(weights).digest("hex");
  const file = `      - path: model.safetensors\n        size: ${weights.length}\n        sha256: ${sha256}\n`;
  const model = `  - path: new\n    source: ${source}\n    fetched: 2026-01-01T00:00:00Z\n    files:\n${file}`;
  return `version: 1\nmodels:\n${model}`;
}

async function unlistedIn(repo: TestRepo, base: string): Promise<string[][]> {
  const { findings } = await gate(repo, base);
  const told = findings.filter(({ rule }) => rule === "MA-BOM-008");
  return told.map(({ message, baseline }) => [message.split(" ")[0]!, baseline === true ? "old" : "new"]);
}
