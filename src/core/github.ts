/**
 * What code above the host asks of GitHub's REST API: questions only, nothing is changed. The implementation is `host/github-rest.ts`.
 * Paths begin with `/repos/…`; every part of them that the input chose has to be encoded by the caller.
 */
export interface GitHubApi {
  /** The answer as JSON. Throws `GitHubFailure`. */
  json(path: string): Promise<unknown>;
  /**
   * All entries of a list, page by page. `entries` takes them out of a page, the page itself by default. Throws `GitHubFailure`, with
   * `limit` where there are more than `MAX_LISTED`: half of a list of approvals proves nothing.
   */
  list(path: string, entries?: (page: unknown) => unknown): Promise<readonly unknown[]>;
  /** A file's content, as GitHub's `raw` media type gives it. Throws `GitHubFailure`. */
  raw(path: string, maxBytes: number): Promise<Uint8Array>;
}

/** Entries of one list, over all pages. CWE-770. */
export const MAX_LISTED = 1000;

export type GitHubFailureKind = "refused" | "not-found" | "unavailable" | "malformed" | "limit";

/** Why GitHub gave no answer that can be used, in words: the path, the status, and which permission is missing. Never holds a token. */
export class GitHubFailure extends Error {
  override readonly name = "GitHubFailure";
  constructor(
    readonly kind: GitHubFailureKind,
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}
