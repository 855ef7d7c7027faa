import type { GlobalFact, PickleFacts } from "../../core/pickle-facts";
import { defineRule, type Report } from "../../core/rule";
import type { Location } from "../../core/location";
import { reportMany } from "../report-many";
import { namesAttributes } from "./calls/attributes";
import { verbs } from "./calls/called";
import { isGetattr } from "./calls/stands-for";
import { dotted, judgeGlobal } from "./globals/judge";
import { weightsOnlyWords } from "./weights-only/words";

/**
 * Why: a call that a pickle makes runs while it loads, before anyone has looked at the model. A pickle that
 * imports one of these is made to do something else than hold weights.
 */
export const dangerousGlobal = defineRule({
  id: "MA-PKL-001",
  name: "dangerous-global",
  on: "pickle",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A pickle imports a callable that runs code, reaches files or the network, or finds such callables",
  remedy: "Do not load this file. Ask its author for safetensors, or find out where it comes from.",
  *check({ pickle, at }) {
    const verb = verbs(pickle);
    yield* reportMany(
      pickle.globals,
      (global) => tell(global, verb(global), pickle, at),
      (more) => ({ message: `and ${more} more dangerous names`, key: ["more"] }),
    );
  },
});

function tell(global: GlobalFact, verb: string, pickle: PickleFacts, at: Location): Report | undefined {
  const judgement = judgeGlobal(global.module, global.name);
  if (judgement.verdict !== "dangerous" || judgement.family === "code by value") return undefined;
  if (isGetattr(global) && namesAttributes(pickle)) return undefined;
  const written = global.written === undefined ? "" : ` (written as ${dotted(global.written)})`;
  return {
    message: `${verb} ${dotted(global)}${written}, which ${judgement.reason} [${judgement.family}]${weightsOnlyWords(global, pickle)}`,
    at: { ...at, offset: global.offset },
    evidence: global.evidence,
    key: [global.module, global.name],
  };
}
