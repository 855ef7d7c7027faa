import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, type RunRequest } from "../../src/app/run";
import type { RunReport } from "../../src/core/report";
import { entry, safetensorsFile } from "./safetensors-builder";
import type { SignedModels } from "./signed-models";
import { TestRepo } from "./repo";
import { localGate } from "./local-gate";

/** Files of a small model, and other weights for each byte. */
export const WEIGHTS = (byte: number) => safetensorsFile({ w: entry("F32", [1], 0, 4) }, Buffer.alloc(4, byte));
export const NET = {
  "config.json": JSON.stringify({ architectures: ["BertModel"], model_type: "bert" }),
  "model.safetensors": WEIGHTS(0),
};

/** The signer of `startSignedModels`, as a policy approves of it. */
export const approved = (signed: SignedModels): string =>
  `  - workflow: acme/ci/.github/workflows/model-build.yml\n    refs: ["refs/tags/v1"]\n    issuer: ${signed.issuer}\n`;

/** A policy that wants signatures, and names the trusted root `root.json`. */
export const policyOf = (signed: SignedModels, more = "  require: true\n"): string =>
  `version: 1\nsigners:\n${approved(signed)}signatures:\n  trusted-root: root.json\n${more}`;

/** A repository with the models `net` (signed) and `plain.safetensors`, a trusted root and a policy; nothing is committed. */
export async function signedRepo(
  signed: SignedModels,
  policy = policyOf(signed),
  directory = "net",
): Promise<TestRepo> {
  const repo = TestRepo.create();
  const files = Object.fromEntries(Object.entries(NET).map(([name, content]) => [join(directory, name), content]));
  repo.write({ ...files, ".model-assay.yml": policy });
  copyFileSync(signed.root, join(repo.root, "root.json"));
  const at = join(repo.root, directory);
  await signed.sign(signed.manifest(at), join(at, "model.sig"));
  return repo;
}

export function gate(repo: TestRepo, more: Partial<RunRequest> = {}, bom = true): Promise<RunReport> {
  const { env, ...rest } = more;
  return run({
    ...localGate(repo),
    env: { ...process.env, GITHUB_EVENT_NAME: "", ...env },
    ...(bom ? { bom: { format: "cyclonedx", version: "1.6" } } : {}),
    ...rest,
  });
}

/** What the rules of family SIG say, in the order of rules. */
export const signatureFindings = ({ findings }: RunReport) =>
  findings
    .filter(({ rule }) => rule.startsWith("MA-SIG-"))
    .map(({ rule, severity, location, message }) => ({ rule, severity, path: location.path, message }))
    .sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));

export const textOf = (repo: TestRepo, path: string): string => readFileSync(join(repo.root, path), "utf8");
