import type { SignerClaims } from "../../src/core/attestation";

export const COMMIT = "8c1f4b2e9d3a5f60718293a4b5c6d7e8f9012345";

/** Claims of a token as GitHub Actions gives them, with some that provenance does not use. */
export const TOKEN = {
  iss: "https://token.actions.githubusercontent.com",
  sub: "repo:acme/models:ref:refs/heads/main",
  repository: "acme/models",
  repository_id: "1001",
  repository_owner_id: "2002",
  sha: COMMIT,
  ref: "refs/heads/main",
  workflow_ref: "acme/models/.github/workflows/train.yml@refs/heads/main",
  job_workflow_ref: "acme/builders/.github/workflows/build.yml@refs/tags/v1@2",
  runner_environment: "github-hosted",
  event_name: "push",
  run_id: "42",
  run_attempt: "1",
};

/** What Fulcio writes into the certificate for that token. */
export const CERTIFICATE: SignerClaims = {
  identity: "https://github.com/acme/builders/.github/workflows/build.yml@refs/tags/v1@2",
  issuer: "https://token.actions.githubusercontent.com",
  buildSignerUri: "https://github.com/acme/builders/.github/workflows/build.yml@refs/tags/v1@2",
  runnerEnvironment: "github-hosted",
  sourceRepositoryUri: "https://github.com/acme/models",
  sourceRepositoryDigest: COMMIT,
  sourceRepositoryRef: "refs/heads/main",
  sourceRepositoryId: "1001",
  sourceRepositoryOwnerUri: "https://github.com/acme",
  sourceRepositoryOwnerId: "2002",
  buildConfigUri: "https://github.com/acme/models/.github/workflows/train.yml@refs/heads/main",
  buildTrigger: "push",
  runInvocationUri: "https://github.com/acme/models/actions/runs/42/attempts/1",
};
