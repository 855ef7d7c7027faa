import type { RunReport } from "../../core/report";
import { runGate, type PolicyInForce, type ScannedFile } from "../../gate";
import type { Expected, PolicyTest } from "../../policy/policy-tests";
import { RULES } from "../../rules";
import { policyContext } from "../policy-context";
import { repositoryFacts, ruleContext, withoutChange } from "../rule-context";
import { rulesDigest } from "../rules-digest";
import { describedFiles, filesOnDisk, selectionOf } from "./example-input";

/** How one test ended. */
export interface TestOutcome {
  readonly name: string;
  readonly line: number;
  readonly passed: boolean;
  readonly verdict: RunReport["verdict"];
  /** Files of the test that the policy ignores: nothing was decided about them. */
  readonly ignored: number;
  /** In words, what is not as expected. */
  readonly differences: readonly string[];
}

export interface ExamplePlace {
  readonly inForce: PolicyInForce;
  /** The file of the test. */
  readonly source: string;
  /** The repository, absolute. */
  readonly root: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** Decides an example by the policy as the gate does: what is described goes the same way as what a scan finds. */
export async function runExample(test: PolicyTest, place: ExamplePlace): Promise<TestOutcome> {
  const { inForce, root, today } = place;
  const { policy } = inForce;
  const data = policyContext(policy, today);
  const onDisk = test.files.length === 0 ? { files: [], missing: [] } : filesOnDisk(test.files, place.source);
  const rules = ruleContext(data, withoutChange(root, false));
  const described = describedFiles(test, policy, rules, today);
  const { selection, ignored } = selectionOf(described, onDisk, policy, root);
  const repository = repositoryFacts(root, selection);
  const context = ruleContext(data, repository);
  const known = new Map(described.map((file) => [file.path, file]));
  const scan = async (): Promise<ScannedFile[]> => {
    const told = [unread(test, place), ...selection.files.flatMap(({ path }) => known.get(path) ?? [])];
    const files = selection.files.filter(({ path }) => !known.has(path));
    if (files.length === 0) return told;
    const { scanFiles } = await import("../scanning");
    const scanned = await scanFiles(files, {
      setup: { context: data, repository },
      context,
    });
    return [...told, ...scanned];
  };
  const report = await runGate({
    selection,
    ignored,
    inForce,
    rules: RULES,
    rulesDigest: rulesDigest(),
    context,
    today,
    scan,
    clock: () => 0,
    notices: [],
  });
  const differences = differencesOf(report, test.expect);
  const { name, line } = test;
  return { name, line, passed: differences.length === 0, verdict: report.verdict, ignored, differences };
}

/** What could not be looked at is said of a file; the example's own stands for it. */
function unread({ missing }: PolicyTest, { source }: ExamplePlace): ScannedFile {
  return { path: source, size: 0, members: 0, findings: [], missing };
}

function differencesOf(report: RunReport, expect: Expected): string[] {
  const found = new Map(report.findings.map((finding) => [finding.id, finding]));
  const differences: string[] = [];
  if (report.verdict !== expect.verdict) {
    const why = report.decision.blocking.map((id) => {
      const { rule, severity, location } = found.get(id)!;
      return `${rule} (${severity}) at ${location.path}`;
    });
    const reasons = [
      ...(report.verdict === "fail" ? why : []),
      ...(report.verdict === "incomplete" ? report.decision.missing : []),
    ];
    differences.push(
      `expected ${expect.verdict}, but it is ${report.verdict}${reasons.length === 0 ? "" : `: ${reasons.join(", ")}`}`,
    );
  }
  for (const kind of ["blocking", "waived", "old"] as const) {
    const wanted = expect[kind];
    if (wanted === undefined) continue;
    const there = listed(report.decision[kind].map((id) => found.get(id)!.rule));
    if (there !== listed(wanted)) differences.push(`expected ${kind} ${listed(wanted)}, but it is ${there}`);
  }
  return differences;
}

/** Each rule once, in order. */
function listed(rules: readonly string[]): string {
  return rules.length === 0 ? "nothing" : [...new Set(rules)].sort().join(", ");
}
