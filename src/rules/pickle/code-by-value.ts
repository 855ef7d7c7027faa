import { defineRule } from "../../core/rule";
import { reportMany } from "../report-many";
import { verbs } from "./calls/called";
import { isTypeLookup } from "./calls/stands-for";
import { loadsTypesByName } from "./calls/types-by-name";
import { dotted, judgeGlobal } from "./globals/judge";

/**
 * Why: cloudpickle, dill and marshal put a function's bytecode into the file. It is hidden from review and
 * runs when the model is used, if not before.
 */
export const codeByValue = defineRule({
  id: "MA-PKL-006",
  name: "code-by-value",
  on: "pickle",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A pickle carries a function's code and rebuilds it",
  remedy:
    "Move the function into a module that both sides install, and save the model again with plain pickle or as safetensors.",
  *check({ pickle, at }) {
    const verb = verbs(pickle);
    yield* reportMany(
      pickle.globals,
      (global) => {
        const judgement = judgeGlobal(global.module, global.name);
        if (judgement.verdict !== "dangerous" || judgement.family !== "code by value") return undefined;
        if (isTypeLookup(global) && loadsTypesByName(pickle)) return undefined;
        return {
          message: `${verb(global)} ${dotted(global)}, which ${judgement.reason}`,
          at: { ...at, offset: global.offset },
          evidence: global.evidence,
          key: [global.module, global.name],
        };
      },
      (more) => ({ message: `and ${more} more names that rebuild code`, key: ["more"] }),
    );
  },
});
