/**
 * A signer that is approved, as data. Every field that is there has to fit; texts are compared exactly, with case, and without any
 * normalising. In globs `*` stays between two `/`.
 */
export interface ApprovedSigner {
  /** The whole name in the certificate: an address or an e-mail address. */
  readonly identity?: string;
  /** The same as a glob; it has to have as many `@` as the name, so that a star cannot swallow one. */
  readonly identityGlob?: string;
  /** The same as a regular expression (JavaScript's, with `u`) for the whole name. It comes from a policy that is trusted. */
  readonly identityRegexp?: string;
  /** The OIDC issuer. May be left out with `workflow` and `repository`: then it is GitHub's. */
  readonly issuer?: string;
  /** Glob of `owner/repo/.github/workflows/file.yml` that signs: the called one, where a reusable workflow is called. */
  readonly workflow?: string;
  /** Globs of the workflow's own ref: `refs/heads/main`, `refs/tags/v*`. */
  readonly refs?: readonly string[];
  /** Where workflows and repositories live; `https://github.com` unless it is said. */
  readonly server?: string;
  /** Glob of `owner/repo` whose run signed. */
  readonly repository?: string;
  /** Numbers that stay when names are taken over. */
  readonly repositoryId?: string;
  readonly ownerId?: string;
  /** Globs of the ref that the run was for: another one than the workflow's, where a reusable workflow is called. */
  readonly sourceRefs?: readonly string[];
  /** The commit. */
  readonly sourceDigest?: string;
  /** `github-hosted` or `self-hosted`. */
  readonly runnerEnvironment?: string;
  /** The event. */
  readonly trigger?: string;
  /** `public` or `private`. */
  readonly visibility?: string;
  /** Instead of all of these: a key, by the SHA-256 of its SubjectPublicKeyInfo, lower-case hex. */
  readonly key?: string;
}
