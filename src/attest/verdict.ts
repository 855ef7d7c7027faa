import type { Statement } from "../core/attestation";
import { GATE_ID, GATE_MEMBER, GATE_PASS, type GateVerdict, MAX_UNSEEN } from "../core/gate-verdict";
import { descriptor, resultStatements, sourceMember } from "./result";
import type { SubjectFile } from "./statement";

/** The gate's verdict over the artifacts that it scanned. Throws as `resultStatements`. */
export function verdictStatements(verdict: GateVerdict, artifacts: readonly SubjectFile[]): readonly Statement[] {
  const { result, report, bom, rules, time, policy, organisation } = verdict;
  return resultStatements(
    {
      what: "The verdict",
      verifier: GATE_ID,
      policy,
      organisation,
      time,
      properties: result === "pass" ? [GATE_PASS] : [],
      member: { [GATE_MEMBER]: memberOf(verdict) },
      digests: [rules, report.sha256, ...(bom === undefined ? [] : [bom.sha256])],
    },
    artifacts,
  );
}

function memberOf({ result, toolVersion, rules, failOn, onIncomplete, report, bom, ...rest }: GateVerdict): unknown {
  return {
    verdict: result,
    tool_version: toolVersion,
    rules: { digest: { sha256: rules } },
    fail_on: failOn,
    ...(rest.dependenciesFailOn === undefined ? {} : { dependencies_fail_on: rest.dependenciesFailOn }),
    on_incomplete: onIncomplete,
    report: descriptor(report),
    ...(bom === undefined ? {} : { bom: descriptor(bom) }),
    ...sourceMember(rest.source),
    unseen: rest.unseen.slice(0, MAX_UNSEEN),
    unseen_count: rest.unseenCount,
  };
}
