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

/**
 * Keeps one comment up to date. Ours is one that begins with our marker and that the token's own account has written: anybody can write
 * the marker. Throws `GitHubFailure`.
 */
export async function keepComment(conversation: Conversation, wanted: CommentToKeep): Promise<Kept> {
  const marked = (await conversation.comments()).filter(({ body }) => body.startsWith(`${wanted.marker}\n`));
  const speaker = marked.length === 0 ? undefined : await conversation.speaker();
  const ours = marked.find(({ author }) => author !== undefined && author === speaker);
  if (ours === undefined && wanted.wish === "on-failure" && wanted.passed) return "none";
  if ((await conversation.head()) !== wanted.head) return "outdated";
  if (ours === undefined) await conversation.create(wanted.body);
  else await conversation.update(ours.id, wanted.body);
  return ours === undefined ? "created" : "updated";
}
