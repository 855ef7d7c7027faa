import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { readArguments } from "../../src/app/arguments";
import { commandNamed } from "../../src/app/command-names";
import { filesBelow, read, ROOT } from "../docs/pages";

/** What is copied from here works where it is copied to, as far as that can be said without a server. */

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const yaml = (path: string): unknown => parse(read(path));
const inputsOf = (path: string): string[] =>
  Object.keys((yaml(path) as { inputs: Record<string, unknown> }).inputs).sort();
const GATE = ".github/workflows/gate.yml";
const gate = yaml(GATE) as Workflow & { on: { workflow_call: { inputs: Record<string, unknown> } } };

const KNOWN_INPUTS: Readonly<Record<string, readonly string[]>> = {
  "model-assay/model-assay": inputsOf("action.yml"),
  "model-assay/model-assay/verify": inputsOf("verify/action.yml"),
  "./.git/model-assay": inputsOf("action.yml"),
  [`model-assay/model-assay/${GATE}`]: Object.keys(gate.on.workflow_call.inputs),
};

const workflows = [
  ...filesBelow("examples/workflows", (name) => name.endsWith(".yml")),
  "examples/organisation/models.yml",
].map((path) => ({ path, text: read(path), workflow: yaml(path) as Workflow }));

function unknownInputs(job: Job): string[] {
  return [job, ...(job.steps ?? [])].flatMap(({ uses, with: given }) => {
    const known = KNOWN_INPUTS[uses?.replace(/@.*$/, "") ?? ""];
    return known === undefined ? [] : Object.keys(given ?? {}).filter((name) => !known.includes(name));
  });
}

test.each(workflows)("$path asks for no more than it needs, and for inputs that are there", ({ text, workflow }) => {
  expect(workflow.permissions).toEqual({});
  expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
  for (const job of Object.values(workflow.jobs)) {
    expect(job.permissions).toBeDefined();
    expect(unknownInputs(job)).toEqual([]);
    for (const { run } of job.steps ?? []) expect(run ?? "").not.toContain("${{");
  }
  const pinned = new Set(read(".github/workflows/ci.yml").match(/actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/g));
  for (const [, uses] of text.matchAll(/^[^#\n]*\buses: (.*)$/gm))
    expect(uses!.startsWith("model-assay/model-assay") ? uses!.endsWith("@v0.1.0") : pinned.has(uses!)).toBe(true);
});

test("the gate that others call: who proposes a change gets no identity, and inputs go through", () => {
  const { scan, sign } = gate.jobs;
  expect(scan!.permissions).toEqual({ contents: "read" });
  expect(sign!.permissions).toEqual({ contents: "read", "id-token": "write", attestations: "write" });
  const condition = (job: Job | undefined): string => String((job as { if?: string }).if).replace(/^\$\{\{ | \}\}$/g, "");
  expect(condition(scan)).toBe(`!(${condition(sign)})`);
  expect(condition(sign)).not.toContain("pull_request");
  for (const job of [scan!, sign!]) {
    expect(unknownInputs(job)).toEqual([]);
    const step = job.steps!.find(({ uses }) => uses?.startsWith("./"))!;
    const passed = Object.entries(step.with!).filter(([, value]) => String(value).includes("inputs."));
    for (const [name, value] of passed) expect(value).toBe(`\${{ inputs.${name} }}`);
    const wanted = Object.keys(gate.on.workflow_call.inputs).filter((name) => name !== "sign");
    const left = wanted.filter((name) => !passed.some(([given]) => given === name));
    expect(left).toEqual(job === scan ? ["sigstore"] : []);
  }
  expect(scan!.steps!.at(-1)!.with!["attest"]).toBe("false");
});

test("the ruleset requires the workflow that lies beside it", () => {
  const ruleset = JSON.parse(read("examples/organisation/ruleset.json")) as {
    target: string;
    bypass_actors: unknown[];
    rules: { type: string; parameters: { workflows: { path: string; repository_id: number }[] } }[];
  };
  expect(ruleset).toMatchObject({ target: "branch", bypass_actors: [] });
  expect(ruleset.rules.map(({ type }) => type)).toEqual(["workflows"]);
  expect(ruleset.rules[0]!.parameters.workflows[0]!.path).toBe(".github/workflows/models.yml");
});

test("GitLab's job runs for merge requests, with the whole history", () => {
  const job = (yaml("examples/gitlab/.gitlab-ci.yml") as Record<string, Record<string, unknown>>)["model-assay"]!;
  expect(job).toMatchObject({ stage: "test", variables: { GIT_DEPTH: "0" } });
  for (const line of job["script"] as unknown[]) expect(typeof line).toBe("string");
});

test("the Jenkinsfile closes what it opens", () => {
  const text = read("examples/jenkins/Jenkinsfile").replace(/'''[^]*?'''|'[^'\n]*'/g, "").replace(/\/\/.*$/gm, "");
  for (const [open, close] of ["{}", "()"].map((pair) => [...pair]))
    expect(text.split(open!).length).toBe(text.split(close!).length);
  expect(text.startsWith("\n")).toBe(true);
});

test("the init container's command is one, without a network, and nobody can write to the model", () => {
  const documents = parseAllDocuments(read("examples/kubernetes/deployment.yaml")).map((each) => each.toJS() as unknown);
  const [trust, deployment] = documents as unknown as [
    { data: Record<string, string> },
    { spec: { template: { spec: { initContainers: Container[]; containers: Container[] } } } },
  ];
  const { initContainers, containers } = deployment.spec.template.spec;
  const words = readArguments(initContainers[0]!.args);
  expect(words).toMatchObject({ command: "verify", operands: ["/model"], config: "/trust/signers.yml" });
  expect(initContainers[0]!.args).toContain("--offline");
  expect(Object.keys(trust.data).sort()).toEqual(["signers.yml", "trusted_root.json"]);
  for (const { volumeMounts } of [...initContainers, ...containers])
    for (const mount of volumeMounts) expect(mount).toMatchObject({ readOnly: true });
});

interface Container {
  readonly args: string[];
  readonly volumeMounts: readonly Record<string, unknown>[];
}

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly files?: string;
  readonly language: string;
}

const hooks = yaml(".pre-commit-hooks.yaml") as Hook[];

test.each(hooks)("the hook $id starts a program of this repository, and no file's name is an option", (hook) => {
  const [program, ...words] = hook.entry.split(" ");
  expect(hook.language).toBe("script");
  expect(statSync(join(ROOT, program!)).mode & 0o111).toBe(0o111);
  expect(readFileSync(join(ROOT, program!), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  const read = readArguments([...words, ...hook.args, "--fail-on=never"]);
  expect(commandNamed(read.command!)).toBeDefined();
  expect(read.operands).toEqual(["--fail-on=never"]);
  expect(read.overrides).toEqual({});
});

test("the hook for lockfiles is given every kind of file that the audit knows by its name", () => {
  const pattern = new RegExp(hooks[1]!.files!.replace("(?x)", "").replace(/\s+/g, ""));
  const rows = read("docs/lockfiles/README.md").matchAll(/^\| \[([\w-]+)\]\([^)]*\) \|[^|]*\| (.*) \|$/gm);
  const names = [...rows].flatMap(([, id, files]) =>
    id === "conda-explicit" ? [] : [...files!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!.replaceAll("*", "a")),
  );
  expect(names.length).toBeGreaterThan(30);
  const missed = names.filter((name) => !pattern.test(`services/${name}`) && !/\.(pom)$/.test(name));
  expect(missed).toEqual([]);
  for (const none of ["README.md", "src/lock.ts", "notes.txt", "package.json"]) expect(pattern.test(none)).toBe(false);
});

test("the example of pre-commit names hooks that are there", () => {
  const { repos } = yaml("examples/pre-commit/.pre-commit-config.yaml") as { repos: { hooks: { id: string; args?: string[] }[] }[] };
  for (const { id, args } of repos[0]!.hooks) {
    expect(hooks.map((hook) => hook.id)).toContain(id);
    if (args !== undefined) expect(args.at(-1)).toBe("--");
  }
});

test("every example is in the list of examples", () => {
  const list = read("examples/README.md");
  for (const folder of readdirSync(join(ROOT, "examples"))) expect(list).toContain(folder);
  for (const { path } of workflows) expect(list + read("examples/organisation/README.md")).toContain(path.split("/").pop());
});
