import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttestRequest } from "../../src/app/attest/request";
import { signRun } from "../../src/app/attest/sign-run";
import type { ScannedTree } from "../../src/app/attest/tree-to-sign";
import { run } from "../../src/app/run";
import { readVerify, type VerifyWords } from "../../src/app/verify/request";
import { verifyPath } from "../../src/app/verify/verify-path";
import type { AttestOutcome } from "../../src/core/attest-outcome";
import type { Statement } from "../../src/core/attestation";
import type { HttpClient } from "../../src/core/http";
import type { RunReport } from "../../src/core/report";
import { createHttpClient } from "../../src/host/http";
import { createReporters } from "../../src/report";
import { RULES } from "../../src/rules";
import type { TestRepo } from "./repo";
import { startSigstore, type ConfigWishes } from "./sigstore-server";

export interface JobWishes extends Partial<AttestRequest> {
  readonly event?: string;
  readonly visibility?: "public" | "private";
  /** Whether the job has `id-token: write`. */
  readonly token?: boolean;
  readonly githubToken?: string;
  readonly bom?: boolean;
  readonly log?: ConfigWishes;
  readonly http?: HttpClient;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Signed {
  readonly report: RunReport;
  readonly outcome: AttestOutcome;
  readonly masked: readonly string[];
  /** The statement of a bundle that was written. */
  statement(path: string): Statement;
}

export type SigningJob = Awaited<ReturnType<typeof startSigningJob>>;

/** A job of a workflow on a push: the gate, and its signing step, with a Sigstore and a GitHub on loopback. */
export async function startSigningJob() {
  const sigstore = await startSigstore();
  const http = createHttpClient({ env: {} });
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "model-assay-job-")));
  let count = 0;
  const put = (name: string, value: unknown): string => {
    const path = join(directory, name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  put("root.json", sigstore.trustedRoot());

  function environment(repo: TestRepo, before: string, { event, visibility, token, env }: JobWishes) {
    const [after, name] = [repo.head(), event ?? "push"];
    const pull = { number: 1, base: { sha: before }, head: { sha: after }, merge_commit_sha: after };
    const payload = {
      before,
      after,
      repository: { visibility: visibility ?? "public" },
      pull_request: pull,
      number: 1,
    };
    return {
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: put(`event-${++count}.json`, payload),
      GITHUB_SHA: after,
      GITHUB_REPOSITORY: "acme/model-repo",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_API_URL: sigstore.urls.api,
      ...(token === false
        ? {}
        : {
            // The token names the commit that the job was started for, as GitHub does.
            ACTIONS_ID_TOKEN_REQUEST_URL: withClaims(sigstore.urls.idToken, { sha: after, workflow_sha: after }),
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: sigstore.requestToken,
          }),
      ...env,
    };
  }

  return {
    sigstore,
    directory,
    /** The variables of such a job, for a process; and a file for `sigstore`. */
    environment,
    config: (log: ConfigWishes = { log: 2, tsa: true }) =>
      put(`sigstore-${++count}.json`, sigstore.clientTrustConfig(log)),
    /** What the gate and then its signing step do after a push from `before` to what is checked out. */
    async push(repo: TestRepo, before: string, wishes: JobWishes = {}): Promise<Signed> {
      const env = environment(repo, before, wishes);
      let tree: ScannedTree | undefined;
      let bom: string | undefined;
      const report = await run({
        directory: repo.root,
        env,
        useEvent: true,
        paths: [],
        overrides: {},
        scan: true,
        ...(wishes.bom === false ? {} : { bom: { format: "cyclonedx", version: "1.6" } }),
        onDocument: (kind, text) => (bom = kind === "bom" ? text : bom),
        onTree: (scanned) => (tree = scanned),
      });
      const config = put(`sigstore-${++count}.json`, sigstore.clientTrustConfig(wishes.log ?? { log: 2, tsa: true }));
      const masked: string[] = [];
      const json = createReporters(RULES)
        .find(({ id }) => id === "json")!
        .render(report);
      const { attest = "auto", provenance = false, githubToken } = wishes;
      const outcome = await signRun({
        request: {
          attest,
          provenance,
          sigstore: wishes.sigstore ?? config,
          ...(wishes.attach === undefined ? {} : { attach: wishes.attach }),
        },
        env,
        report,
        reportFile: { name: "report.json", text: json },
        bomFile: bom === undefined ? undefined : { name: "model-assay.cdx.json", text: bom },
        tree,
        directory: join(directory, `bundles-${++count}`),
        http: wishes.http ?? http,
        mask: (secret) => masked.push(secret),
        githubToken,
        time: "2026-11-21T10:00:00Z",
        ...(wishes.sleep === undefined ? {} : { sleep: wishes.sleep }),
      });
      return { report, outcome, masked, statement };
    },
    /** What our own verifier says, with nothing but a trusted root. */
    verify(path: string, words: VerifyWords = {}) {
      const request = readVerify({
        "signer-workflow": "acme/ci/.github/workflows/model-build.yml",
        "signer-ref": ["refs/tags/v1"],
        issuer: sigstore.urls.oidc,
        "trusted-root": join(directory, "root.json"),
        ...words,
      });
      const noNetwork = () => {
        throw new Error("asked the network");
      };
      return verifyPath({ path, request, signers: [], env: {}, http: noNetwork, now: new Date() });
    },
    async close(): Promise<void> {
      rmSync(directory, { recursive: true, force: true });
      await http.close();
      await sigstore.close();
    },
  };
}

function statement(path: string): Statement {
  const { dsseEnvelope } = JSON.parse(readFileSync(path, "utf8")) as { dsseEnvelope: { payload: string } };
  return JSON.parse(Buffer.from(dsseEnvelope.payload, "base64").toString("utf8")) as Statement;
}

function withClaims(address: string, claims: object): string {
  const url = new URL(address);
  url.searchParams.set("claims", JSON.stringify(claims));
  return url.href;
}
