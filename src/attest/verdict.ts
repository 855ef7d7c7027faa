import { PREDICATES, SigningError, type Statement } from "../core/attestation";
import {
  GATE_ID,
  GATE_MEMBER,
  GATE_PASS,
  type GateVerdict,
  isTime,
  MAX_UNSEEN,
  type NamedDigest,
} from "../core/gate-verdict";
import { statementsOf, type SubjectFile } from "./statement";

/**
 * The gate's verdict over the artifacts that it scanned, as Simple Verification Result v0.2
 * (https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md), in as many parts as their number needs.
 * Throws `SigningError` where nothing was scanned, or a digest or time has another form than it should.
 */
export function verdictStatements(verdict: GateVerdict, artifacts: readonly SubjectFile[]): readonly Statement[] {
  const { policy, report, bom, rules, time } = verdict;
  const digests = [rules, report.sha256, ...[bom, policy].flatMap((each) => each?.sha256 ?? [])];
  if (!isTime(time) || !digests.every((digest) => /^[0-9a-f]{64}$/.test(digest)))
    throw new SigningError(
      "refused",
      "The verdict is not signed: one of its digests is no SHA-256, or its time no time.",
    );
  return statementsOf(PREDICATES.verdict, predicateOf(verdict), artifacts);
}

function predicateOf(verdict: GateVerdict): unknown {
  const { result, time, policy, report, bom, source, unseen } = verdict;
  return {
    verifier: { id: GATE_ID, policies: policy === undefined ? [] : [descriptor(policy)] },
    timeCreated: time,
    properties: result === "pass" ? [GATE_PASS] : [],
    [GATE_MEMBER]: {
      verdict: result,
      tool_version: verdict.toolVersion,
      rules: { digest: { sha256: verdict.rules } },
      fail_on: verdict.failOn,
      on_incomplete: verdict.onIncomplete,
      report: descriptor(report),
      ...(bom === undefined ? {} : { bom: descriptor(bom) }),
      ...(source === undefined
        ? {}
        : { source: { uri: `git+${source.repository}@${source.commit}`, digest: { gitCommit: source.commit } } }),
      unseen: unseen.slice(0, MAX_UNSEEN),
      unseen_count: verdict.unseenCount,
    },
  };
}

function descriptor({ name, sha256 }: NamedDigest): unknown {
  return { name, digest: { sha256 } };
}
