import { createHash } from "node:crypto";
import { GitHubFailure, type GitHubApi } from "../../core/github";
import { ConfigurationError } from "../../core/host";
import type { Policy } from "../../core/policy";
import { createGitHubApi } from "../../host/github-rest";
import { createHttpClient } from "../../host/http";
import type { RuleFolder } from "../../policy/rego/rule-files";
import { readPolicy } from "../read-policy";
import { fetchRules } from "./fetch-rules";
import type { PolicyRepository } from "./policy-repository";
import { referenceText, type PolicyReference } from "./reference";
import { PolicyUnavailable, type OrganisationRequest } from "./request";

/** Bytes of the policy. The reader takes no more either. CWE-770. */
const MAX_BYTES = 1024 * 1024;

/** An organisation's policy as it was fetched. */
export interface OrganisationPolicy {
  readonly policy: Policy;
  /** SHA-256 of the file, lower-case hex. */
  readonly digest: string;
  /** `owner/repo/path@commit` */
  readonly source: string;
  /** Its own rules in Rego, where it names some. */
  readonly rules?: RuleFolder;
}

/**
 * Fetches the policy by its commit, and the rules that it names. Throws `ConfigurationError` where it is not there, not to be read or
 * not usable, `InvalidPolicy` where it is no policy, and `PolicyUnavailable` where GitHub gave no answer: none of them lets anything pass.
 */
export async function fetchPolicy(request: OrganisationRequest): Promise<OrganisationPolicy> {
  const { reference, env } = request;
  const client = request.http === undefined ? createHttpClient({ env }) : undefined;
  try {
    const api = createGitHubApi({
      http: request.http ?? client!,
      apiUrl: env["GITHUB_API_URL"],
      token: request.token,
      permission: `contents: read of ${reference.owner}/${reference.repository}`,
      ...(request.sleep === undefined ? {} : { sleep: request.sleep }),
    });
    return await fetchWith(repositoryAt(reference, api, request.token), reference);
  } finally {
    await client?.close();
  }
}

async function fetchWith(repository: PolicyRepository, reference: PolicyReference): Promise<OrganisationPolicy> {
  const source = referenceText(reference);
  const text = await repository.text(reference.path, MAX_BYTES);
  const policy = await readPolicy(text, source);
  if (policy.signatures.trustedRoot !== undefined)
    throw new ConfigurationError(
      `policy: ${source} names signatures.trusted-root, which is a file of its own repository and not read from there. Take it out; a repository with a Sigstore of its own names the root itself, where \`signers\` is delegated`,
    );
  const rules = policy.rego === undefined ? undefined : await fetchRules(repository, reference, policy.rego);
  const digest = createHash("sha256").update(text).digest("hex");
  return { policy, digest, source, ...(rules === undefined ? {} : { rules }) };
}

function repositoryAt(reference: PolicyReference, api: GitHubApi, token: string | undefined): PolicyRepository {
  const { owner, repository, commit } = reference;
  const address = (path: string) => {
    const parts = path === "." ? "" : `/${path.split("/").map(encodeURIComponent).join("/")}`;
    return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}/contents${parts}?ref=${commit}`;
  };
  return {
    listing: (path) => told(reference, path, api.json(address(path))),
    text: async (path, maxBytes) => decoded(path, await told(reference, path, api.raw(address(path), maxBytes)), token),
  };
}

/** UTF-8 without what is nobody's business: a service that repeats the token must not get it into a message. */
function decoded(path: string, bytes: Uint8Array, token: string | undefined): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConfigurationError(`policy: ${path} is not UTF-8. Save it as UTF-8`);
  }
  if (token && text.includes(token))
    throw new ConfigurationError(
      `policy: what came for ${path} holds the token that it was asked with. Is the server one of GitHub's?`,
    );
  return text;
}

async function told<T>({ owner, repository }: PolicyReference, path: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    const { kind, message } = error;
    if (kind === "unavailable")
      throw new PolicyUnavailable(
        `policy: the organisation's policy could not be fetched, so nothing was decided. ${message}`,
      );
    throw new ConfigurationError(`policy: ${message}. ${ADVICE[kind](`${owner}/${repository}`, path)}`);
  }
}

/** What to do about it, by what went wrong. */
const ADVICE: Readonly<
  Record<Exclude<GitHubFailure["kind"], "unavailable">, (repository: string, path: string) => string>
> = {
  refused: (repository) => `Give one that may read ${repository} (policy-token, or MODEL_ASSAY_POLICY_TOKEN)`,
  "not-found": (repository, path) =>
    `Either ${path} is not there at that commit, or there is no such commit, or the token does not see ${repository}: a job's own token sees its own repository and public ones only (policy-token, or MODEL_ASSAY_POLICY_TOKEN)`,
  malformed: (repository) => `If ${repository} has another name by now, write that`,
  limit: (_repository, path) => `${path} is too large`,
};
