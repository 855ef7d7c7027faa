import { join } from "node:path";
import { validateBom } from "../src/bom";
import { start } from "./support/command";
import { removeRepos, temporaryDirectory, TestRepo } from "./support/repo";

afterAll(removeRepos);

interface Component {
  readonly type: string;
  readonly name: string;
  readonly hashes?: readonly { readonly content: string }[];
  readonly components?: readonly Component[];
}

const CARD = `---
license: apache-2.0
base_model: org/base
datasets: [org/data]
---
# Small model

It classifies sentences.
`;
const CONFIG = JSON.stringify({ architectures: ["BertModel"], model_type: "bert" }, null, 2);
const HEADER = '{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}';
const LENGTH = Buffer.alloc(8);
LENGTH.writeBigUInt64LE(BigInt(HEADER.length));
const WEIGHTS = Buffer.concat([LENGTH, Buffer.from(HEADER), Buffer.alloc(16)]);
const MODEL = { "net/README.md": CARD, "net/config.json": CONFIG, "net/model.safetensors": WEIGHTS };

const bom = (cwd: string, args: string[] = [], env: Record<string, string> = {}) =>
  start("cli.js", ["bom", ...args], { cwd, env });
const componentsOf = (text: string) => (JSON.parse(text) as { components: Component[] }).components;

function repository(files: Record<string, string | Uint8Array>): TestRepo {
  const repo = TestRepo.create().write(files);
  repo.git("remote", "add", "origin", "https://user:secret@github.com/org/models.git");
  repo.commit();
  return repo;
}

test.each(["1.6", "1.7"] as const)(
  "a bill of %s is valid, and names models, data, bases and packages",
  async (version) => {
    const { root } = repository({ ...MODEL, "requirements.txt": "torch==2.6.0\n" });
    const { code, stdout } = await bom(root, ["--bom-version", version]);
    expect([code, validateBom(stdout, version)]).toEqual([0, []]);
    const components = componentsOf(stdout);
    expect(components.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "data org/data",
      "library torch",
      "machine-learning-model Small model",
      "machine-learning-model org/base",
    ]);
    const model = components.find(({ name }) => name === "Small model");
    expect(model?.components?.map(({ hashes }) => hashes?.[0]?.content.length)).toEqual([64, 64, 64]);
    expect(stdout).not.toContain("secret");
    expect(stdout).toContain("model-assay:parameters");
  },
);

test("the same tree gives the same bytes, wherever and whenever", async () => {
  const env = { SOURCE_DATE_EPOCH: "1750000000" };
  const one = repository(MODEL);
  const other = new TestRepo(join(temporaryDirectory(), "elsewhere"));
  one.git("clone", "-q", ".", other.root);
  other.git("remote", "set-url", "origin", "https://github.com/org/models");
  const [a, b] = await Promise.all([
    bom(one.root, [], { ...env, TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8" }),
    bom(other.root, [], { ...env, TZ: "America/New_York", LANG: "tr_TR.UTF-8" }),
  ]);
  expect(a.stdout).toBe(b.stdout);
  expect(a.stdout).toContain("2025-06-15T15:06:40");
});

test("what Git LFS keeps elsewhere stands in it by the digest that its pointer says", async () => {
  const oid = "a".repeat(64);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 5\n`;
  const { stdout } = await bom(repository({ ...MODEL, "net/model.safetensors": pointer }).root);
  expect([stdout.includes(oid), validateBom(stdout, "1.6")]).toEqual([true, []]);
});

test("a hostile card changes nothing but its own fields", async () => {
  const card = `---\nlicense: {a: [1]}\nbase_model: [[x]]\nmodel-index: 5\nlanguage: &a [*a]\n---\n# <img src=x onerror=alert(1)>\u202e\n`;
  const { code, stdout } = await bom(repository({ ...MODEL, "net/README.md": card }).root);
  expect([code, validateBom(stdout, "1.6")]).toEqual([0, []]);
});

test("SPDX on request, and the difference of two bills", async () => {
  const repo = repository(MODEL);
  const { stdout: spdx } = await bom(repo.root, ["--bom-format", "spdx"]);
  expect(JSON.parse(spdx)).toMatchObject({ spdxVersion: "SPDX-2.3" });
  await bom(repo.root, ["-o", "../base.cdx.json"]);
  repo.write({ "net/README.md": CARD.replace("apache-2.0", "mit").replace("org/base", "org/other") });
  await bom(repo.root, ["-o", "../head.cdx.json"]);
  const { stdout } = await bom(repo.root, ["diff", "../base.cdx.json", "../head.cdx.json"]);
  expect(stdout).toContain("org/other");
  expect(stdout).toMatch(/MIT/);
});

test.each<[string[], string]>([
  [["a", "b"], "bom takes one directory"],
  [["diff", "a"], "bom diff takes two files"],
  [["diff", "nowhere.json", "x.json"], "nowhere.json cannot be read"],
  [["--bom-version", "1.5"], 'bom-version: "1.5" is not one of 1.6, 1.7'],
])("%j is wrong usage", async (args, words) => {
  const { code, stderr } = await bom(temporaryDirectory(), args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});

test("a manifest of origins that cannot be read is said, with its line", async () => {
  const { code, stderr } = await bom(repository({ ...MODEL, "models.lock.yaml": "version: 2\n" }).root);
  expect([code, stderr]).toEqual([2, expect.stringContaining("models.lock.yaml:1:")]);
});
