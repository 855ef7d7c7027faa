import { buildClaims, provenanceStatements } from "../../src/attest/provenance";
import type { SignerClaims, Statement } from "../../src/core/attestation";
import { readProvenance } from "../../src/verify/provenance";
import { CERTIFICATE, COMMIT, TOKEN } from "../support/build-claims";
import { changed, file, refusal, sha256, signedAndRead } from "../support/statements";

const OTHER = "b".repeat(40);
const GOOD = signedAndRead(
  provenanceStatements(
    buildClaims(TOKEN),
    "https://github.com",
    [file("m/a")],
    [
      { kind: "hub-model", name: "org/base", commit: OTHER },
      { kind: "data", path: "data/train.csv", sha256: sha256("t") },
    ],
  )[0]!,
);
const DEFINITION = ["predicate", "buildDefinition"] as const;
const SOURCE = [...DEFINITION, "resolvedDependencies", 0] as const;
const GITHUB = [...DEFINITION, "internalParameters", "github"] as const;
const WORKFLOW = [...DEFINITION, "externalParameters", "workflow"] as const;
const DETAILS = ["predicate", "runDetails"] as const;

describe("provenance", () => {
  test("that agrees with the certificate gives facts, each confirmed", () => {
    const facts = readProvenance(GOOD, CERTIFICATE);
    expect(facts).toMatchObject({
      builder: CERTIFICATE.buildSignerUri,
      repository: "https://github.com/acme/models",
      ref: "refs/heads/main",
      commit: COMMIT,
      workflow: {
        repository: "https://github.com/acme/models",
        path: ".github/workflows/train.yml",
        ref: "refs/heads/main",
      },
      trigger: "push",
      runnerEnvironment: "github-hosted",
      invocation: "https://github.com/acme/models/actions/runs/42/attempts/1",
      data: [
        { name: `pkg:huggingface/org/base@${OTHER}`, digest: new Map([["gitCommit", OTHER]]) },
        { name: "data/train.csv", digest: new Map([["sha256", sha256("t")]]) },
      ],
    });
    expect([...facts.confirmed].sort()).toEqual([
      "builder",
      "commit",
      "invocation",
      "ownerId",
      "ref",
      "repository",
      "repositoryId",
      "runnerEnvironment",
      "trigger",
      "workflow",
    ]);
  });

  test.each<[string, readonly (string | number)[], string, keyof SignerClaims]>([
    [
      "another builder",
      [...DETAILS, "builder", "id"],
      "https://github.com/slsa/trusted/.github/workflows/b.yml@refs/tags/v1",
      "buildSignerUri",
    ],
    ["another commit", [...SOURCE, "digest", "gitCommit"], OTHER, "sourceRepositoryDigest"],
    ["another ref", [...SOURCE, "uri"], "git+https://github.com/acme/models@refs/heads/release", "sourceRepositoryRef"],
    [
      "another repository",
      [...SOURCE, "uri"],
      "git+https://github.com/google/models@refs/heads/main",
      "sourceRepositoryUri",
    ],
    [
      "a workflow of another repository",
      [...WORKFLOW, "repository"],
      "https://github.com/google/models",
      "buildConfigUri",
    ],
    ["another workflow", [...WORKFLOW, "path"], ".github/workflows/release.yml", "buildConfigUri"],
    ["another ref of the workflow", [...WORKFLOW, "ref"], "refs/tags/v1", "buildConfigUri"],
    ["another repository id", [...GITHUB, "repository_id"], "1", "sourceRepositoryId"],
    ["another owner id", [...GITHUB, "repository_owner_id"], "1", "sourceRepositoryOwnerId"],
    ["another event", [...GITHUB, "event_name"], "release", "buildTrigger"],
    ["another kind of runner", [...GITHUB, "runner_environment"], "self-hosted", "runnerEnvironment"],
    [
      "another run",
      [...DETAILS, "metadata", "invocationId"],
      "https://github.com/acme/models/actions/runs/1/attempts/1",
      "runInvocationUri",
    ],
  ])("that says %s is false, in both values", (_, path, value, claim) => {
    const { kind, message } = refusal(() => readProvenance(changed(GOOD, path, value), CERTIFICATE));
    expect(kind).toBe("false-claim");
    expect(message).toContain(value.startsWith("git+https://github.com/acme/models@") ? "refs/heads/release" : value);
    expect(message).toContain(CERTIFICATE[claim]);
  });

  test.each<[keyof SignerClaims, string]>([
    ["buildSignerUri", "https://github.com/evil/x/.github/workflows/a.yml@refs/heads/main"],
    ["sourceRepositoryDigest", OTHER],
    ["sourceRepositoryRef", "refs/pull/1/merge"],
    ["sourceRepositoryUri", "https://github.com/evil/models"],
    ["sourceRepositoryId", "9"],
    ["sourceRepositoryOwnerId", "9"],
    ["buildConfigUri", "https://github.com/acme/models/.github/workflows/evil.yml@refs/heads/main"],
    ["buildTrigger", "pull_request_target"],
    ["runnerEnvironment", "self-hosted"],
    ["runInvocationUri", "https://github.com/acme/models/actions/runs/43/attempts/1"],
  ])("is false for a certificate with another %s", (claim, value) => {
    const { kind, message } = refusal(() => readProvenance(GOOD, { ...CERTIFICATE, [claim]: value }));
    expect(kind).toBe("false-claim");
    expect(message).toContain(value);
  });

  test("compares with the identity where the certificate has no Build Signer URI", () => {
    const old = changed(CERTIFICATE, ["buildSignerUri"], undefined);
    expect(readProvenance(GOOD, old).confirmed.has("builder")).toBe(true);
    const other = { ...old, identity: "https://github.com/evil/x/.github/workflows/a.yml@refs/heads/main" };
    expect(refusal(() => readProvenance(GOOD, other)).kind).toBe("false-claim");
  });

  test("of a key or an e-mail identity is nobody's word but the signer's: nothing is confirmed", () => {
    expect(readProvenance(GOOD, undefined).confirmed.size).toBe(0);
    const person = { identity: "someone@example.com", issuer: "https://accounts.google.com" };
    expect(readProvenance(GOOD, person).confirmed.size).toBe(0);
    expect(readProvenance(GOOD, person).commit).toBe(COMMIT);
  });

  test("is false where the same commit stands under another ref too", () => {
    const all = (GOOD.predicate as { buildDefinition: { resolvedDependencies: { uri: string }[] } }).buildDefinition
      .resolvedDependencies;
    const again = { ...all[0]!, uri: all[0]!.uri.replace(/@refs\/.*$/, "@refs/heads/evil") };
    const two = changed(GOOD, [...DEFINITION, "resolvedDependencies"], [...all, again]);
    expect(refusal(() => readProvenance(two, CERTIFICATE)).message).toContain("names two sources");
  });

  test("cannot cut the workflow's address elsewhere", () => {
    for (const [repository, path, ref] of [
      ["https://github.com/acme", "models/.github/workflows/train.yml", "refs/heads/main"],
      ["https://github.com/acme/models/.github", "workflows/train.yml", "refs/heads/main"],
      ["https://github.com/acme/models", ".github/workflows/train.yml@refs", "heads/main"],
    ])
      expect(
        refusal(() => readProvenance(changed(GOOD, WORKFLOW, { repository, path, ref }), CERTIFICATE)).kind,
      ).toMatch(/malformed|false-claim/);
  });

  test("with two commits of its source is false, also where the second is the certificate's", () => {
    const again = { uri: "git+https://github.com/acme/models@refs/heads/main", digest: { gitCommit: OTHER } };
    const all = (GOOD.predicate as { buildDefinition: { resolvedDependencies: unknown[] } }).buildDefinition
      .resolvedDependencies;
    for (const order of [
      [...all, again],
      [again, ...all],
    ])
      expect(
        refusal(() => readProvenance(changed(GOOD, [...DEFINITION, "resolvedDependencies"], order), CERTIFICATE)).kind,
      ).toBe("false-claim");
  });

  test.each<[string, Statement, string, string]>([
    [
      "of another kind",
      changed(GOOD, ["predicateType"], "https://slsa.dev/provenance/v0.2"),
      "wrong-predicate",
      "v0.2",
    ],
    [
      "of an unknown build type",
      changed(GOOD, [...DEFINITION, "buildType"], "https://example.com/mine"),
      "wrong-predicate",
      "build type",
    ],
    ["without the commit", changed(GOOD, [...SOURCE, "digest"], {}), "wrong-predicate", "does not name the commit"],
    [
      "with a branch for a commit",
      changed(GOOD, [...SOURCE, "digest", "gitCommit"], "main"),
      "wrong-predicate",
      "does not name the commit",
    ],
    [
      "without its source",
      changed(GOOD, [...DEFINITION, "resolvedDependencies"], []),
      "wrong-predicate",
      "does not name the commit",
    ],
    [
      "without dependencies",
      changed(GOOD, [...DEFINITION, "resolvedDependencies"], undefined),
      "malformed",
      "is missing",
    ],
    ["without a builder", changed(GOOD, [...DETAILS, "builder"], undefined), "malformed", "builder is missing"],
    ["without a workflow", changed(GOOD, WORKFLOW, undefined), "malformed", "workflow is missing"],
    ["with an id that is a number", changed(GOOD, [...GITHUB, "repository_id"], 1001), "malformed", "repository_id"],
    [
      "with a dependency that is nothing",
      changed(GOOD, [...DEFINITION, "resolvedDependencies", 1], {}),
      "malformed",
      "neither uri nor name",
    ],
    ["without a predicate", changed(GOOD, ["predicate"], undefined), "malformed", "buildDefinition is missing"],
  ])("%s is refused", (_, statement, kind, words) => {
    const seen = refusal(() => readProvenance(statement, CERTIFICATE));
    expect(seen.kind).toBe(kind);
    expect(seen.message).toContain(words);
  });

  test("of the community's generators is read alike", () => {
    const type = "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1";
    expect(readProvenance(changed(GOOD, [...DEFINITION, "buildType"], type), CERTIFICATE).commit).toBe(COMMIT);
  });
});
