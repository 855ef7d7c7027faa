import { guardEvents } from "../../src/app/guard-events";
import type { FileSelection } from "../../src/core/host";
import type { Policy } from "../../src/core/policy";
import { openWorkspace } from "../../src/host/workspace";
import { DEFAULT_POLICY } from "../../src/policy/file";
import { removeRepos, TestRepo } from "../support/repo";

afterEach(removeRepos);

const GATE = ".github/workflows/gate.yml";
const RUNS = "jobs: { a: { steps: [{ uses: model-assay/model-assay@v1 }] } }\n";
const OTHER = "jobs: { a: { steps: [{ run: make }] } }\n";

interface Given {
  readonly before?: Readonly<Record<string, string>>;
  /** `undefined`: taken away. */
  readonly after: Readonly<Record<string, string | undefined>>;
  readonly policy?: Partial<Policy>;
  readonly env?: Readonly<Record<string, string>>;
  readonly noBase?: boolean;
}

/** `severity path: words` of each event. */
function told({ before = {}, after, policy = {}, env = {}, noBase = false }: Given): string[] {
  const repo = TestRepo.create().write({ "a.txt": "a", ...before });
  const base = repo.commit();
  for (const [path, text] of Object.entries(after)) if (text === undefined) repo.remove(path);
  for (const [path, text] of Object.entries(after)) if (text !== undefined) repo.write({ [path]: text });
  const selection: FileSelection = {
    mode: "changes", files: [], missing: [], deleted: [], notices: [], changedPaths: new Set(Object.keys(after)),
    ...(noBase ? {} : { base }),
  }; // prettier-ignore
  const inForce = { policy: { ...DEFAULT_POLICY, ...policy }, digest: null, source: "the base", path: "p", events: [] };
  return guardEvents(inForce, selection, openWorkspace(repo.root, process.env), env).map(
    ({ kind, path, detail, severity = "medium" }) => `${kind} ${severity} ${path}: ${detail}`,
  );
}

test("a change that touches none of it says nothing", () => {
  const after = { "m/model.safetensors": "x", "src/a.py": "x", ".github/workflows/test.yml": OTHER, "README.md": "model-assay" };
  const own = { rego: "policies", signatures: { require: true, trustedRoot: "ci/root.json" } };
  expect(told({ before: { ".github/workflows/test.yml": "a" }, after, policy: own })).toEqual([]);
}); // prettier-ignore

test.each<[string, Given]>([
  ["is edited", { before: { [GATE]: RUNS }, after: { [GATE]: `${RUNS}# x` } }],
  ["runs it no more", { before: { [GATE]: RUNS }, after: { [GATE]: OTHER } }],
  ["is taken away", { before: { [GATE]: RUNS }, after: { [GATE]: undefined } }],
  ["is new", { after: { [GATE]: RUNS } }],
  ["has no base", { after: { [GATE]: RUNS }, noBase: true }],
  ["is too large to look into", { after: { [GATE]: `${OTHER}#${"x".repeat(1024 * 1024)}` } }],
])("a workflow that names the gate: %s", (_, given) =>
  expect(told(given)).toEqual([
    `guard-changed medium ${GATE}: ${GATE}, which runs or names model-assay, is changed here`,
  ]),
);

test("a workflow that is a link to nowhere is told, not passed over", () => {
  const repo = TestRepo.create().write({ "a.txt": "a", ".github/workflows/x.yml": OTHER });
  repo.commit();
  repo.write({ [GATE]: { link: "gate.yml" } });
  const selection: FileSelection = {
    mode: "changes", files: [], missing: [], deleted: [], notices: [], changedPaths: new Set([GATE]),
  }; // prettier-ignore
  const inForce = { policy: DEFAULT_POLICY, digest: null, source: "", path: "p", events: [] };
  expect(guardEvents(inForce, selection, openWorkspace(repo.root, process.env), {})).toHaveLength(1);
});

test.each([".github/actions/gate/action.yml", "ci/gate/action.yaml", "action.yml", ".gitlab-ci.yml", "Jenkinsfile"])(
  "what runs it, wherever that lies: %s",
  (path) => {
    expect(told({ after: { [path]: RUNS } })).toHaveLength(1);
    expect(told({ after: { [path]: OTHER } })).toEqual([]);
  },
);

test("a workflow of the base that cannot be looked into, as a link cannot, is told", () => {
  const repo = TestRepo.create().write({ "gate.yml": RUNS, [GATE]: { link: "../../gate.yml" } });
  const base = repo.commit();
  repo.write({ [GATE]: OTHER });
  const selection: FileSelection = {
    mode: "changes", files: [], missing: [], deleted: [], notices: [], changedPaths: new Set([GATE]), base,
  }; // prettier-ignore
  const inForce = { policy: DEFAULT_POLICY, digest: null, source: "", path: "p", events: [] };
  expect(guardEvents(inForce, selection, openWorkspace(repo.root, process.env), {})).toHaveLength(1);
});

test("the workflow of this run is told whatever it says, where it is of this repository", () => {
  const env = { GITHUB_REPOSITORY: "acme/nets", GITHUB_WORKFLOW_REF: `acme/nets/${GATE}@refs/pull/1/merge` };
  expect(told({ after: { [GATE]: OTHER }, env })).toEqual([
    `guard-changed medium ${GATE}: ${GATE}, the workflow of this run, is changed here`,
  ]);
  expect(told({ after: { [GATE]: OTHER }, env: { ...env, GITHUB_REPOSITORY: "acme/other" } })).toEqual([]);
  expect(told({ after: { [GATE]: OTHER }, env: { GITHUB_WORKFLOW_REF: "x" } })).toEqual([]);
});

test("own rules, the trusted root, ignored flaws and recorded models", () => {
  const after = {
    "policies/a.rego": "x",
    "policies/a_test.rego": "x",
    "policies/deep/b.rego": "x",
    "policies-old/c.rego": "x",
    "ci/root.json": "x",
    "app/osv-scanner.toml": "x",
    "models.lock.yaml": "x",
    "m/models.lock.yaml": "x",
  };
  const policy = { rego: "policies", signatures: { require: true, trustedRoot: "./ci/root.json" } };
  expect(told({ after, policy }).map((line) => line.split(",")[0])).toEqual([
    "guard-changed medium app/osv-scanner.toml: app/osv-scanner.toml",
    "guard-changed medium ci/root.json: ci/root.json",
    "guard-changed info models.lock.yaml: models.lock.yaml",
    "guard-changed medium policies/a.rego: policies/a.rego",
  ]);
  expect(told({ after: { "a.rego": "x", "b/a.rego": "x" }, policy: { rego: "." } })).toHaveLength(1);
});

test("of many files the rest is a number", () => {
  const after = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`r/${i}.rego`, "x"]));
  const found = told({ after, policy: { rego: "r" } });
  expect(found).toHaveLength(21);
  expect(found[20]).toBe(
    "guard-changed medium undefined: 10 more files of what guards this repository are changed here",
  );
});
