import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Our own workflows keep the rules that we would give to others. */
const DIRECTORY = join(__dirname, "../../.github/workflows");

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { "timeout-minutes"?: number; permissions?: unknown; steps: readonly Step[] }>
  >;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

const workflows = readdirSync(DIRECTORY).map((name) => {
  const text = readFileSync(join(DIRECTORY, name), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});

test.each(workflows)("$name: pinned, bounded, and with no permission that is not asked for", ({ text, workflow }) => {
  expect(workflow.permissions).toEqual({});
  expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
  for (const job of Object.values(workflow.jobs)) {
    expect(job.permissions).toBeDefined();
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    for (const { run } of job.steps) expect(run ?? "").not.toContain("${{");
  }
  for (const [line] of text.matchAll(/^.*\buses:.*$/gm))
    expect(line).toMatch(/uses: (\.\/$|\.\/\.git\/model-assay # |[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/);
});

test("the workflow that act runs checks out by the same commit", () => {
  const pinned = /actions\/checkout@[0-9a-f]{40}/.exec(workflows[0]?.text ?? "")?.[0];
  expect(readFileSync(join(__dirname, "../../e2e/run-act.mjs"), "utf8")).toContain(pinned);
});
