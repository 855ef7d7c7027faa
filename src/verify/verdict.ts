import { PREDICATES, Refused, type Statement } from "../core/attestation";
import {
  GATE_ID,
  GATE_MEMBER,
  GATE_PASS,
  type GateVerdict,
  isTime,
  MAX_UNSEEN,
  type NamedDigest,
} from "../core/gate-verdict";
import { FAIL_ON } from "../core/severity";
import { shorten } from "../core/text";
import { field, listOf, objectOf, sha256Of, textOf } from "./shape";
import { requirePredicate } from "./subjects";

/** Policies and properties of one result; ours has one of each. CWE-770. */
const MAX_ENTRIES = 64;

const RESULTS = ["pass", "fail", "incomplete"] as const;
const ON_INCOMPLETE = ["fail", "warn"] as const;

/**
 * The gate's verdict of a verified statement. Strict: `Refused("wrong-predicate")` for a result of somebody else's
 * verifier, `malformed` where a member is missing or wrong, and `false-claim` where the parts contradict each other (a
 * pass among the properties and a failure beside it). Members that are not known are passed over: later versions add some.
 */
export function readVerdict(statement: Statement): GateVerdict {
  requirePredicate(statement, PREDICATES.verdict);
  const predicate = objectOf(statement.predicate, "The verdict's predicate");
  const verifier = textOf(field(predicate, "verifier", "id"), "The verdict's verifier");
  if (verifier !== GATE_ID)
    throw new Refused(
      "wrong-predicate",
      `The result is of another verifier: ${shorten(verifier, 200)}, not ${GATE_ID}.`,
    );
  const gate = objectOf(field(predicate, GATE_MEMBER), `The verdict's ${GATE_MEMBER}`);
  const result = oneOf(RESULTS, field(gate, "verdict"), "The verdict");
  checkProperties(listOf(field(predicate, "properties"), "The verdict's properties", MAX_ENTRIES), result);
  const time = textOf(field(predicate, "timeCreated"), "The verdict's timeCreated");
  if (!isTime(time))
    throw new Refused("malformed", `The verdict's timeCreated is no time in UTC: ${shorten(time, 60)}.`);
  const policies = listOf(field(predicate, "verifier", "policies"), "The verdict's policies", 1);
  const bom = field(gate, "bom");
  return {
    result,
    time,
    toolVersion: textOf(field(gate, "tool_version"), "The verdict's tool_version"),
    rules: sha256Of(field(gate, "rules", "digest", "sha256"), "The verdict's digest of the rules"),
    ...(policies.length === 0 ? {} : { policy: namedDigest(policies[0], "The verdict's policy") }),
    failOn: oneOf(FAIL_ON, field(gate, "fail_on"), "The verdict's fail_on"),
    onIncomplete: oneOf(ON_INCOMPLETE, field(gate, "on_incomplete"), "The verdict's on_incomplete"),
    report: namedDigest(field(gate, "report"), "The verdict's report"),
    ...(bom === undefined ? {} : { bom: namedDigest(bom, "The verdict's bill of materials") }),
    ...readSource(field(gate, "source")),
    ...readUnseen(gate),
  };
}

/** Who looks at the properties only must not see another verdict than who looks at ours. */
function checkProperties(properties: readonly unknown[], result: GateVerdict["result"]): void {
  const passes = properties.map((each) => textOf(each, "A property of the verdict")).includes(GATE_PASS);
  if (passes !== (result === "pass"))
    throw new Refused(
      "false-claim",
      `The verdict contradicts itself: it is ${result}, and its properties ${passes ? "" : "do not "}say ${GATE_PASS}.`,
    );
}

function readSource(source: unknown): Pick<GateVerdict, "source"> {
  if (source === undefined) return {};
  const uri = textOf(field(source, "uri"), "The verdict's source");
  const commit = textOf(field(source, "digest", "gitCommit"), "The verdict's commit");
  const parts = /^git\+(.+)@([0-9a-f]{40}|[0-9a-f]{64})$/.exec(uri);
  if (parts?.[2] !== commit)
    throw new Refused("malformed", `The verdict's source is no repository at its commit: ${shorten(uri, 200)}.`);
  return { source: { repository: parts[1]!, commit } };
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

function namedDigest(value: unknown, where: string): NamedDigest {
  return {
    name: textOf(field(value, "name"), `${where}: its name`),
    sha256: sha256Of(field(value, "digest", "sha256"), `${where}: its digest`),
  };
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown, where: string): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new Refused("malformed", `${where} is none of ${words.join(", ")}.`);
  return found;
}
