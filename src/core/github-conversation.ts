/** What is written at GitHub beside the verdict. Whatever fails here never changes it. The implementations are in `host/`. */

/** A comment of a pull request, as far as it is looked at. */
export interface PostedComment {
  readonly id: number;
  /** Login of who wrote it; absent where GitHub does not know any more. */
  readonly author?: string;
  readonly body: string;
}

/** What is said at a line of the diff's new side. */
export interface Remark {
  readonly commit: string;
  readonly path: string;
  readonly line: number;
  readonly body: string;
}

/** The conversation of one pull request. Every method throws `GitHubFailure`. */
export interface Conversation {
  /** Oldest first. */
  comments(): Promise<readonly PostedComment[]>;
  /** Login of whom the token speaks for, as `PostedComment.author` has it: `github-actions[bot]`. */
  speaker(): Promise<string>;
  /** The commit that the pull request is at now. */
  head(): Promise<string>;
  /** A file's text at a commit, of `maxBytes` at most. */
  file(path: string, commit: string, maxBytes: number): Promise<string>;
  /** Comments at lines of the diff, oldest first. */
  remarks(): Promise<readonly PostedComment[]>;
  create(body: string): Promise<void>;
  /** A comment at a line of the diff; false where the line is not in it. */
  remark(remark: Remark): Promise<boolean>;
  update(id: number, body: string): Promise<void>;
}

/** A note at a line of a file, as the API of check runs takes it. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** A check run that is over when it is made. */
export interface CheckRun {
  readonly name: string;
  /** Commit that it is about. */
  readonly commit: string;
  readonly conclusion: "success" | "failure";
  readonly title: string;
  /** Markdown, escaped. */
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
}

/** Makes a check run with all of its annotations. Throws `GitHubFailure`. */
export type CreateCheckRun = (run: CheckRun) => Promise<void>;
