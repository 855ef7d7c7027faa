import { ConfigurationError } from "../../core/host";
import type { Finding, RuleId } from "../../core/finding";
import type { RunReport } from "../../core/report";
import { SEVERITIES } from "../../core/severity";
import { groupFindings } from "../../report/groups";
import type { Explanation } from "../../report/explanation";
import type { Arguments } from "../arguments";
import { freshReport } from "../fresh-report";
import { MAX_REPORT_BYTES, textOf } from "../policy/policy-file";
import { readReport, type ReportToWaive } from "../policy/report-to-waive";

type Told = NonNullable<Explanation["finding"]>;
type Json = Readonly<Record<string, unknown>>;

/** One finding, the report that it stands in, and its rule. */
export interface FoundFinding {
  readonly rule: RuleId;
  readonly told: Told;
  readonly report: ReportToWaive;
}

/** The finding with this id, or with the only id that begins so; in `--report`, else in what the tree has now. */
export async function findingOf(id: string, args: Arguments): Promise<FoundFinding> {
  if (args.report === undefined) {
    const report = await freshReport(args);
    const finding = pick(report.findings, id);
    return { rule: finding.rule, told: { ...told(finding), standing: standingIn(report, finding) }, report };
  }
  const text = textOf(args.report, MAX_REPORT_BYTES);
  if (text === undefined) throw new ConfigurationError(`report: there is no ${args.report}`);
  const report = readReport(text, args.report);
  const found = pick(report.findings, id);
  // `readReport` has looked at these shapes.
  const whole = JSON.parse(text) as { readonly findings: readonly Json[]; readonly decision?: unknown };
  const finding = whole.findings[report.findings.indexOf(found)]!;
  return { rule: found.rule, told: toldByFile(finding, found, whole.decision), report };
}

function pick<T extends Pick<Finding, "id">>(findings: readonly T[], id: string): T {
  const exact = findings.find((each) => each.id === id);
  const near = findings.filter((each) => each.id.startsWith(id));
  const found = exact ?? (near.length === 1 ? near[0] : undefined);
  if (found !== undefined) return found;
  const which = near.length === 0 ? "" : ` Is it ${near.slice(0, 5).map((each) => each.id).join(" or ")}?`; // prettier-ignore
  throw new ConfigurationError(
    `there is no finding ${id} among ${findings.length}.${which} To see their ids: model-assay gate. One of another run: --report FILE`,
  );
}

function told({ id, severity, message, location, evidence, remedy, waived, baseline, vulnerability, sha256 }: Finding) {
  return {
    ...{ id, severity, message, location },
    ...(evidence === undefined ? {} : { evidence }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(waived === undefined ? {} : { waived }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(vulnerability === undefined ? {} : { vulnerability }),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

function standingIn(report: RunReport, finding: Finding): Told["standing"] {
  const { blocking, waived, old } = groupFindings(report);
  if (blocking.includes(finding)) return "stops";
  return waived.includes(finding) ? "waived" : old.includes(finding) ? "old" : "below";
}

/** A finding of a report file, of which nothing is believed but that it is text. */
function toldByFile(finding: Json, { id }: Pick<Finding, "id">, decision: unknown): Told {
  const { message, evidence, remedy, waived, baseline } = finding;
  const severity = SEVERITIES.find((each) => each === finding["severity"]);
  if (typeof message !== "string" || severity === undefined)
    throw new ConfigurationError(`report: its finding ${id} has no message or no severity`);
  const { by, reason, until } = isObject(waived) ? waived : {};
  const isWaived = typeof by === "string" && typeof reason === "string";
  return {
    ...{ id, severity, message, location: locationOf(finding["location"]) },
    ...(typeof evidence === "string" ? { evidence } : {}),
    ...(typeof remedy === "string" ? { remedy } : {}),
    ...(isWaived ? { waived: { by, reason, ...(typeof until === "string" ? { until } : {}) } } : {}),
    standing: isWaived ? "waived" : baseline === true ? "old" : decided(decision, id),
  };
}

function decided(decision: unknown, id: string): Told["standing"] {
  const { blocking } = isObject(decision) ? decision : {};
  if (!Array.isArray(blocking)) return "unknown";
  return blocking.includes(id) ? "stops" : "below";
}

function locationOf(value: unknown): Told["location"] {
  const { path, inside, offset, line } = isObject(value) ? value : {};
  return {
    path: typeof path === "string" ? path : "",
    inside: Array.isArray(inside) ? inside.filter((each) => typeof each === "string") : [],
    ...(typeof offset === "number" ? { offset } : {}),
    ...(typeof line === "number" ? { line } : {}),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
