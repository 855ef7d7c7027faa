import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/command";
import { pickle } from "../support/pickle-builder";
import { removeRepos, TestRepo } from "../support/repo";
import { entry, safetensorsFile } from "../support/safetensors-builder";

/** The policy files of examples/policies, with their tests, by the built command; and what the gate does by them. */
const ROOT = join(__dirname, "../../examples/policies");
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => name);

afterAll(removeRepos);

test("each stands in the page of the folder", () => {
  const page = readFileSync(join(ROOT, "README.md"), "utf8");
  expect(FOLDERS.length).toBeGreaterThan(2);
  for (const name of [...FOLDERS, ...readdirSync(ROOT).filter((each) => each.endsWith(".rego"))])
    expect(page).toContain(`](${name}`);
});

test.each(FOLDERS)("%s is a policy, and decides as its tests say", async (name) => {
  const cwd = join(ROOT, name);
  expect(await start("cli.js", ["policy", "check", ".model-assay.yml"], { cwd })).toMatchObject({ code: 0 });
  const { code, stdout } = await start("cli.js", ["policy", "test", "policy-tests"], { cwd });
  expect(stdout).toMatch(/\d+ tests: \d+ passed, 0 failed/);
  expect(code).toBe(0);
});

async function gate(policy: string, files: Record<string, string | Uint8Array>) {
  const repo = TestRepo.create();
  repo.write({ "main.py": "1", ...files });
  copyFileSync(join(ROOT, policy, ".model-assay.yml"), join(repo.root, ".model-assay.yml"));
  repo.commit();
  const { code, stdout } = await start("cli.js", ["gate", repo.root, "--format", "json", "--audit", "false"]);
  const { findings } = JSON.parse(stdout) as { findings: { rule: string }[] };
  return { code, rules: findings.map(({ rule }) => rule) };
}

const WEIGHTS = safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4));

test("a harmless pickle stays out where there are to be none, and safetensors go in", async () => {
  const harmless = pickle(4).int(1).stop();
  expect(await gate("no-pickle-files", { "models/a.pkl": harmless })).toMatchObject({ code: 1, rules: ["MA-POL-004"] });
  expect(await gate("no-pickle-files", { "models/a.safetensors": WEIGHTS })).toEqual({ code: 0, rules: [] });
});

test("a model that nobody signed stays out where all are to be signed", async () => {
  const { code, rules } = await gate("only-signed-models", { "chat/config.json": "{}", "chat/model.safetensors": WEIGHTS });
  expect(rules).toContain("MA-SIG-001");
  expect(code).toBe(1);
});
