/** A workflow as a certificate names it: `https://github.com/owner/repo/.github/workflows/file.yml@refs/heads/main`. */
export interface WorkflowAddress {
  /** `https://github.com`. */
  readonly server: string;
  /** `owner/repo`. */
  readonly repository: string;
  /** `owner/repo/.github/workflows/file.yml`. */
  readonly workflow: string;
  /** `refs/heads/main`; or a commit, where a reusable workflow was called by it. */
  readonly ref: string;
}

/** No name in it has `@`, `?`, `#`, `%` or a backslash; the ref may. So the first `@` ends the path: a file name cannot hold `@refs/`. */
const ADDRESS =
  /^(https:\/\/[a-z0-9.-]+(?::[0-9]{1,5})?)\/([A-Za-z0-9._-]+\/[A-Za-z0-9._-]+)\/([^@?#%\\/]+(?:\/[^@?#%\\/]+)*\.ya?ml)@(.+)$/;
/** Refs as git names them, or a commit. */
const REF = /^(?:refs\/(?:heads|tags|pull)\/[^\p{Cc}\s~^:?*[\\]+|[0-9a-f]{40}|[0-9a-f]{64})$/u;

/** Takes the address apart; `undefined` where it is not exactly of this form. */
export function readWorkflowAddress(uri: string): WorkflowAddress | undefined {
  const [, server, repository, path, ref] = ADDRESS.exec(uri) ?? [];
  if (server === undefined || repository === undefined || path === undefined || ref === undefined) return undefined;
  const names = [...repository.split("/"), ...path.split("/"), ...ref.split("/")];
  if (names.some((name) => name === "" || name === "." || name === "..") || !REF.test(ref)) return undefined;
  return { server, repository, workflow: `${repository}/${path}`, ref };
}
