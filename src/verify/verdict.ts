import { Refused, type Statement } from "../core/attestation";
import { GATE_ID, GATE_MEMBER, GATE_PASS, type GateVerdict, MAX_UNSEEN } from "../core/gate-verdict";
import { FAIL_ON } from "../core/severity";
import { namedDigest, oneOf, readResult } from "./result";
import { field, listOf, textOf } from "./shape";

const RESULTS = ["pass", "fail", "incomplete"] as const;
const ON_INCOMPLETE = ["fail", "warn"] as const;

/**
 * The gate's verdict of a verified statement. Throws as `readResult`, and `Refused("false-claim")` where the parts contradict each
 * other (a pass among the properties and a failure beside it).
 */
export function readVerdict(statement: Statement): GateVerdict {
  const { member, properties, ...shared } = readResult(statement, {
    what: "verdict",
    verifier: GATE_ID,
    member: GATE_MEMBER,
  });
  const result = oneOf(RESULTS, field(member, "verdict"), "The verdict");
  checkProperties(properties, result);
  const bom = field(member, "bom");
  const forFlaws = field(member, "dependencies_fail_on");
  return {
    ...shared,
    result,
    failOn: oneOf(FAIL_ON, field(member, "fail_on"), "The verdict's fail_on"),
    ...(forFlaws === undefined
      ? {}
      : { dependenciesFailOn: oneOf(FAIL_ON, forFlaws, "The verdict's dependencies_fail_on") }),
    onIncomplete: oneOf(ON_INCOMPLETE, field(member, "on_incomplete"), "The verdict's on_incomplete"),
    ...(bom === undefined ? {} : { bom: namedDigest(bom, "The verdict's bill of materials") }),
    ...readUnseen(member),
  };
}

/** Who looks at the properties only must not see another verdict than who looks at ours. */
function checkProperties(properties: readonly string[], result: GateVerdict["result"]): void {
  const passes = properties.includes(GATE_PASS);
  if (passes !== (result === "pass"))
    throw new Refused(
      "false-claim",
      `The verdict contradicts itself: it is ${result}, and its properties ${passes ? "" : "do not "}say ${GATE_PASS}.`,
    );
}

function readUnseen(gate: unknown): Pick<GateVerdict, "unseen" | "unseenCount"> {
  const unseen = listOf(field(gate, "unseen"), "The verdict's unseen", MAX_UNSEEN).map((each) =>
    textOf(each, "A file of the verdict's unseen"),
  );
  const count = field(gate, "unseen_count");
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < unseen.length)
    throw new Refused("malformed", "The verdict's unseen_count is not the number of files that it says were not seen.");
  return { unseen, unseenCount: count };
}
