import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { policyCommand } from "../../../src/app/policy/command-policy";
import { ConfigurationError } from "../../../src/core/host";
import { pickle } from "../../support/pickle-builder";
import { removeRepos, TestRepo } from "../../support/repo";
import { runCommand } from "../../support/run-command";

/** `policy input`: what rules in Rego would see of a gate, without any rule. */
afterAll(removeRepos);

const SCHEMA = JSON.parse(readFileSync(join(__dirname, "../../../schemas/evidence.schema.json"), "utf8")) as object;
const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(SCHEMA);
const EVIL = pickle(4).global("os", "system").string("id").tuple1().reduce().stop();
const HARMLESS = pickle(4).none().stop();

let told: jest.SpyInstance;
beforeEach(() => (told = jest.spyOn(process.stderr, "write").mockImplementation(() => true)));
afterEach(() => told.mockRestore());

async function input(repo: TestRepo, ...argv: string[]) {
  const ended = await runCommand(policyCommand, ["policy", "input", "--audit", "false", ...argv], repo.root);
  const stderr = told.mock.calls.map(([text]) => String(text)).join("");
  return { ...ended, stderr };
}

test("is the whole document, valid by the schema, and exit code 0 also where a gate would fail", async () => {
  const repo = TestRepo.create().write({ "m.pkl": EVIL });
  const { code, stdout } = await input(repo);
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as Record<string, unknown>;
  expect([valid(document), valid.errors]).toEqual([true, null]);
  expect(document).toMatchObject({
    stage: "gate",
    actor: null,
    artifacts: [{ path: "m.pkl", format: "pickle" }],
    findings: [{ rule: "MA-PKL-001", path: "m.pkl", waived: false }],
    packages: null,
    bom: null,
  });
  expect(document["models"]).toEqual(expect.any(Array));
});

test("of a change it is what the change brings, and the commits are told", async () => {
  const repo = TestRepo.create().write({ "old.pkl": HARMLESS });
  const base = repo.commit("old");
  repo.write({ "new.pkl": HARMLESS });
  const head = repo.commit("new");
  const document = JSON.parse((await input(repo, "--base", base)).stdout);
  expect(document.artifacts.map(({ path }: { path: string }) => path)).toEqual(["new.pkl"]);
  expect(document.refs).toEqual({ base: { name: null, commit: base }, head: { name: null, commit: head } });
});

test("waivers of the policy have happened, and rules that do not parse yet are no hindrance", async () => {
  const repo = TestRepo.create().write({
    "m.pkl": pickle(4).global("mylib.nets", "Net").emptyTuple().newobj().stop(),
    ".model-assay.yml": 'version: 1\nrego: rules\npickle: { allow: [{ name: mylib.nets.Net, reason: "ours" }] }\n',
    "rules/a.rego": "package model_assay\n\ndeny contains {",
  });
  const document = JSON.parse((await input(repo)).stdout);
  expect(document.findings).toMatchObject([{ rule: "MA-PKL-002", waived: true }]);
});

test("goes to a file, with a word of what it does not hold", async () => {
  const repo = TestRepo.create().write({ "m.pkl": HARMLESS });
  const { stdout, stderr } = await input(repo, "-o", "input.json");
  expect(stdout).toBe("");
  expect(valid(JSON.parse(readFileSync(join(repo.root, "input.json"), "utf8")))).toBe(true);
  expect(stderr).toContain("What rules see of this run is in input.json.\n");
  expect(stderr).toContain("Not known here, so null: actor, packages, advisories, bom.\n");
});

test("with a bill of materials the field bom is there, as in a gate with one", async () => {
  const repo = TestRepo.create().write({ "m.pkl": HARMLESS });
  const document = JSON.parse((await input(repo, "--bom-path", "bom.json")).stdout);
  expect(document.bom).toMatchObject({ models: expect.any(Number) });
  expect(JSON.parse(readFileSync(join(repo.root, "bom.json"), "utf8"))).toMatchObject({ bomFormat: "CycloneDX" });
});

test("what could not be looked at is said, and is no failure", async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12\n`;
  const repo = TestRepo.create().write({ "\u202em.pkl": pointer });
  const { code, stdout, stderr } = await input(repo, "--lfs-max-size", "0");
  expect([code, valid(JSON.parse(stdout))]).toEqual([0, true]);
  expect(stderr).toMatch(/^Not looked at: .*m\.pkl/m);
  expect(stderr + stdout).not.toContain("\u202e");
});

test("--quiet says nothing beside the document", async () => {
  expect((await input(TestRepo.create().write({ "m.pkl": HARMLESS }), "--quiet")).stderr).toBe("");
});

test("a wrong name or place is told before anything is looked at", async () => {
  const repo = TestRepo.create();
  await expect(input(repo, "a", "b")).rejects.toThrow("policy input takes one name");
  await expect(input(repo, "nowhere")).rejects.toThrow(ConfigurationError);
  await expect(input(repo, "-o", "nowhere/x.json")).rejects.toThrow("there is no directory nowhere");
  await expect(input(repo, "--format", "json")).rejects.toThrow("policy input takes no --format");
});
