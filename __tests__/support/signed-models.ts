import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { omsStatement } from "../../src/attest/oms-manifest";
import { provenanceStatements, type BuildClaims } from "../../src/attest/provenance";
import { statementBytes, statementsOf, type SubjectFile } from "../../src/attest/statement";
import { verdictStatements } from "../../src/attest/verdict";
import { PREDICATES, type Statement } from "../../src/core/attestation";
import type { GateVerdict } from "../../src/core/gate-verdict";
import { contentOf, writeModel } from "./model-signing";
import { startSigning, type Loose } from "./signed-bundles";
import { GITHUB_CLAIMS, type ConfigWishes } from "./sigstore-server";

/** A small model that every check lets pass. */
export const MODEL: Readonly<Record<string, string>> = {
  "config.json": '{"model_type":"bert"}\n',
  "README.md": "# A model\n",
  "weights.bin": "not really weights\n",
  "onnx/vocab.txt": "a\nb\n",
};

/** What an options' list says so that the workflow that signs here is approved. */
export const WORKFLOW_OPTIONS = [
  "--signer-workflow",
  "acme/ci/.github/workflows/model-build.yml",
  "--signer-ref",
  "refs/tags/v1",
] as const;

const VERDICT: GateVerdict = {
  result: "pass",
  time: "2026-11-21T10:00:00Z",
  toolVersion: "0.0.0",
  rules: "a".repeat(64),
  failOn: "high",
  onIncomplete: "fail",
  report: { name: "report.json", sha256: "b".repeat(64) },
  unseen: [],
  unseenCount: 0,
};

export type SignedModels = Awaited<ReturnType<typeof startSignedModels>>;

/** Models in a temporary directory, and a Sigstore on loopback that signs statements about them. */
export async function startSignedModels() {
  const signing = await startSigning();
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "model-assay-signed-")));
  const root = join(directory, "root.json");
  writeFileSync(root, JSON.stringify(signing.sigstore.trustedRoot()));
  let count = 0;
  const subjects = (model: string): SubjectFile[] => contentOf(model).files;
  return {
    signing,
    directory,
    /** Path of the trusted root. */
    root,
    issuer: signing.sigstore.urls.oidc,
    /** A new model's directory. */
    model(files: Readonly<Record<string, string>> = MODEL, name = `model-${++count}`): string {
      const path = join(directory, name);
      writeModel(path, files);
      return path;
    },
    manifest: (model: string): Statement => omsStatement({ name: basename(model), ...contentOf(model) }),
    bom: (files: readonly SubjectFile[]): Statement =>
      statementsOf(PREDICATES.bom, { bomFormat: "CycloneDX", specVersion: "1.6" }, files)[0]!,
    verdict: (files: readonly SubjectFile[], result: GateVerdict["result"] = "pass"): Statement =>
      verdictStatements({ ...VERDICT, result }, files)[0]!,
    provenance: (files: readonly SubjectFile[], claims: Partial<BuildClaims> = {}): Statement =>
      provenanceStatements({ ...GITHUB_CLAIMS, ...claims } as BuildClaims, "https://github.com", files)[0]!,
    subjects,
    /** Signs a statement, and writes its bundle: to `path`, else beside everything. Returns the path. */
    async sign(statement: Statement, path?: string, wishes: ConfigWishes = { log: 2, tsa: true }): Promise<string> {
      const bundle = await signing.bundle(wishes, {}, Buffer.from(statementBytes(statement)));
      return this.write(bundle, path);
    },
    write(bundle: Loose, path = join(directory, `bundle-${++count}.json`)): string {
      writeFileSync(path, typeof bundle === "string" ? bundle : `${JSON.stringify(bundle)}\n`);
      return path;
    },
    async close(): Promise<void> {
      rmSync(directory, { recursive: true, force: true });
      await signing.close();
    },
  };
}
