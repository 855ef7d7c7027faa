import type { Conversation } from "../../core/github-conversation";

/** Whether the verdict is kept in a comment of the pull request. `on-failure`: from the first verdict on that is no pass. */
export const COMMENT_WISHES = ["never", "on-failure", "always"] as const;
export type CommentWish = (typeof COMMENT_WISHES)[number];

/** `outdated`: the pull request has moved on, and the run of its newer commit tells. */
export type Kept = "created" | "updated" | "outdated" | "none";

export interface CommentToKeep {
  readonly wish: Exclude<CommentWish, "never">;
  readonly passed: boolean;
  /** The comment's first line, which nobody sees; another one for each job. */
  readonly marker: string;
  /** With the marker. */
  readonly body: string;
  /** The commit of the pull request that this run is about. */
  readonly head: string;
}

/** What a second comment of ours says from then on: two runs that began together have made one each. */
const ELSEWHERE = "<p>The verdict stands in an earlier comment of this pull request.</p>\n";
/** Second comments that one run changes; more runs do not begin together. */
const MAX_SECOND = 5;

/**
 * Keeps one comment up to date. Ours is one that begins with our marker and that the token's own account has written: anybody can write
 * the marker. Throws `GitHubFailure`.
 */
export async function keepComment(conversation: Conversation, wanted: CommentToKeep): Promise<Kept> {
  const marked = (await conversation.comments()).filter(({ body }) => body.startsWith(`${wanted.marker}\n`));
  const speaker = marked.length === 0 ? undefined : await conversation.speaker();
  const [ours, ...second] = marked.filter(({ author }) => author !== undefined && author === speaker);
  if (ours === undefined && wanted.wish === "on-failure" && wanted.passed) return "none";
  if ((await conversation.head()) !== wanted.head) return "outdated";
  if (ours === undefined) await conversation.create(wanted.body);
  else await conversation.update(ours.id, wanted.body);
  // A verdict that nobody keeps up to date would be believed.
  const elsewhere = `${wanted.marker}\n${ELSEWHERE}`;
  for (const { id, body } of second.slice(0, MAX_SECOND))
    if (body !== elsewhere) await conversation.update(id, elsewhere);
  return ours === undefined ? "created" : "updated";
}
