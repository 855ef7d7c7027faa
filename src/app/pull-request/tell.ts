import { GitHubFailure } from "../../core/github";
import type { Conversation, CreateCheckRun } from "../../core/github-conversation";
import { PROJECT } from "../../core/project";
import type { RunReport } from "../../core/report";
import { exitCode } from "../../gate";
import { createCheckRuns } from "../../host/check-runs";
import { readEvent, type GitHubEvent } from "../../host/event";
import type { Env } from "../../host/git";
import { createConversation } from "../../host/github-conversation";
import { createHttpClient } from "../../host/http";
import { checkOutput } from "../../report/check-annotations";
import { createCommentReporter } from "../../report/comment";
import { RULES } from "../../rules";
import { commentBody, commentMarker } from "./comment-body";
import { keepComment, type CommentWish } from "./keep-comment";
import { suggestFixes } from "./suggest";

/** What of `@actions/core` is needed. */
export interface Telling {
  /** A line of the log. */
  info(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
}

export interface TellRequest {
  readonly report: RunReport;
  readonly wish: CommentWish;
  readonly token: string | undefined;
  readonly env: Env;
}

/** Tells GitHub: the pull request's comment, and a check run for what has no room in the job. No failure here is another verdict. */
export async function tellGitHub({ report, wish, token, env }: TellRequest, telling: Telling): Promise<void> {
  const repository = env["GITHUB_REPOSITORY"] ?? "";
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || token === undefined) return;
  const event = readEvent(env);
  const http = createHttpClient({ env });
  const access = { http, apiUrl: env["GITHUB_API_URL"], token };
  try {
    if (wish !== "never" && (event.kind === "pull_request" || event.kind === "pull_request_target")) {
      const conversation = createConversation(
        { ...access, permission: "pull-requests: write" },
        repository,
        event.number,
      );
      await comment({ report, wish, env, head: event.headSha, conversation }, telling);
    }
    const create = createCheckRuns({ ...access, permission: "checks: write" }, repository);
    await annotate(report, commitOf(event, env), create, telling);
  } finally {
    await http.close();
  }
}

interface CommentRequest {
  readonly report: RunReport;
  readonly wish: Exclude<CommentWish, "never">;
  readonly env: Env;
  /** The commit of the pull request. */
  readonly head: string;
  readonly conversation: Conversation;
}

/** Keeps the comment, and says what became of it. */
export async function comment(request: CommentRequest, telling: Telling): Promise<void> {
  const { report, wish, env, head } = request;
  const passed = report.verdict === "pass";
  try {
    const body = commentBody(createCommentReporter(RULES).render(report), { head, env });
    const kept = await keepComment(request.conversation, { wish, passed, marker: commentMarker(env), body, head });
    if (kept === "created" || kept === "updated") telling.info(`The pull request's comment was ${kept}.`);
    if (kept === "created" || kept === "updated") await suggest(request, telling);
    if (kept === "outdated")
      telling.info("The pull request has a newer commit, whose run writes the comment. This one does not.");
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    if (!isRefused(error)) return telling.warning(`The pull request's comment could not be written: ${error.message}.`);
    // Who may not look has written none, and none is wanted.
    if (passed && wish === "on-failure") return;
    telling.notice(
      "The pull request has no comment: the token may not write one. The job needs `pull-requests: write`, and for a pull request from a fork or of Dependabot GitHub gives none. The job summary has it all.",
    );
  }
}

/** Beside the comment, which has said all of it already. */
async function suggest(request: CommentRequest, telling: Telling): Promise<void> {
  try {
    const made = await suggestFixes({ ...request, marker: commentMarker(request.env) });
    if (made > 0) telling.info(`${made} ${made === 1 ? "change is" : "changes are"} suggested at lines of the diff.`);
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    telling.info(`No change could be suggested at a line: ${error.message}.`);
  }
}

/** Makes a check run of what the step cannot annotate, if the token may. */
export async function annotate(
  report: RunReport,
  commit: string | undefined,
  create: CreateCheckRun,
  telling: Telling,
): Promise<void> {
  const output = checkOutput(report, RULES);
  if (output === undefined || commit === undefined) return;
  const { title, summary, annotations, all } = output;
  try {
    // The job's own conclusion, so that who requires this check by mistake lets nothing in.
    const conclusion = exitCode(report) === 0 ? "success" : "failure";
    await create({ name: `${PROJECT.title}: more findings`, commit, conclusion, title, summary, annotations });
    telling.info(`${annotations.length} more findings are annotated by a check of their own.`);
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    if (isRefused(error))
      telling.info(`${all} more findings have no annotation. With \`checks: write\` the job adds them.`);
    else telling.notice(`${all} more findings could not be annotated: ${error.message}.`);
  }
}

/** 404 is what GitHub says of what a token may not even know of. */
function isRefused({ kind }: GitHubFailure): boolean {
  return kind === "refused" || kind === "not-found";
}

/** The commit that people look at: of a pull request its head, not the merge that was checked out. */
function commitOf(event: GitHubEvent, env: Env): string | undefined {
  if (event.kind === "none") return undefined;
  return "headSha" in event ? event.headSha : event.kind === "push" ? event.after : env["GITHUB_SHA"];
}
