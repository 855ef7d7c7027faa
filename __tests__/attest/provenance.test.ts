import { type BuildInput, buildClaims, provenanceStatements } from "../../src/attest/provenance";
import { SigningError } from "../../src/core/attestation";
import { COMMIT, TOKEN } from "../support/build-claims";
import { changed, file, sha256 } from "../support/statements";

const FILES = [file("m/model.safetensors")];
const make = (inputs: readonly BuildInput[] = [], token: object = TOKEN) =>
  provenanceStatements(buildClaims(token as typeof TOKEN), "https://github.com", FILES, inputs);
const dependencies = (inputs: readonly BuildInput[]) =>
  (
    make(inputs)[0]!.predicate as { buildDefinition: { resolvedDependencies: unknown[] } }
  ).buildDefinition.resolvedDependencies.slice(1);

describe("provenance", () => {
  test("says what GitHub's own attestations say", () => {
    expect(make()).toEqual([
      {
        _type: "https://in-toto.io/Statement/v1",
        subject: [{ name: "m/model.safetensors", digest: { sha256: sha256("m/model.safetensors") } }],
        predicateType: "https://slsa.dev/provenance/v1",
        predicate: {
          buildDefinition: {
            buildType: "https://actions.github.io/buildtypes/workflow/v1",
            externalParameters: {
              workflow: {
                ref: "refs/heads/main",
                repository: "https://github.com/acme/models",
                path: ".github/workflows/train.yml",
              },
            },
            internalParameters: {
              github: {
                event_name: "push",
                repository_id: "1001",
                repository_owner_id: "2002",
                runner_environment: "github-hosted",
              },
            },
            resolvedDependencies: [
              { uri: "git+https://github.com/acme/models@refs/heads/main", digest: { gitCommit: COMMIT } },
            ],
          },
          runDetails: {
            builder: { id: "https://github.com/acme/builders/.github/workflows/build.yml@refs/tags/v1@2" },
            metadata: { invocationId: "https://github.com/acme/models/actions/runs/42/attempts/1" },
          },
        },
      },
    ]);
  });

  test("names models, datasets, repositories and data by what cannot change", () => {
    const commit = "A".repeat(40);
    expect(
      dependencies([
        { kind: "hub-model", name: "org/base", commit },
        { kind: "hub-dataset", name: "org/data", commit },
        { kind: "git", url: "https://gitlab.com/o/r", commit },
        { kind: "data", path: "data/train.csv", sha256: sha256("t"), md5: "ab".repeat(16) },
        { kind: "data", path: "data/raw", md5: `${"cd".repeat(16)}.dir` },
      ]),
    ).toEqual([
      { uri: `pkg:huggingface/org/base@${"a".repeat(40)}`, digest: { gitCommit: "a".repeat(40) } },
      { uri: `git+https://huggingface.co/datasets/org/data@${"a".repeat(40)}`, digest: { gitCommit: "a".repeat(40) } },
      { uri: `git+https://gitlab.com/o/r@${"a".repeat(40)}`, digest: { gitCommit: "a".repeat(40) } },
      { name: "data/train.csv", digest: { sha256: sha256("t"), md5: "ab".repeat(16) } },
      { name: "data/raw", digest: { md5: "cd".repeat(16) }, annotations: { "dvc-directory": true } },
    ]);
  });

  test("is not made of an input that could be anything", () => {
    expect(() => make([{ kind: "hub-model", name: "org/base", commit: "main" }])).toThrow("org/base is not pinned");
    expect(() => make([{ kind: "data", path: "data/x" }])).toThrow("no digest of data/x");
  });

  test("never takes a password along", () => {
    const call = () => make([{ kind: "git", url: "https://user:hunter2@example.com/o/r", commit: COMMIT }]);
    expect(call).toThrow("An address at example.com has a user or password in it");
    expect(call).not.toThrow("hunter2");
  });

  test("has an address of its own server, with or without a slash", () => {
    const [statement] = provenanceStatements(buildClaims(TOKEN), "https://acme.ghe.com/", FILES);
    expect(JSON.stringify(statement!.predicate)).toContain('"id":"https://acme.ghe.com/acme/builders/');
  });

  test("names the workflow's repository where a rule of the organisation runs one from elsewhere", () => {
    const [statement] = make([], { ...TOKEN, workflow_ref: "acme/rules/.github/workflows/all.yml@refs/heads/main" });
    expect(statement!.predicate).toMatchObject({
      buildDefinition: {
        externalParameters: {
          workflow: { repository: "https://github.com/acme/rules", path: ".github/workflows/all.yml" },
        },
      },
    });
  });

  test("names the claims that a token lacks, and no value of it", () => {
    const token = changed(changed(TOKEN, ["run_id"], undefined), ["ref"], { secret: "hunter2" });
    const call = () => buildClaims(token);
    expect(call).toThrow(SigningError);
    expect(call).toThrow("does not say ref, run_id");
    expect(call).not.toThrow("hunter2");
  });

  test.each([
    ["sha", "abc"],
    ["workflow_ref", "acme/models/train.yml"],
    ["event_name", "pu\nsh"],
    ["repository", "a".repeat(3000)],
  ])("refuses a token whose %s is %p", (name, value) => {
    expect(() => buildClaims({ ...TOKEN, [name]: value })).toThrow(SigningError);
  });

  test("does not take claims that are inherited", () => {
    expect(() => buildClaims(Object.create(TOKEN) as typeof TOKEN)).toThrow("does not say repository");
  });
});
