import { SigningError } from "../../core/attestation";
import { basename, resolve } from "node:path";
import type { HttpClient } from "../../core/http";
import { PROJECT } from "../../core/project";
import { promotionVerdict, type PromotedModel, type PromotionReport } from "../../core/promotion";
import { wholeSeconds } from "../../core/time";
import { createHttpClient, type ClosableHttpClient } from "../../host/http";
import { modelFiles } from "../../promotion/content";
import { countingBuilds } from "../../promotion/provenance";
import { rulesDigest } from "../rules-digest";
import { subjectOf } from "./approvals/subject";
import { bomDocuments } from "./bom-documents";
import { runChecks, type CheckedPath } from "./checks";
import { gather, type Gathered } from "./gathered";
import { policyInForce, type PromotionInForce } from "./in-force";
import { mergedChecks } from "./merged-checks";
import type { PromotionRequest } from "./request";
import { readRevocations } from "./revocations";

/** The answer, and what it is about: the files are the subjects of the signed decision. */
export interface Promotion {
  readonly report: PromotionReport;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

interface LookedAt extends CheckedPath {
  readonly gathered: Gathered;
  readonly subject: { readonly name: string; readonly sha256: string } | undefined;
}

/**
 * May this go on? Looks at every path, and answers with evidence. What cannot be found out is never a yes. Throws `ConfigurationError`,
 * `InvalidPolicy` and `RangeError` for what the caller should have said otherwise, before anything is decided.
 */
export async function promote(request: PromotionRequest): Promise<Promotion> {
  let client: ClosableHttpClient | undefined;
  const http = (): HttpClient => (client ??= createHttpClient({ env: request.env, onAsking: request.onAsking }));
  try {
    // Each path is asked about by itself: the policy must not come from inside of any of them.
    const policies: PromotionInForce[] = [];
    for (const path of request.paths) policies.push(await policyInForce(request, path));
    const judging = policies.find(({ byRepository }) => !byRepository) ?? policies[0]!;
    const listed = request.revocations;
    const byOwn = request.verify.authorities !== undefined;
    const more = listed === undefined ? [] : await readRevocations(listed, byOwn);
    const looked: LookedAt[] = [];
    for (const path of request.paths) {
      const gathered = await gather(path, request, judging, http);
      const subject = wholeOf(gathered);
      const boms = bomDocuments(gathered.statements.boms, request.bom);
      const revoked = [...judging.policy.revoked, ...more];
      const input = { gathered, boms, request, inForce: judging, revoked, subject, http };
      looked.push({ ...(await runChecks(input)), gathered, subject });
    }
    return { report: reportOf(request, judging, looked), files: looked.flatMap(filesOf(request.paths.length > 1)) };
  } finally {
    await client?.close();
  }
}

/** What names the model as a whole, for approvals too: what its manifest is when we make it, in whatever order a signed one has the files. */
function wholeOf({ content }: Gathered): LookedAt["subject"] {
  try {
    return subjectOf(content);
  } catch (error) {
    if (error instanceof SigningError) return undefined;
    throw error;
  }
}

function reportOf(request: PromotionRequest, inForce: PromotionInForce, looked: readonly LookedAt[]): PromotionReport {
  const checks = mergedChecks(looked.map(({ gathered, checks }) => ({ path: gathered.path, checks })));
  const [first] = looked.flatMap(({ gathered }) => countingBuilds(gathered.statements.builds, gathered.promoted));
  const refused = looked.flatMap(({ gathered, approvals }) => [
    ...gathered.statements.refused.map(({ bundle, kind, message }) => ({ bundle, kind, message })),
    ...(approvals?.refused ?? []),
  ]);
  return {
    schemaVersion: "1.0",
    tool: { name: PROJECT.name, version: PROJECT.version, rules: rulesDigest() },
    stage: request.stage,
    verdict: promotionVerdict(checks),
    time: wholeSeconds(request.now),
    subject: promotedModel(looked),
    policy: {
      digest: inForce.digest,
      source: inForce.source,
      ...(inForce.organisation === undefined ? {} : { organisation: inForce.organisation }),
    },
    ...(first === undefined || looked.length > 1 ? {} : { build: first.build }),
    checks,
    accepted: looked.flatMap(({ gathered }) => gathered.statements.accepted),
    refused,
    approvals: looked.flatMap(({ approvals }) => approvals?.approvals ?? []),
    findings: looked.flatMap(({ gathered, audit, ruleFindings = [] }) => [
      ...(gathered.scanned.facts.kind === "scanned" ? gathered.scanned.facts.findings : []),
      ...(audit?.kind === "audited" ? audit.findings : []),
      ...ruleFindings,
    ]),
    notices: inForce.notices,
  };
}

function promotedModel(looked: readonly LookedAt[]): PromotedModel {
  const files = looked.flatMap(({ gathered }) => gathered.content.place.files);
  const [first, ...others] = looked;
  const digest = others.length === 0 ? first?.subject?.sha256 : undefined;
  return {
    path: looked.map(({ gathered }) => gathered.path).join(", "),
    name: looked.map(({ gathered }) => basename(resolve(gathered.path))).join(", "),
    ...(digest === undefined ? {} : { digest: `sha256:${digest}` }),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}

/**
 * Names are those of the manifest; those of several things have theirs before them. The signature of a directory may be made again, and
 * the model is the same; one further down is a file like any other, which `verify` wants covered.
 */
function filesOf(several: boolean) {
  return ({ gathered }: LookedAt) => {
    const name = basename(resolve(gathered.path));
    const { isDirectory } = gathered.content.place;
    const files = modelFiles(gathered.content.place);
    return files.map(({ path, sha256 }) => ({ path: several && isDirectory ? `${name}/${path}` : path, sha256 }));
  };
}
