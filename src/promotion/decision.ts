import { CHECKS, type Check, type CheckId, type PromotionDecision } from "../core/promotion";
import { answered, count, named } from "./check";
import { modelFiles, uncovered, type PromotedContent, type Vouching } from "./content";

/** A decision whose signature holds, by an approved decider. */
export interface DecisionFacts extends Vouching {
  readonly decision: PromotionDecision;
}

/** Whether these files were promoted before: what was decided last counts. */
export function checkDecision(
  content: PromotedContent,
  decisions: readonly DecisionFacts[],
  refused: readonly string[],
): Check {
  const paths = modelFiles(content).map(({ path }) => path);
  if (paths.length === 0) return answered("decision", { problems: [`${content.path} holds no file`] });
  const promotions = decisions.filter(({ decision }) => decision.stage === "promotion");
  const whole = together(promotions).filter((parts) => uncovered(paths, parts).length === 0);
  const last = whole.flatMap((parts) => parts.slice(0, 1)).reduce<DecisionFacts | undefined>(later, undefined);
  if (last === undefined)
    return answered("decision", {
      problems: [...refused, promotions.length === 0 ? NONE : notAbout(paths, promotions)],
    });
  const { result, time } = last.decision;
  const said = `${last.bundle}, by ${last.by} at ${time}`;
  const left = MAIN.filter((id) => !counts(id, last.decision));
  if (result === "pass" && left.length > 0)
    return answered("decision", {
      problems: [`The promotion was decided without its checks ${left.join(", ")} (${said})`],
    });
  return result === "pass"
    ? answered("decision", { evidence: [`promoted before (${said})`] })
    : answered("decision", { problems: [`The last promotion of these files was ${result} (${said})`] });
}

const NONE =
  "There is no signed decision of a promotion by an approved decider about these files. Promote them first (model-assay promote), and name the bundle (--bundle)";

function notAbout(paths: readonly string[], promotions: readonly DecisionFacts[]): string {
  const bare = uncovered(paths, promotions);
  if (bare.length === 0) return "The files were promoted apart from each other, not as this model";
  return `The decision of the promotion is not about ${count(bare.length, "file")}: ${named(bare)}`;
}

/** Statements of one decision: it has several where there are more files than one may name. */
function together(decisions: readonly DecisionFacts[]): DecisionFacts[][] {
  const found = new Map<string, DecisionFacts[]>();
  for (const each of decisions) {
    const key = JSON.stringify([each.by, each.decision]);
    found.set(key, [...(found.get(key) ?? []), each]);
  }
  return [...found.values()];
}

/** What every promotion has; approvals are the ones that a policy may not want. */
const MAIN = CHECKS.slice(0, 4);

function counts(id: CheckId, { checks }: PromotionDecision): boolean {
  const status = checks.find((each) => each.id === id)?.status;
  return status === "pass" || (status === "not-required" && id === "approvals");
}

/** Of two at once, the one that is no pass. */
function later(a: DecisionFacts | undefined, b: DecisionFacts): DecisionFacts {
  if (a === undefined) return b;
  const [first, second] = [Date.parse(a.decision.time), Date.parse(b.decision.time)];
  return second > first || (second === first && b.decision.result !== "pass") ? b : a;
}
