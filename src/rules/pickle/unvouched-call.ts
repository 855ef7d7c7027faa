import type { CallFact, GlobalFact, MutationFact, PickleFacts } from "../../core/pickle-facts";
import type { Location } from "../../core/location";
import { defineRule, type Report, type RuleContext } from "../../core/rule";
import { reportMany } from "../report-many";
import { described } from "./calls/described";
import { receiver } from "./calls/guarded";
import { handedOn } from "./calls/handed-on";
import { unvouchedState } from "./calls/states";
import { unvouched } from "./calls/vouch";
import { dotted } from "./globals/judge";

/**
 * Why: a harmless name can be used harmfully. A class that is safe to restore need not be safe to construct,
 * and what another call returned can be anything.
 */
export const unvouchedCall = defineRule({
  id: "MA-PKL-003",
  name: "unvouched-call",
  on: "pickle",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "A pickle calls a known name in a way that nobody has vouched for, or calls something that is no name",
  remedy: "Do not load this file before you know who wrote it. A normal save of a model makes no such call.",
  *check({ pickle, at }, context) {
    yield* reportMany(
      pickle.calls,
      (call) => tell(call, pickle, at, context),
      (more) => ({ message: `and ${more} more calls that nobody has vouched for`, key: ["more"] }),
    );
    yield* reportMany(
      pickle.globals,
      (global) => tellHandedOn(global, at, context),
      (more) => ({ message: `and ${more} more classes that are handed on`, key: ["more classes"] }),
    );
    yield* reportMany(
      pickle.mutations,
      (mutation) => tellState(mutation, pickle, at, context),
      (more) => ({ message: `and ${more} more states that nobody has vouched for`, key: ["more states"] }),
    );
  },
});

function tell(call: CallFact, pickle: PickleFacts, at: Location, context: RuleContext): Report | undefined {
  const found = unvouched(call, pickle, context);
  if (found === undefined) return undefined;
  const subject = call.callee.kind === "global" ? `${described(call.callee)}, ` : "";
  return {
    message: `calls ${subject}${found.problem}`,
    at: { ...at, offset: call.offset },
    evidence: call.evidence,
    key: [described(call.callee), call.how, found.problem],
    ...(found.severity === undefined ? {} : { severity: found.severity }),
  };
}

function tellHandedOn(global: GlobalFact, at: Location, context: RuleContext): Report | undefined {
  const problem = handedOn(global, context);
  if (problem === undefined) return undefined;
  return {
    message: `hands on ${dotted(global)}, ${problem}`,
    at: { ...at, offset: global.offset },
    evidence: global.evidence,
    key: [dotted(global), "handed on"],
  };
}

function tellState(
  mutation: MutationFact,
  pickle: PickleFacts,
  at: Location,
  context: RuleContext,
): Report | undefined {
  const found = unvouchedState(mutation, pickle, context);
  if (found === undefined) return undefined;
  const target = receiver(mutation.target);
  return {
    message: `gives ${target} ${found.problem}`,
    at: { ...at, offset: mutation.offset },
    evidence: mutation.evidence,
    key: [target, mutation.how, found.problem],
    ...(found.severity === undefined ? {} : { severity: found.severity }),
  };
}
