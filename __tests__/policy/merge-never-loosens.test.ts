import { numberFindings, type Finding } from "../../src/core/finding";
import type { GraceDays, Policy } from "../../src/core/policy";
import type { ArtifactRecord } from "../../src/core/report";
import { reaches, SEVERITIES, type FailOn } from "../../src/core/severity";
import { allowedGlobals, applyWaivers, decide } from "../../src/policy/decide";
import { parsePolicy } from "../../src/policy/file";
import { flawIgnorer, policyIgnores } from "../../src/policy/ignores";
import { mergePolicies } from "../../src/policy/merge";
import { placesIn } from "../../src/policy/places";
import { compileApproved } from "../../src/verify/approved-signer";

/** Whatever a repository writes: without delegation nothing passes that would not under the organisation's policy alone. */

const TODAY = "2026-11-21";
const SHA = "a".repeat(64);
const signer = (name: string) => `{ workflow: acme/ci/.github/workflows/${name}.yml, refs: [refs/heads/main] }`;
const waiver = (rule: string, more = "") =>
  `{ rule: ${rule}, path: "**", sha256: ${SHA}, reason: r, until: 2027-06-30${more} }`;

/** What a policy may say of each key; one of each is drawn, absent ones too. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "fail-on": ["low", "medium", "high", "critical", "never"],
  "on-incomplete": ["fail", "warn"],
  ignore: ["['models/**']", "['**']", "[]"],
  pickle: ["{ allow: [{ name: a.B, reason: r }] }", "{ allow: [{ name: a.B, reason: r }, { name: c.D, reason: r, until: 2027-01-01 }] }"],
  formats: ["{ deny: [pickle] }", "{ allow: [zip] }", "{ deny: [], allow: [pickle, zip] }", "{ allow: [] }"],
  dependencies: [
    "{ fail-on: never }", "{ fail-on: low, grace: { high: 30 } }", "{ fail-on: high }", "{ grace: { critical: 365, low: 0 } }",
    "{ unknown-severity: info }", "{ unknown-severity: critical, grace: { high: 3, low: 90 } }",
    "{ ignore: [{ id: GHSA-1, package: Torch, reason: r, until: 2027-01-31 }] }", "{ ignore: [{ id: GHSA-2, package: torch, reason: r, until: 2027-01-31 }] }",
  ],
  sources: ["{ allow: ['**'] }", "{ allow: ['a/*'] }", "{ allow: [] }"],
  licenses: ["{ deny: [X] }", "{ allow: [MIT] }", "{ allow: [], deny: [] }"],
  bom: ["{ require: [card] }", "{ require: [license, dataset] }", "{ require: [] }"],
  signers: [`[${signer("a")}]`, `[${signer("b")}]`, `[${signer("a")}, ${signer("c")}]`, "[]"],
  signatures: ["{ require: true }", "{ require: false, log: optional }", "{ log: required }"],
  promotion: [
    "{ fail-on: never }", "{ fail-on: low, require: [data] }", `{ builders: [${signer("b")}] }`, `{ deciders: [${signer("a")}], builders: [] }`,
    "{ approvals: [] }", "{ approvals: [{ role: security, people: [ann, bob], count: 2 }] }",
    "{ approvals: [{ role: security, people: [ann] }, { role: platform, people: [eve] }] }", "{ require: [verdict, signed-commit] }",
  ],
  revoked: [`[{ sha256: ${SHA}, reason: r }]`, `[{ signer: ${signer("a")}, reason: r }]`],
  delegates: ["[waivers, ignore, fail-on, signers, promotion, pickle.allow]"],
  waivers: [`[${waiver("MA-PKL-001")}]`, `[${waiver("MA-PKL-002")}, ${waiver("MA-SYS-001")}]`, `[${waiver("MA-DEP-001", ", finding: abc")}]`],
}; // prettier-ignore

/** Mulberry32: the same policies in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

function draw(next: (below: number) => number, without: readonly string[] = []): string {
  const lines = Object.entries(KEYS)
    .filter(([key]) => !without.includes(key) && next(10) < 6)
    .map(([key, values]) => `${key}: ${values[next(values.length)]}`);
  return `version: 1\n${lines.join("\n")}\n`;
}

const read = (text: string) => parsePolicy(text, "p.yml", ["pickle", "zip"], (each) => compileApproved(each, true));

const FINDINGS: readonly Finding[] = numberFindings(
  (["MA-PKL-001", "MA-PKL-002", "MA-SYS-001", "MA-DEP-001"] as const).flatMap((rule) =>
    SEVERITIES.map((severity) => ({
      rule, severity, confidence: "high" as const, message: "m", fingerprint: `${rule}${severity}`.padEnd(64, "0"),
      location: { path: "models/a.pkl", inside: [] },
    })),
  ),
); // prettier-ignore
const ARTIFACTS: readonly ArtifactRecord[] = [
  { path: "models/a.pkl", format: "pickle", size: 1, members: 0, sha256: SHA },
];

/** The verdict over some of the findings, as the gate comes to it. */
function passes(policy: Policy, found: readonly Finding[], missing: readonly string[]): boolean {
  const { findings } = applyWaivers(found, ARTIFACTS, policy, TODAY, false);
  const { result } = decide(findings, missing, policy);
  return result === "pass" || (result === "incomplete" && policy.onIncomplete === "warn");
}

const within = (a: readonly unknown[], b: readonly unknown[]) => {
  const known = new Set(b.map((each) => JSON.stringify(each)));
  return a.every((each) => known.has(JSON.stringify(each)));
};
const GRADES = ["critical", "high", "medium", "low"] as const;
const days = (grace: GraceDays) => GRADES.map((severity) => grace[severity] ?? 0);
const stops = (failOn: FailOn) => SEVERITIES.filter((severity) => reaches(severity, failOn));
const flawsThatStop = ({ dependencies, failOn }: Policy) => stops(dependencies.failOn ?? failOn);
const ignores = (policy: Policy) =>
  ["GHSA-1", "GHSA-2"].map(
    (id) => flawIgnorer(policyIgnores(policy), TODAY)({ name: "torch", at: { path: "r.txt", inside: [] } } as never, [id]) !== undefined,
  ); // prettier-ignore

/** What the merged policy lets pass that the organisation's alone would not; empty where the merge holds. */
function looser(ours: Policy, merged: Policy): string[] {
  const broken: string[] = [];
  const hold = (what: string, holds: boolean) => void (holds || broken.push(what));
  for (const finding of FINDINGS)
    hold(`${finding.rule} ${finding.severity}`, !passes(merged, [finding], []) || passes(ours, [finding], []));
  hold("incomplete", !passes(merged, [], ["x"]) || passes(ours, [], ["x"]));
  hold("ignore", within(merged.ignore, ours.ignore));
  hold("allow", within([...allowedGlobals(merged, TODAY).keys()], [...allowedGlobals(ours, TODAY).keys()]));
  hold("flaws ignored", ignores(merged).every((each, i) => !each || ignores(ours)[i]!)); // prettier-ignore
  hold("flaws that stop", within(flawsThatStop(ours), flawsThatStop(merged)));
  hold("grace", days(merged.dependencies.grace).every((n, i) => n <= days(ours.dependencies.grace)[i]!)); // prettier-ignore
  const grade = (p: Policy) => SEVERITIES.indexOf(p.dependencies.unknownSeverity);
  hold("unknown severity", grade(merged) <= grade(ours));
  hold("formats", within(ours.formats.deny, merged.formats.deny) && within(ours.formats.allow, merged.formats.allow));
  hold("sources", within(ours.sources.allow, merged.sources.allow));
  hold("licences", within(ours.licenses.deny, merged.licenses.deny) && within(ours.licenses.allow, merged.licenses.allow)); // prettier-ignore
  hold("evidence", within(ours.bom.require, merged.bom.require));
  hold("revoked", within(ours.revoked, merged.revoked));
  return [...broken, ...looserTrust(ours, merged)];
}

function looserTrust(ours: Policy, merged: Policy): string[] {
  const broken: string[] = [];
  const hold = (what: string, holds: boolean) => void (holds || broken.push(what));
  hold("signatures", merged.signatures.require || !ours.signatures.require);
  hold("a required log", ours.signatures.log !== "required" || merged.signatures.log === "required");
  if (ours.signers.length > 0) hold("signers", merged.signers.length > 0 && within(merged.signers, ours.signers));
  if (ours.signers.length > 0) hold("log", merged.signatures.log !== "optional" || ours.signatures.log === "optional");
  const { promotion } = ours;
  for (const key of ["builders", "deciders"] as const) {
    const who = (p: Policy) => p.promotion[key] ?? p.signers;
    if (promotion[key] !== undefined || ours.signers.length > 0) hold(key, within(who(merged), who(ours)));
  }
  hold("promotion.require", within(promotion.require, merged.promotion.require));
  hold("promotion.fail-on", within(stops(promotion.failOn), stops(merged.promotion.failOn)));
  const approvals = merged.promotion.approvals;
  hold("nobody approves", approvals === undefined || approvals.length > 0 || promotion.approvals?.length === 0);
  for (const role of promotion.approvals ?? []) {
    const now = approvals?.find((each) => each.role === role.role);
    hold(role.role, now !== undefined && now.count >= role.count && within(now.people, role.people));
  }
  return broken;
}

test("3000 repositories under 3000 organisations", async () => {
  const next = random(9);
  const overrides = [{}, {}, { failOn: "never" }, { failOn: "low", onIncomplete: "warn" }] as const;
  let told = 0;
  for (let i = 0; i < 3000; i++) {
    const [oursText, text] = [draw(next, ["delegates"]), draw(next)];
    const ours = await read(oursText);
    const own = { policy: await read(text), lineOf: await placesIn(text), overrides: overrides[next(4)]! };
    const { policy, dropped } = mergePolicies(ours, own, TODAY);
    if (dropped.length > 0) told++;
    const broken = looser(ours, policy);
    if (broken.length > 0)
      throw new Error(`${broken.join(", ")}\n--- organisation\n${oursText}\n--- repository\n${text}`);
  }
  // Else it would have been about policies that agree.
  expect(told).toBeGreaterThan(1500);
});
