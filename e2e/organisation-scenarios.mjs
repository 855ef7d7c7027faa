/** An organisation's policy above the repository's: it forbids what the repository allows, and without it nothing passes. */
import { cleanCheckpoint } from "./models.mjs";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const POLICY = `acme/policies/models/assay.yml@${COMMIT}`;
const TOKEN = "e2e-policy-token";
const MODEL = { "models/clean.pt": cleanCheckpoint() };
const LOOSE = "version: 1\nfail-on: never\nformats: { deny: [] }\n";
const STRICT = "version: 1\nformats: { deny: [torch] }\n";

/** What GitHub has of the policy's repository, and who may read it. */
const github = (policy) => ({
  contents: { [`acme/policies@${COMMIT}`]: { "models/assay.yml": policy } },
  contentsToken: TOKEN,
});

export function organisationScenarios(pullRequest) {
  const prepare = pullRequest({ before: { "README.md": "# Models\n", ".model-assay.yml": LOOSE }, files: MODEL });
  return [
    {
      title: "an organisation's policy forbids what the repository allows",
      prepare,
      github: github(STRICT),
      inputs: { policy: POLICY, "policy-token": TOKEN },
      expect: {
        failed: true,
        verdict: "fail",
        annotations: [
          { level: "error", file: "models/clean.pt", words: ["formats.deny"] },
          { level: "warning", file: ".model-assay.yml", line: 2, words: ["fail-on: never", "does not count"] },
        ],
        summary: ["Model Assay: failed", "under the organisation's acme/policies/models/assay.yml"],
      },
    },
    {
      title: "an organisation's policy that the repository keeps to lets the model in",
      prepare: pullRequest({ files: MODEL }),
      github: github("version: 1\n"),
      inputs: { policy: POLICY, "policy-token": TOKEN },
      expect: { failed: false, verdict: "pass", annotations: [], requests: 1 },
    },
    {
      title: "an organisation's policy that the token may not read fails the job, and says what the token needs",
      prepare,
      github: github(STRICT),
      inputs: { policy: POLICY },
      expect: {
        failed: true,
        annotations: [{ level: "error", words: ["not found (404)", "contents: read of acme/policies"] }],
      },
    },
    {
      title: "an organisation's policy that GitHub does not give now fails the job, and nothing was decided",
      prepare,
      github: { faults: [{ path: "/contents/", status: 503 }] },
      inputs: { policy: POLICY, "policy-token": TOKEN },
      expect: { failed: true, annotations: [{ level: "error", words: ["nothing was decided", "(503)"] }] },
    },
    {
      title: "an organisation's policy at a branch fails the job, and says what to write",
      prepare,
      inputs: { policy: "acme/policies/models/assay.yml@main" },
      expect: {
        failed: true,
        annotations: [{ level: "error", words: ["policy", "full commit of 40 hex digits"] }],
        requests: 0,
      },
    },
  ];
}
