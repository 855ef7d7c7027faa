import { SigningError } from "../core/attestation";
import { integerAt, parsed } from "./json-answer";
import { ask, brokenAnswer, type Network } from "./service";

/** Bytes of GitHub's answer: an id. CWE-400. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Characters of a bundle that GitHub is sent; its API takes bodies of up to 16 MiB. CWE-400. */
const MAX_BUNDLE = 16 * 1024 * 1024;
const SERVICE = "GitHub's attestations API";

export interface GitHubStore {
  /** `GITHUB_API_URL`: `https://api.github.com`. */
  readonly apiUrl: string;
  /** `GITHUB_SERVER_URL`: `https://github.com`. */
  readonly serverUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
}

export interface StoredAttestation {
  readonly id: string;
  /** The page that shows it. */
  readonly url: string;
}

/**
 * Puts a bundle where `gh attestation verify` looks for it: `POST /repos/{owner}/{repo}/attestations`
 * (https://docs.github.com/rest/repos/attestations). `bundle`: JSON. Throws `SigningError`, in words that say which permission is missing.
 */
export async function storeAtGitHub(network: Network, store: GitHubStore, bundle: string): Promise<StoredAttestation> {
  const { apiUrl, serverUrl, repository, token } = store;
  if (!/^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/.test(repository))
    throw new SigningError("configuration", "The attestation was not stored: the repository is no `owner/name`.");
  if (token === "")
    throw new SigningError("configuration", "The attestation was not stored: there is no token. Give `github-token`.");
  if (bundle.length > MAX_BUNDLE)
    throw new SigningError("refused", "The attestation was not stored: it is longer than what GitHub takes, 16 MiB.");
  const url = `${apiUrl.replace(/\/+$/, "")}/repos/${repository}/attestations`;
  const answer = await ask(network, {
    service: SERVICE,
    method: "POST",
    url,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    body: `{"bundle":${bundle}}`,
    maxBytes: MAX_ANSWER_BYTES,
    accept: [401, 403, 404, 413, 422],
    secrets: [token],
    undone: "The attestation is signed and was not stored.",
  });
  const problem = PROBLEMS.get(answer.status);
  if (problem !== undefined)
    throw new SigningError(problem.kind, `${SERVICE} refused (${answer.status}): ${problem.words(repository)}`);
  const id = integerAt(parsed(answer.body), "id");
  if (id === undefined) throw brokenAnswer(SERVICE, url, "it names no id", "The attestation may not be stored.");
  return { id: String(id), url: `${serverUrl.replace(/\/+$/, "")}/${repository}/attestations/${id}` };
}

interface Problem {
  readonly kind: SigningError["kind"];
  words(repository: string): string;
}

const PERMISSION = "the job needs `permissions: attestations: write`, and the token has to be the job's own";

/** What GitHub means by a status, as its documentation and its own action tell it. */
const PROBLEMS: ReadonlyMap<number, Problem> = new Map<number, Problem>([
  [401, { kind: "configuration", words: () => "the token is not valid. Give `github-token`." }],
  [403, { kind: "configuration", words: (name) => `the token may not write attestations of ${name}: ${PERMISSION}.` }],
  [
    404,
    {
      kind: "configuration",
      words: (name) =>
        `there is no place for attestations of ${name}: ${PERMISSION}; private repositories need GitHub Enterprise Cloud.`,
    },
  ],
  [413, { kind: "refused", words: () => "the bundle is too long for it." }],
  [
    422,
    {
      kind: "refused",
      words: (name) =>
        `it does not accept the bundle: it takes those that a workflow of ${name} signed by the public Sigstore or GitHub's own.`,
    },
  ],
]);
