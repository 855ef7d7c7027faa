/** What a promotion is tried with: the whole of it, then each thing that has to stop it. */
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signByAction } from "../sigstore/signed-by-action.mjs";
import { copyRelease } from "./build.mjs";

const HEAD = "a".repeat(40);
const OLDER = "b".repeat(40);
const ALL = {
  integrity: "pass",
  provenance: "pass",
  vulnerabilities: "pass",
  approvals: "pass",
  bom: "pass",
  revocation: "pass",
};

const UNFOUNDED = { ...ALL, vulnerabilities: "unknown", approvals: "unknown" };

/** The pull request that brought the commit, with these reviews. */
const reviewed =
  (...reviews) =>
  ({ sha }) => ({
    pulls: {
      12: {
        by: "ada",
        head: HEAD,
        merge: sha,
        mergedAt: "2026-11-20T12:00:00Z",
        commits: [{ author: "ada", committer: "web-flow" }],
        reviews: reviews.map((review) => ({ commit: HEAD, ...review })),
      },
    },
  });
const approved = reviewed({ by: "sue" }, { by: "pia" });
const refused = (check, words) => ({ verdict: "fail", checks: { ...ALL, [check]: "fail" }, words });

/** A workflow of somebody else signs everything that the first one signed. */
async function signedByAnother({ workspace, stack, build }) {
  const claims = encodeURIComponent(
    JSON.stringify({ job_workflow_ref: "mallory/ci/.github/workflows/build.yml@refs/heads/main" }),
  );
  const job = {
    ...stack.job,
    ACTIONS_ID_TOKEN_REQUEST_URL: `${stack.job.ACTIONS_ID_TOKEN_REQUEST_URL}&claims=${claims}`,
  };
  const directory = join(workspace, "..", "another");
  mkdirSync(directory);
  const other = Object.create(stack, { job: { value: job } });
  const signed = await signByAction(other, { ...build, directory });
  rmSync(join(workspace, "release"), { recursive: true });
  copyRelease(signed, workspace);
}

/** The same workflow at a commit that nobody reviewed signs the approved weights with code beside them; its manifest takes the place. */
async function codeOfAnotherCommit({ workspace, stack, build }) {
  const claims = encodeURIComponent(JSON.stringify({ sha: "c".repeat(40) }));
  const url = `${stack.job.ACTIONS_ID_TOKEN_REQUEST_URL}&claims=${claims}`;
  const directory = join(workspace, "..", "another");
  cpSync(build.workspace, join(directory, "workspace"), { recursive: true });
  const code = join("models", "chat", "modeling.py");
  writeFileSync(join(directory, "workspace", code), "def forward(x):\n    return x\n");
  const other = Object.create(stack, { job: { value: { ...stack.job, ACTIONS_ID_TOKEN_REQUEST_URL: url } } });
  const { tree } = await signByAction(other, { ...build, directory, workspace: join(directory, "workspace") });
  for (const name of ["modeling.py", "model.sig"])
    cpSync(join(tree, "models", "chat", name), join(workspace, "release", "chat", name));
}

function spoil(path) {
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] ^= 1;
  writeFileSync(path, bytes);
}

function digest(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/**
 * @typedef {{ id: string, title: string, facts: (build: any) => object, change?: (place: any) => void | Promise<void>, flawed?: boolean,
 *   inputs?: Record<string, string>, variables?: Record<string, string>,
 *   expect: { verdict: string, checks: Record<string, string>, words?: RegExp } }} PromotionTrial
 * @type {PromotionTrial[]}
 */
export const TRIALS = [
  {
    id: "passes",
    title: "a model with all its evidence and two approvals passes",
    facts: approved,
    expect: { verdict: "pass", checks: ALL },
  },
  {
    id: "swapped",
    title: "a swapped weight stops it",
    facts: approved,
    change: ({ workspace }) => spoil(join(workspace, "release", "chat", "model.safetensors")),
    expect: {
      verdict: "fail",
      // What no provenance and no bill is about, nobody has approved and nobody can look up.
      checks: { ...UNFOUNDED, integrity: "fail", provenance: "fail", bom: "fail" },
      words: /model\.safetensors/,
    },
  },
  {
    id: "extra",
    title: "a file that nobody signed stops it",
    facts: approved,
    change: ({ workspace }) => writeFileSync(join(workspace, "release", "chat", "extra.py"), "print('hello')\n"),
    expect: refused("integrity", /extra\.py/),
  },
  {
    id: "workflow",
    title: "another workflow's signatures stop it",
    facts: approved,
    change: signedByAnother,
    expect: {
      verdict: "fail",
      checks: { ...UNFOUNDED, integrity: "fail", provenance: "fail", bom: "fail" },
      words: /mallory\/ci/,
    },
  },
  {
    id: "advisory",
    title: "a new critical advisory stops it",
    facts: approved,
    flawed: true,
    expect: refused("vulnerabilities", /GHSA-demo-0001-0001/),
  },
  {
    id: "missing",
    title: "a missing approval stops it",
    facts: reviewed({ by: "sue" }),
    expect: refused("approvals", /platform/),
  },
  {
    id: "stale",
    title: "an approval of an older commit does not count",
    facts: reviewed({ by: "sue", commit: OLDER }, { by: "pia" }),
    expect: refused("approvals", /older commit|bbbbbbb/),
  },
  {
    id: "author",
    title: "an approval by the author does not count",
    facts: (build) => {
      const facts = reviewed({ by: "sue" }, { by: "pia" })(build);
      facts.pulls[12].commits.push({ author: "sue", committer: "sue" });
      return facts;
    },
    expect: refused("approvals", /sue/),
  },
  {
    id: "own-branch",
    title: "reviews of a pull request into somebody's own branch do not count",
    facts: (build) => {
      const facts = approved(build);
      facts.pulls[12].into = "mallory/base";
      return facts;
    },
    expect: refused("approvals", /goes into mallory\/base/),
  },
  {
    id: "mixed",
    title: "code that another commit's run signed beside approved weights leaves it open",
    facts: approved,
    change: codeOfAnotherCommit,
    expect: {
      verdict: "incomplete",
      checks: { ...ALL, approvals: "unknown" },
      words: /vouches for modeling\.py: reviews of one commit say nothing of the other/,
    },
  },
  {
    id: "both",
    title: "one person for two roles is not enough",
    facts: reviewed({ by: "sam" }),
    expect: refused("approvals", /sam/),
  },
  {
    id: "dismissed",
    title: "a dismissed approval does not count",
    facts: reviewed({ by: "sue" }, { by: "pia", state: "DISMISSED" }),
    expect: refused("approvals", /platform/),
  },
  ...[
    [403, /refuses \(403\)/],
    [404, /not found \(404\)/],
    [500, /does not answer \(500\)/],
  ].map(([status, words]) => ({
    id: `api-${status}`,
    title: `GitHub's answer ${status} about the reviews leaves it open`,
    facts: (build) => ({ ...approved(build), faults: [{ path: "/reviews$", status }] }),
    expect: { verdict: "incomplete", checks: { ...ALL, approvals: "unknown" }, words },
  })),
  {
    id: "garbage",
    title: "garbage about the reviews leaves it open",
    facts: (build) => ({ ...approved(build), faults: [{ path: "/reviews$", status: 200, text: "<html>" }] }),
    expect: { verdict: "incomplete", checks: { ...ALL, approvals: "unknown" }, words: /no JSON/ },
  },
  {
    id: "revoked",
    title: "a revoked file stops it",
    facts: approved,
    change: ({ workspace }) =>
      appendFileSync(
        join(workspace, ".model-assay.yml"),
        `revoked:\n  - { sha256: "${digest(join(workspace, "release", "chat", "model.safetensors"))}", reason: "leaks training data" }\n`,
      ),
    expect: refused("revocation", /leaks training data/),
  },
];
