import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { EVIDENCE_FIELDS } from "../../src/core/evidence";
import { askEngine, compileEngine } from "../../src/policy/rego/engine";
import { readReply } from "../../src/policy/rego/reply";
import { requestJson } from "../../src/policy/rego/request";
import { examples, withoutEach } from "../../tools/policies/cases.cjs";

/** The examples by our engine; `tools/policies/compare-opa.mjs` holds the same cases against the real `opa`. */
const ROOT = join(__dirname, "../..");
const schema = JSON.parse(readFileSync(join(ROOT, "schemas/evidence.schema.json"), "utf8")) as { properties: object };
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats(ajv);
const isEvidence = ajv.compile(schema);
const engine = compileEngine(readFileSync(join(ROOT, "tools/rego/rego.wasm")));
const { policies, cases, base } = examples(ROOT);

function ask(policy: string, evidence: object) {
  const files = [{ name: `${policy}.rego`, text: policies.get(policy)! }];
  const request = requestJson({ files, evidence, fields: EVIDENCE_FIELDS, now: Date.UTC(2026, 10, 21, 12) });
  const answer = askEngine(engine, request, 64 * 1024 ** 2);
  if (!("reply" in answer)) throw new Error(answer.detail);
  return readReply(answer.reply);
}

test("the fields that rules may ask for are those of the schema", () => {
  expect(Object.keys(schema.properties)).toEqual(EVIDENCE_FIELDS);
});

test("each policy has cases that pass and cases that do not", () => {
  for (const policy of policies.keys()) {
    const own = cases.filter((each) => each.policy === policy);
    expect(own.some(({ deny }) => deny === 0) && own.some(({ deny }) => deny > 0)).toBe(true);
  }
  expect(cases.filter(({ policy }) => !policies.has(policy))).toEqual([]);
});

test.each(cases.map((each) => [each.policy, each.name, each] as const))(
  "%s: %s",
  (policy, _, { evidence, deny, warn }) => {
    expect([isEvidence(evidence), isEvidence.errors]).toEqual([true, null]);
    const rules = ask(policy, evidence).map(({ rule }) => rule);
    expect([rules.filter((rule) => rule === "deny").length, rules.filter((rule) => rule === "warn").length]).toEqual([
      deny,
      warn,
    ]);
  },
);

test("evidence that lacks any of its fields is none", () => {
  for (const [path, document] of withoutEach(base)) expect([path, isEvidence(document)]).toEqual([path, false]);
});

/** What each policy decides by: without it, it has to refuse even where nobody looked at the schema. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "no-pickle-files": ["artifacts", "artifacts.0.format", "artifacts.0.notScanned", "findings", "findings.0.waived"],
  "signed-by-approved-workflows": [
    ...["artifacts", "artifacts.0.path", "artifacts.0.sha256", "signatures"],
    ...["verified", "refused", "predicateType", "signer", "covers"].map((name) => `signatures.0.${name}`),
    ...["kind", "issuer", "workflow", "workflowRef", "runnerEnvironment"].map((name) => `signatures.0.signer.${name}`),
  ],
  "licence-list": ["models", "models.0.licenses"],
  "required-evidence": [
    ...["artifacts", "artifacts.0.path", "bom", "bom.models", "bom.missing", "bom.coverage", "provenance"],
    ...["commit", "repository", "covers"].map((name) => `provenance.0.${name}`),
  ],
  "vulnerability-grace": [
    "advisories",
    ...["severity", "malicious", "exploited", "published"].map((name) => `advisories.0.${name}`),
    "packages",
  ],
  "two-approvals": [
    ...["actor", "refs", "refs.head", "refs.head.commit", "approvals"],
    ...[0, 1].flatMap((i) => ["by", "roles", "commit", "author"].map((name) => `approvals.${i}.${name}`)),
  ],
};

test.each(Object.entries(NEEDED))("%s refuses where a field that it decides by is missing", (policy, needed) => {
  const documents = new Map(withoutEach(base));
  for (const path of needed)
    expect([path, ask(policy, documents.get(path)!).some(({ rule }) => rule === "deny")]).toEqual([path, true]);
});
