import { openOwnRules } from "../../../src/app/rego/own-rules";
import { ConfigurationError } from "../../../src/core/host";
import { buildEvidence } from "../../../src/policy/rego/build-evidence";
import type { RuleFolder } from "../../../src/policy/rego/rule-files";
import { buildRegoWorker } from "../../support/rego-worker";
import { NO_CONTEXT } from "../../support/scan";

let built: ReturnType<typeof buildRegoWorker>;
beforeAll(() => {
  built = buildRegoWorker();
});
afterAll(() => built.remove());

const EVIDENCE = buildEvidence(
  {
    time: "2026-11-21T12:00:00Z",
    stage: "gate",
    subject: { repository: null, commit: null, event: null },
    actor: null,
    refs: { base: null, head: null },
  },
  { artifacts: [], findings: [] },
);

function folder(owner: string, text: string): RuleFolder {
  return { path: owner, owner, names: () => ["a.rego"], read: () => Buffer.from(`package model_assay\n${text}\n`) };
}

const ask = (evidence: typeof EVIDENCE, ...folders: RuleFolder[]) =>
  openOwnRules(folders, ".model-assay.yml", { workerPath: built.workerPath, timeMs: 30_000 }).ask(evidence, NO_CONTEXT);

test("every folder is asked by itself: one cannot change what another means, and both may refuse", async () => {
  const org = folder("acme/policies", 'fine if input.stage == "promotion"\ndeny contains {"msg": "org"} if not fine');
  const own = folder("this repository", 'fine if true\nwarn contains {"msg": "own"} if fine');
  const { findings, missing } = await ask(EVIDENCE, org, own);
  expect(missing).toEqual([]);
  expect(findings.map(({ rule, message, severity, evidence }) => [rule, message, severity, evidence])).toEqual([
    ["MA-POL-006", "org", "high", "deny of acme/policies"],
    ["MA-POL-006", "own", "medium", "warn of this repository"],
  ]);
});

test("one folder without an answer leaves those of others, and a gap", async () => {
  const broken = folder("acme/policies", 'deny contains {"msg": "x"} if 1 / count(input.artifacts) > 0');
  const { findings, missing } = await ask(EVIDENCE, broken, folder("me", 'deny contains {"msg": "own"} if true'));
  expect(findings.map(({ rule }) => rule)).toEqual(["MA-POL-007", "MA-POL-006"]);
  expect(missing).toEqual([expect.stringMatching(/^The rules of acme\/policies gave no answer: .*divide by zero/)]);
});

test("evidence that lacks a field is never shown to rules", async () => {
  const without = { ...EVIDENCE, bom: undefined };
  const { findings, missing } = await ask(
    without as unknown as typeof EVIDENCE,
    folder("me", 'deny contains {"msg": "x"} if false'),
  );
  expect(findings).toMatchObject([{ rule: "MA-POL-007", message: expect.stringMatching(/required property 'bom'/) }]);
  expect(missing).toHaveLength(1);
});

test("rules that cannot be used end the run, with whose they are", async () => {
  const slip = ask(EVIDENCE, folder("acme/policies", 'deny contains {"msg": "x"} if {'));
  await expect(slip).rejects.toThrow(ConfigurationError);
  await expect(slip).rejects.toThrow(
    /The Rego rules of acme\/policies cannot be used: acme\/policies\/a\.rego:\d+:\d+: /,
  );
  const none = { ...folder("me", ""), names: () => [] };
  expect(() => openOwnRules([none], ".model-assay.yml")).toThrow(ConfigurationError);
});
