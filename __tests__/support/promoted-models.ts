import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readAudit, type AuditWords } from "../../src/app/arguments";
import type { OrganisationRequest } from "../../src/app/organisation/request";
import { readPromote } from "../../src/app/promote/request";
import { promote, type Promotion } from "../../src/app/promote/run-promotion";
import type { PromoteWords } from "../../src/app/promote/words";
import { readVerify, type VerifyWords } from "../../src/app/verify/request";
import { statementsOf, type SubjectFile } from "../../src/attest/statement";
import { PREDICATES, type Statement } from "../../src/core/attestation";
import type { Check, CheckId, PromotionReport } from "../../src/core/promotion";
import type { Env } from "../../src/host/git";
import { startSignedModels } from "./signed-models";

export type Words = Partial<VerifyWords & AuditWords & PromoteWords> & {
  readonly env?: Env;
  readonly token?: string;
  readonly organisation?: OrganisationRequest;
  /** Whether the policy is put into the model. */
  readonly policyInside?: boolean;
  /** Lines below `version`, `signers` of the usual workflow unless they are here. */
  readonly policy?: string;
};

/** A model that is scanned whole: its weights are safetensors, a text as long as its header may be. */
const HEADER = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
export const PROMOTED: Readonly<Record<string, string>> = {
  "config.json": '{"model_type":"bert"}\n',
  "README.md": "# A model\n",
  "model.safetensors": `${String.fromCharCode(HEADER.length)}${"\0".repeat(7)}${HEADER}${"\0".repeat(4)}`,
  "onnx/vocab.txt": "a\nb\n",
};

export type PromotedModels = Awaited<ReturnType<typeof startPromotedModels>>;

/** Models with everything that a promotion wants, and the question about them. */
export async function startPromotedModels() {
  const signed = await startSignedModels();
  const elsewhere = mkdtempSync(join(signed.directory, "stands-"));
  const signers = `signers: [{ workflow: acme/ci/.github/workflows/model-build.yml, refs: [refs/tags/v1], issuer: "${signed.issuer}" }]`;
  let count = 0;
  const bom = (files: readonly SubjectFile[], packages: readonly string[] = ["requests@2.0.0"]): Statement =>
    statementsOf(PREDICATES.bom, bomDocument(files, packages), files)[0]!;
  return {
    signed,
    bom,
    /** A signed model with provenance and a bill of materials; `bundles` is their directory. */
    async model(options: { readonly packages?: readonly string[]; readonly without?: readonly string[] } = {}) {
      const path = signed.model(PROMOTED);
      const bundles = mkdtempSync(join(signed.directory, "bundles-"));
      const files = signed.subjects(path);
      const wants = (what: string) => options.without?.includes(what) !== true;
      if (wants("manifest")) await signed.sign(signed.manifest(path), join(path, "model.sig"));
      if (wants("bom")) await signed.sign(bom(files, options.packages), join(bundles, "bom.sigstore.json"));
      if (wants("provenance")) await signed.sign(signed.provenance(files), join(bundles, "provenance.sigstore.json"));
      return { path, bundles, files };
    },
    policyFile(text: string): string {
      const path = join(elsewhere, `policy-${++count}.yml`);
      writeFileSync(
        path,
        `version: 1\n${text.includes("signers:") && /^signers:/m.test(text) ? "" : `${signers}\n`}${text}\n`,
      );
      return path;
    },
    /** Asks as `promote` would, standing in a directory without a policy. */
    async ask(paths: string | readonly string[], words: Words = {}): Promise<PromotionReport> {
      return (await this.promotion(paths, words)).report;
    },
    /** The same, with the files that are decided about. */
    promotion(paths: string | readonly string[], words: Words = {}): Promise<Promotion> {
      const {
        env = {},
        token,
        organisation,
        policyInside = false,
        policy = "promotion: { approvals: [] }",
        ...options
      } = words;
      mkdirSync(elsewhere, { recursive: true });
      const config = this.policyFile(policy);
      if (policyInside) cpSync(config, join(String(paths), "policy.yml"));
      const audit = readAudit({ "osv-url": "http://127.0.0.1:9", ...options });
      const request = readPromote(typeof paths === "string" ? [paths] : paths, options, {
        verify: readVerify({ "trusted-root": signed.root, ...options }),
        directory: elsewhere,
        config: policyInside ? join(String(paths), "policy.yml") : config,
        env: { PATH: process.env["PATH"] ?? "", HOME: elsewhere, XDG_CACHE_HOME: elsewhere, CI: "true", ...env },
        now: new Date(),
        ...(audit === undefined ? {} : { audit }),
        ...(token === undefined ? {} : { token }),
        ...(organisation === undefined ? {} : { organisation }),
      });
      return promote(request);
    },
    close: () => signed.close(),
  };
}

export function checkOf(report: PromotionReport, id: CheckId): Check {
  return report.checks.find((each) => each.id === id)!;
}

/** Status by check, of those that were asked for. */
export function statuses(report: PromotionReport): Partial<Record<CheckId, string>> {
  return Object.fromEntries(
    report.checks.filter(({ status }) => status !== "not-required").map(({ id, status }) => [id, status]),
  );
}

function bomDocument(files: readonly SubjectFile[], packages: readonly string[]) {
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    components: [
      {
        type: "machine-learning-model",
        name: "demo",
        components: files.map(({ path, sha256 }) => ({
          type: "file",
          name: path,
          hashes: [{ alg: "SHA-256", content: sha256 }],
        })),
      },
      ...packages.map((each) => {
        const [name, version] = each.split("@");
        return { type: "library", name, version, purl: `pkg:pypi/${each}`, "bom-ref": `pkg:pypi/${each}` };
      }),
    ],
  };
}
