import { PROJECT } from "../../core/project";
import type { PromotionReport } from "../../core/promotion";
import { renderCommand } from "../escape-command";
import { clip } from "../escape-terminal";
import { count } from "../quantities";
import { CHECK_TITLES, STATUS_WORDS } from "./words";

const MAX_TEXT = 1000;
/** Problems of one check in its annotation; the summary has more. */
const MAX_PROBLEMS = 10;

/** Workflow commands: one error for each check that does not let the model go on. There are fewer checks than GitHub shows errors. */
export function promotionAnnotations({ stage, checks }: PromotionReport): string {
  return checks
    .filter(({ status }) => status === "fail" || status === "unknown")
    .map(({ id, status, problems }) => {
      const more = problems.length - MAX_PROBLEMS;
      const title = `${PROJECT.title}, ${stage}: ${CHECK_TITLES[id]} ${STATUS_WORDS[status]}`;
      const lines = [
        ...problems.slice(0, MAX_PROBLEMS).map((each) => clip(each, MAX_TEXT)),
        ...(more > 0 ? [`${count(more, "more", "more")} in the job summary.`] : []),
      ];
      return `${renderCommand("error", { title }, lines.length === 0 ? [title] : lines)}\n`;
    })
    .join("");
}
