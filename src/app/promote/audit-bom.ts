import { auditLockfiles, type AuditResult } from "../../audit";
import { numberFindings } from "../../core/finding";
import { formatLocation } from "../../core/location";
import { isProposed } from "../../host/event";
import type { Lockfile } from "../../lockfiles/read";
import { LOCKFILES } from "../../lockfiles";
import type { AuditFacts } from "../../promotion/vulnerabilities";
import { RULES } from "../../rules";
import { standingAlone } from "../audit/find-lockfiles";
import { annotator, packageContext } from "../audit/run-audit";
import { openSource } from "../audit/source";
import { NO_POLICY, ruleContext, withoutChange } from "../rule-context";
import type { AuditRequest } from "../audit/request";
import type { PromotionInForce } from "./in-force";
import type { PromotionRequest } from "./request";

/** A signed bill of materials as text, and what it is called in messages. */
export interface BomText {
  readonly name: string;
  readonly text: string;
}

export interface AuditedBom {
  readonly facts: AuditFacts;
  /** For own rules; absent where there was no audit. */
  readonly audited?: Pick<AuditResult, "packages" | "flawed">;
}

/**
 * What is known today of the packages of a bill of materials. The policy's `dependencies` count, and nothing that lies beside the
 * document. Total: what breaks is why there is no answer.
 */
export async function auditBom(
  bom: BomText,
  audit: AuditRequest,
  { env, onAsking }: Pick<PromotionRequest, "env" | "onAsking">,
  inForce: PromotionInForce,
  today: string,
): Promise<AuditedBom> {
  try {
    const { workspace, policy } = inForce;
    const context = ruleContext(NO_POLICY, withoutChange(workspace.root, true));
    const annotate = annotator(audit);
    const opened = openSource(audit, { env, workspace, trustCache: !isProposed(env), onAsking });
    try {
      const result = await auditLockfiles({
        lockfiles: [documentOf(bom)],
        base: [],
        subjects: [],
        source: opened.source,
        rules: RULES,
        context: packageContext({ context, policy, today, workspace }, []),
        notices: opened.notices,
        ...(annotate === undefined ? {} : { annotate }),
      });
      return { facts: factsOf(result, opened.source.describe()), audited: result };
    } finally {
      await opened.close();
    }
  } catch (error) {
    return { facts: { kind: "failed", why: error instanceof Error ? error.message : String(error) } };
  }
}

function documentOf({ name, text }: BomText): Lockfile {
  const syntax = LOCKFILES.find(({ id }) => id === "cyclonedx-sbom")!;
  return { path: name, syntax, text, context: standingAlone(name) };
}

function factsOf(result: AuditResult, source: string): AuditFacts {
  const open = result.packages.filter(({ reason }) => reason === "unreadable-advisory");
  return {
    kind: "audited",
    source,
    packages: result.packages.length,
    unchecked: result.packages
      .filter(({ reason }) => reason === "no-database" || reason === "unlocked")
      .map(({ purl }) => purl),
    missing: [
      ...result.missing,
      ...open.map(({ purl }) => `an advisory of ${purl} cannot be read, so nobody knows whether it applies`),
      ...result.contents.flatMap(({ subjects }) =>
        subjects.flatMap((each) =>
          each.kind === "lockfile" && each.lockfile.kind === "unreadable"
            ? [`${formatLocation(each.at)}: ${each.lockfile.detail}`]
            : [],
        ),
      ),
    ],
    findings: numberFindings(result.findings),
  };
}
