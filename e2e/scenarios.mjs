/**
 * The scenarios, as data for both runners: what the repository is, which event comes, and what the user
 * must then see. `prepare` gets an empty origin and returns the event; `expect` is checked by `check.mjs`.
 */
import { commentScenarios } from "./comment-scenarios.mjs";
import { CHANGED_HUB, CLEAN_HUB, RECORDED_HUB, SPOILED_HUB, SWAPPED_HUB } from "./hub.mjs";
import { ADVISORIES, FORTY, FORTY_AND_MALWARE, FORTY_AND_ONE, FORTY_MOVED, NEW_LINE } from "./packages.mjs";
import { cleanCheckpoint, lfsPointer, maliciousPickle } from "./models.mjs";
import { organisationScenarios } from "./organisation-scenarios.mjs";
import { signingScenarios } from "./signing-scenarios.mjs";

const ZEROS = "0".repeat(40);
const README = { "README.md": "# Models\n" };
const EVIL = { "models/evil.pkl": maliciousPickle() };
const CLEAN = { "models/clean.pt": cleanCheckpoint() };

/** Names that would end a line, begin a command or set a property, if anything showed them as they are. */
const HOSTILE = [
  "models/a\n::error file=README.md::pwned by a newline.pkl",
  "models/%0A::error::pwned by an escape.pkl",
  "models/##[error]pwned by the old form.pkl",
  "models/,line=1,title=pwned by a property.pkl",
  "models/<img src=x onerror=alert(1)> | `pwned` @octocat.pkl",
];

/** A pull request that changes `files`, from a main that has `before`; `late` lands on main after it was opened. */
function pullRequest({ before = README, files, late, checkout = "merge", depth = 1, name = "pull_request" }) {
  return (origin) => {
    const opened = origin.commit(before, "first");
    const head = origin.branch("topic", opened, files);
    const base = late === undefined ? opened : origin.commit(late, "late");
    const merge = origin.merge(head);
    const commit = { merge, head, base }[checkout];
    const pull = {
      number: 1,
      merge_commit_sha: late === undefined ? merge : opened,
      base: { ref: "main", sha: opened },
      head: { ref: "topic", sha: head },
    };
    const sha = name === "pull_request_target" ? opened : commit;
    return {
      name,
      payload: { number: 1, action: "synchronize", pull_request: pull },
      sha,
      commit,
      depth,
      facts: { base, opened, head },
    };
  };
}

const stopped = {
  failed: true,
  verdict: "fail",
  annotations: [{ level: "error", file: "models/evil.pkl", words: ["posix.system", "curl https://evil.example"] }],
  summary: ["Model Assay: failed", "models/evil.pkl", "posix.system"],
  artifacts: ["models/evil.pkl"],
  sarif: ["models/evil.pkl"],
};

export const SCENARIOS = [
  {
    title: "a clean checkpoint in a pull request passes",
    prepare: pullRequest({ files: CLEAN, depth: 0 }),
    expect: {
      failed: false,
      verdict: "pass",
      annotations: [],
      summary: ["Model Assay: passed", "models/clean.pt"],
      artifacts: ["models/clean.pt"],
      sarif: [],
      requests: 0,
    },
  },
  {
    title: "the bill of materials covers the whole tree, not only the change",
    prepare: pullRequest({ before: { ...README, ...CLEAN }, files: CLEAN_HUB }),
    expect: {
      failed: false,
      verdict: "pass",
      summary: [
        "Bill of materials",
        "The whole tree has 2 models",
        "Models and checks",
        "No row for 1 model of which no file is part of this run",
        "1 change of the bill of materials, 0 worth a look",
      ],
      bom: ["A model", "clean.pt"],
      changes: ["model-added"],
    },
  },
  {
    title:
      "the summary shows what became different in the bill of materials: licence, base, weights that are a pickle now",
    prepare: pullRequest({ before: { ...README, ...CLEAN_HUB }, files: CHANGED_HUB }),
    expect: {
      failed: false,
      verdict: "pass",
      summary: ["licence: Apache-2.0 → llama3", "pytorch_model.bin"],
      bom: ["A model"],
      changes: ["less-safe-format", "files-changed", "field-changed license", "field-changed parameters"],
    },
  },
  {
    title: "a model that is what models.lock.yaml records passes, and its source is in the bill",
    prepare: pullRequest({ files: RECORDED_HUB }),
    // That the record itself changed is told, as information.
    expect: { failed: false, verdict: "pass", findings: "1", annotations: [], bom: ["A model"] },
  },
  {
    title: "weights that are not those that models.lock.yaml records fail, whatever their size",
    prepare: pullRequest({ before: { ...README, ...RECORDED_HUB }, files: SWAPPED_HUB }),
    expect: {
      failed: true,
      verdict: "fail",
      annotations: [{ level: "error", file: "models/chat/model.safetensors", words: ["models.lock.yaml"] }],
      changes: ["files-changed"],
    },
  },
  {
    title: "no bill of materials where none is wanted",
    prepare: pullRequest({ files: CLEAN }),
    inputs: { bom: "false" },
    expect: { failed: false, verdict: "pass", bom: undefined },
  },
  {
    title: "a malicious pickle in a pull request fails, with annotation, summary, outputs and SARIF",
    prepare: pullRequest({ files: { ...EVIL, ...CLEAN }, depth: 0 }),
    expect: { ...stopped, artifacts: ["models/clean.pt", "models/evil.pkl"] },
  },
  {
    title: "a vulnerable pin among forty old ones fails at its line, with its fixed version",
    prepare: pullRequest({ before: { ...README, ...FORTY }, files: FORTY_AND_ONE }),
    advisories: ADVISORIES,
    expect: {
      failed: true,
      verdict: "fail",
      annotations: [
        {
          level: "error",
          file: "requirements.txt",
          line: NEW_LINE,
          words: ["assay-demo-new 3.1.0", "GHSA-demo-0002-0002", "CVE-2026-0002", "3.2.1"],
        },
      ],
      packages: { clean: 39, vulnerable: 2 },
      vex: ["GHSA-demo-0001-0001 in_triage", "GHSA-demo-0002-0002 in_triage"],
      summary: ["Model Assay: failed", "assay-demo-new 3.1.0", "Already on the base", "assay-demo-07"],
      sarif: ["requirements.txt"],
      artifacts: [],
    },
  },
  {
    title: "known malware in a lockfile is critical",
    prepare: pullRequest({ before: { ...README, ...FORTY }, files: FORTY_AND_MALWARE }),
    advisories: ADVISORIES,
    expect: {
      failed: true,
      verdict: "fail",
      annotations: [{ level: "error", file: "requirements.txt", line: 41, words: ["known malware: MAL-2026-0003"] }],
    },
  },
  {
    title: "a lockfile that moved brings nothing new",
    prepare: pullRequest({ before: { ...README, ...FORTY }, files: FORTY_MOVED }),
    advisories: ADVISORIES,
    inputs: { "fail-on": "medium" },
    expect: {
      failed: false,
      verdict: "pass",
      packages: { clean: 40, vulnerable: 1 },
      summary: ["Already on the base"],
    },
  },
  {
    title: "an OSV that cannot be reached is incomplete, never clean",
    prepare: pullRequest({ before: README, files: FORTY }),
    inputs: { "osv-url": "http://127.0.0.1:9" },
    expect: {
      failed: true,
      verdict: "incomplete",
      packages: { unchecked: 40 },
      summary: ["40 packages were not looked up"],
    },
  },
  {
    title: "the audit can be left out, and that is said",
    prepare: pullRequest({ before: README, files: FORTY }),
    inputs: { audit: "false" },
    expect: { failed: false, verdict: "pass", packages: {}, summary: ["Lockfiles were not audited"] },
  },
  {
    title: "a change without models passes, and says so",
    prepare: pullRequest({ files: { "README.md": "# Other words\n" } }),
    expect: { failed: false, verdict: "pass", annotations: [], summary: ["no model files"], artifacts: [], sarif: [] },
  },
  {
    title: "a shallow clone: the base is fetched, and what it had is not the change's",
    prepare: pullRequest({ before: { ...README, ...EVIL }, files: CLEAN }),
    expect: {
      failed: false,
      verdict: "pass",
      annotations: [],
      artifacts: ["models/clean.pt"],
      base: "opened",
      shallow: true,
    },
  },
  {
    title: "a stale base: what landed on main meanwhile is not the change's",
    prepare: pullRequest({ files: CLEAN, late: EVIL }),
    expect: { failed: false, verdict: "pass", annotations: [], artifacts: ["models/clean.pt"], base: "base" },
  },
  {
    title: "the head checked out in place of the merge commit: the compare API names the base",
    prepare: pullRequest({ files: EVIL, late: { "other.bin": "late" }, checkout: "head" }),
    expect: { ...stopped, base: "opened", requests: 1 },
  },
  {
    title: "a renamed file without a change is not new",
    prepare: pullRequest({
      before: { ...README, "old/evil.pkl": maliciousPickle() },
      files: { "old/evil.pkl": null, ...EVIL },
    }),
    expect: {
      failed: false,
      verdict: "pass",
      summary: ["lready on the base"],
      artifacts: ["models/evil.pkl"],
      annotations: [],
    },
  },
  {
    title: "a renamed file with a change is new",
    prepare: pullRequest({
      before: { ...README, "old/evil.pkl": maliciousPickle("true") },
      files: { "old/evil.pkl": null, ...EVIL },
    }),
    expect: stopped,
  },
  {
    title: "file names with newlines and commands stay names",
    prepare: pullRequest({ files: Object.fromEntries(HOSTILE.map((name) => [name, maliciousPickle()])) }),
    expect: {
      failed: true,
      verdict: "fail",
      annotations: HOSTILE.map(() => ({ level: "error", words: ["posix.system"] })),
      artifacts: HOSTILE,
      inert: true,
    },
  },
  {
    title: "an LFS pointer without its object is incomplete, never a pass",
    prepare: pullRequest({ files: { "models/big.pt": lfsPointer() } }),
    expect: {
      failed: true,
      verdict: "incomplete",
      annotations: [{ level: "error", words: ["models/big.pt", "Git LFS"] }],
      summary: ["Model Assay: incomplete", "models/big.pt", "lfs: true"],
      artifacts: ["models/big.pt"],
    },
  },
  {
    title: "an LFS pointer whose object the server has: fetched, and scanned like any file",
    needs: "git-lfs",
    prepare: (origin) => {
      origin.storeLfs(maliciousPickle());
      return pullRequest({ files: { "models/evil.pkl": lfsPointer(maliciousPickle()) } })(origin);
    },
    expect: stopped,
  },
  {
    title: "on-incomplete: warn lets the job go on and keeps the verdict",
    prepare: pullRequest({ files: { "models/big.pt": lfsPointer() } }),
    inputs: { "on-incomplete": "warn" },
    expect: { failed: false, verdict: "incomplete", annotations: [{ level: "warning", words: ["models/big.pt"] }] },
  },
  {
    title: "a first push: the whole tree",
    prepare: (origin) => {
      const after = origin.commit({ ...README, ...EVIL, ...CLEAN });
      return {
        name: "push",
        payload: { ref: "refs/heads/main", before: ZEROS, after },
        sha: after,
        commit: after,
        depth: 1,
      };
    },
    expect: { ...stopped, artifacts: ["models/clean.pt", "models/evil.pkl"], mode: "tree" },
  },
  {
    title: "a push: what changed since the commit before",
    prepare: (origin) => {
      const before = origin.commit({ ...README, ...EVIL });
      const after = origin.commit(CLEAN);
      return { name: "push", payload: { ref: "refs/heads/main", before, after }, sha: after, commit: after, depth: 1 };
    },
    expect: { failed: false, verdict: "pass", artifacts: ["models/clean.pt"], annotations: [], mode: "changes" },
  },
  {
    title: "a merge group: its own base and head",
    prepare: (origin) => {
      const base = origin.commit({ ...README, "models/old.pkl": maliciousPickle() });
      const head = origin.merge(origin.branch("topic", base, EVIL));
      const group = {
        base_sha: base,
        head_sha: head,
        base_ref: "refs/heads/main",
        head_ref: "refs/heads/gh-readonly-queue/main/pr-1",
      };
      return {
        name: "merge_group",
        payload: { action: "checks_requested", merge_group: group },
        sha: head,
        commit: head,
        depth: 1,
      };
    },
    expect: stopped,
  },
  {
    title: "pull_request_target checks out the base: incomplete, with the reason",
    prepare: pullRequest({ files: EVIL, checkout: "base", name: "pull_request_target" }),
    expect: {
      failed: true,
      verdict: "incomplete",
      annotations: [{ level: "error", words: ["pull_request_target checks out the base branch"] }],
      artifacts: [],
    },
  },
  {
    title: "a workspace without its repository is incomplete: it may hold any commit",
    prepare: pullRequest({ files: CLEAN, checkout: "base", name: "pull_request_target" }),
    withoutGit: true,
    expect: {
      failed: true,
      verdict: "incomplete",
      annotations: [{ level: "error", words: ["no git repository here", "actions/checkout"] }],
      artifacts: [],
    },
  },
  {
    title: "a file that git never saw, by paths",
    prepare: pullRequest({ before: { ...README, ".gitignore": "out/\n" }, files: CLEAN }),
    disk: { "out/trained.pkl": maliciousPickle() },
    inputs: { paths: "out/*.pkl\n" },
    expect: {
      failed: true,
      verdict: "fail",
      annotations: [{ level: "error", file: "out/trained.pkl", words: ["posix.system"] }],
      artifacts: ["out/trained.pkl"],
      mode: "paths",
    },
  },
  {
    title: "a path that matches nothing is a mistake, not a pass",
    prepare: pullRequest({ files: CLEAN }),
    inputs: { paths: "out/*.pkl" },
    expect: { failed: true, annotations: [{ level: "error", words: ["out/*.pkl matches no file"] }] },
  },
  {
    title: "a pull request is judged by the base's policy, not by its own",
    prepare: pullRequest({ files: { ...EVIL, ".model-assay.yml": "version: 1\nfail-on: never\nignore: ['**']\n" } }),
    expect: { ...stopped, annotations: undefined, artifacts: ["models/evil.pkl"], sarif: undefined },
  },
  {
    title: "a model directory of the Hugging Face Hub passes without a word",
    prepare: pullRequest({ files: CLEAN_HUB, depth: 0 }),
    expect: {
      failed: false,
      verdict: "pass",
      annotations: [],
      summary: ["Model Assay: passed", "models/chat/model.safetensors"],
      artifacts: Object.keys(CLEAN_HUB).filter((path) => !/\.(py|md)$/.test(path)),
      sarif: [],
      bom: ["A model"],
    },
  },
  {
    title: "code of another repository, a template that leaves its sandbox, an unsafe load: annotated at their lines",
    prepare: pullRequest({ before: { ...README, ...CLEAN_HUB }, files: SPOILED_HUB, depth: 0 }),
    expect: {
      failed: true,
      verdict: "fail",
      annotations: [
        { level: "error", file: "models/chat/config.json", line: 6, words: ["someone/other-model"] },
        { level: "error", file: "models/chat/tokenizer_config.json", line: 3, words: ["__class__"] },
        { level: "error", file: "src/load.py", line: 10, words: ["torch.load", "weights_only=False"] },
      ],
      summary: ["Model Assay: failed", "Models and checks", "Everything else", "src/load.py"],
      artifacts: ["models/chat/config.json", "models/chat/tokenizer_config.json"],
    },
  },
  {
    title: "what the base's code does already is old, wherever its line went",
    prepare: pullRequest({
      before: { ...README, ...CLEAN_HUB, ...SPOILED_HUB },
      files: { "src/load.py": `# a new first line\n${SPOILED_HUB["src/load.py"]}` },
      depth: 0,
    }),
    expect: {
      failed: false,
      verdict: "pass",
      annotations: [],
      artifacts: [],
      summary: ["Model Assay: passed", "Already on the base", "torch.load"],
    },
  },
  ...signingScenarios(pullRequest),
  ...organisationScenarios(pullRequest),
  ...commentScenarios(pullRequest),
  {
    title: "an input that is nothing fails the job and says which",
    prepare: pullRequest({ files: CLEAN }),
    inputs: { "fail-on": "everything" },
    expect: { failed: true, annotations: [{ level: "error", words: ["fail-on"] }] },
  },
];
