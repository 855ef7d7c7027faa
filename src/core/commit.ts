const COMMIT = /^[0-9a-f]{40}$/i;

/** Whether it is a full commit of git (SHA-1), which stays what it is; a branch, a tag or a short form does not. */
export function isCommit(revision: string | undefined): revision is string {
  return revision !== undefined && COMMIT.test(revision);
}
