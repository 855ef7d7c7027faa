/** What of signing needs no Sigstore: who does not sign, and what is said of it. `e2e/sigstore.mjs` has those who do. */
import { CLEAN_HUB } from "./hub.mjs";
import { maliciousPickle } from "./models.mjs";

/** A job that may ask for ID tokens, of a service that nobody should ask. */
const WITH_TOKENS = {
  ACTIONS_ID_TOKEN_REQUEST_URL: "http://127.0.0.1:9/token?api-version=2.0",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "e2e-request-token",
};

function push(files) {
  return (origin) => {
    const after = origin.commit(files);
    const payload = { ref: "refs/heads/main", before: "0".repeat(40), after, repository: { visibility: "public" } };
    return { name: "push", payload, sha: after, commit: after, depth: 1 };
  };
}

/** `pullRequest` as in `scenarios.mjs`. */
export const signingScenarios = (pullRequest) => [
  {
    title: "a push without id-token: write signs nothing, and says so",
    prepare: push(CLEAN_HUB),
    expect: {
      failed: false,
      verdict: "pass",
      annotations: [],
      summary: ["Not signed", "the job has no id-token: write"],
    },
  },
  {
    title: "attest: true without id-token: write fails with the lines to add",
    prepare: push(CLEAN_HUB),
    inputs: { attest: "true" },
    expect: {
      failed: true,
      annotations: [{ level: "error", words: ["permissions:", "  id-token: write", "  attestations: write"] }],
    },
  },
  {
    title: "no pull request signs, though it may ask for ID tokens",
    prepare: pullRequest({ files: CLEAN_HUB }),
    variables: WITH_TOKENS,
    expect: { failed: false, verdict: "pass", annotations: [], summary: ["Not signed", "no pull request signs"] },
  },
  {
    title: "what failed is not signed",
    prepare: push({ ...CLEAN_HUB, "models/evil.pkl": maliciousPickle() }),
    variables: WITH_TOKENS,
    expect: { failed: true, verdict: "fail", summary: ["Not signed", "only what passed is, and this run failed"] },
  },
  {
    title: "attest: auto with a service for ID tokens that is down: the job goes on, with a warning",
    prepare: push(CLEAN_HUB),
    variables: WITH_TOKENS,
    expect: {
      failed: false,
      verdict: "pass",
      annotations: [{ level: "warning", words: ["not everything was signed", "GitHub's service for ID tokens"] }],
    },
  },
  {
    title: "attest: true with a service for ID tokens that is down: the job fails",
    prepare: push(CLEAN_HUB),
    inputs: { attest: "true" },
    variables: WITH_TOKENS,
    expect: { failed: true, annotations: [{ level: "error", words: ["GitHub's service for ID tokens"] }] },
  },
];
