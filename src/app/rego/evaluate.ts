import type { RegoResult } from "../../policy/rego/reply";
import { readReply } from "../../policy/rego/reply";
import { RegoFailure } from "../../policy/rego/failure";
import { requestJson, type RegoQuestion } from "../../policy/rego/request";
import { RegoThread, type RegoLimits } from "./rego-thread";

/**
 * What the rules say of the evidence. Throws `RegoFailure` for everything else than an answer. `thread`: one that was started before,
 * while something else was done; it answers one question.
 */
export async function evaluateRules(
  question: RegoQuestion,
  limits: RegoLimits = {},
  thread: RegoThread = new RegoThread(limits),
): Promise<RegoResult[]> {
  return readReply(await thread.ask(requestOf(question)));
}

function requestOf(question: RegoQuestion): string {
  try {
    return requestJson(question);
  } catch (error) {
    throw new RegoFailure("limit", error instanceof Error ? error.message : String(error));
  }
}
