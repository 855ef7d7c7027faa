import type { Finding } from "../core/finding";
import { formatLocation } from "../core/location";
import { PROJECT, rulePage } from "../core/project";
import type { Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { clip } from "./escape-terminal";
import { escapeXml } from "./escape-xml";
import { groupFindings } from "./groups";
import { notScannedWhy } from "./not-scanned-words";
import { count } from "./quantities";
import { ruleTitles, type RuleTitle } from "./rule-titles";
import { headline } from "./verdict-words";

/** Characters of one text, and findings that one test case tells: who reads more opens the report. */
const MAX_TEXT = 2000;
const MAX_FINDINGS = 50;

/**
 * JUnit's XML, as Jenkins (xunit-plugin, `junit-10.xsd`) and GitLab read it: a test case for each model file and lockfile, and for each other
 * file that has a finding. It has one failure at most, because GitLab reads no more of them; what does not stop the gate is its output.
 */
export function createJunitReporter(rules: readonly RuleMeta[]): Reporter {
  const titleOf = ruleTitles(rules);
  return { id: "junit", render: (report) => renderJunit(report, titleOf) };
}

/** What became of one file. Its texts are raw. */
interface Case {
  readonly name: string;
  readonly failure?: Told;
  readonly error?: Told;
  readonly skipped?: string;
  readonly output: readonly string[];
}

interface Told {
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

function renderJunit(report: RunReport, titleOf: RuleTitle): string {
  const suites = suitesOf(report, titleOf);
  const all = suites.flatMap(({ cases }) => cases);
  const seconds = (report.summary.durationMs / 1000).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${PROJECT.title}"${counts(all)} time="${seconds}">`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${name}"${counts(cases)} skipped="${cases.filter(isSkipped).length}">`,
      ...cases.flatMap((each) => caseLines(each, name)),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function suitesOf(report: RunReport, titleOf: RuleTitle): { readonly name: string; readonly cases: readonly Case[] }[] {
  const byPath = groupedByPath(report.findings);
  const stops = new Set(groupFindings(report).blocking);
  const lockfiles = new Set(report.packages.map(({ lockfile }) => lockfile));
  const models = new Map(report.artifacts.map((each) => [each.path, each]));
  const others = [...byPath.keys()].filter((path) => !models.has(path) && !lockfiles.has(path));
  const caseOf = (path: string): Case => {
    const skipped = models.get(path)?.notScanned;
    return {
      name: path,
      ...ofFindings(byPath.get(path) ?? [], stops, titleOf),
      ...(skipped === undefined ? {} : { skipped: `${notScannedWhy(skipped)}: ${skipped.detail}` }),
    };
  };
  return [
    { name: "gate", cases: [gateCase(report)] },
    { name: "models", cases: [...models.keys()].map(caseOf) },
    { name: "lockfiles", cases: [...lockfiles].map(caseOf) },
    { name: "other files", cases: others.map(caseOf) },
  ].filter(({ cases }) => cases.length > 0);
}

function groupedByPath(findings: readonly Finding[]): Map<string, Finding[]> {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    const same = byPath.get(finding.location.path);
    if (same === undefined) byPath.set(finding.location.path, [finding]);
    else same.push(finding);
  }
  return byPath;
}

/** A run that could not look at everything fails here, where that is not a pass. */
function gateCase(report: RunReport): Case {
  const { missing, onIncomplete } = report.decision;
  const name = "everything that was selected could be checked";
  if (missing.length === 0) return { name, output: [headline(report)] };
  const told = { type: "incomplete", message: headline(report), lines: missing.slice(0, MAX_FINDINGS) };
  if (report.verdict === "incomplete" && onIncomplete === "fail") return { name, error: told, output: [] };
  return { name, skipped: `${count(missing.length, "thing")} could not be checked`, output: told.lines };
}

function ofFindings(
  all: readonly Finding[],
  stops: ReadonlySet<Finding>,
  titleOf: RuleTitle,
): Pick<Case, "failure" | "output"> {
  const [worst, ...more] = all.filter((finding) => stops.has(finding));
  const output = cut(all.filter((finding) => !stops.has(finding)).flatMap((finding) => lines(finding, titleOf)));
  if (worst === undefined) return { output };
  const message = `${worst.severity} ${worst.rule}: ${worst.message}${more.length === 0 ? "" : ` (and ${more.length} more)`}`;
  const told = [worst, ...more].flatMap((finding) => lines(finding, titleOf));
  return { failure: { type: worst.rule, message, lines: cut(told) }, output };
}

/** Every line begins with a word of ours: one that began with the input's could be a command of a runner. */
function lines(finding: Finding, titleOf: RuleTitle): string[] {
  const { rule, severity, id, message, location, evidence, remedy, waived, baseline } = finding;
  return [
    `${severity} ${titleOf(rule)} ${id}${baseline === true ? " (already on the base)" : ""}`,
    `  what: ${message}`,
    `  where: ${formatLocation(location)}`,
    ...(evidence === undefined ? [] : [`  code: ${evidence}`]),
    ...(waived === undefined ? [] : [`  waived: by ${waived.by}: ${waived.reason}`]),
    ...(remedy === undefined ? [] : [`  do: ${remedy}`]),
    `  more: ${rulePage(rule)}`,
  ];
}

/** Lines of a finding, at most. */
const LINES = 7;

function cut(all: readonly string[]): readonly string[] {
  const most = MAX_FINDINGS * LINES;
  return all.length <= most ? all : [...all.slice(0, most), "more findings: see the JSON report"];
}

function counts(cases: readonly Case[]): string {
  const number = (is: (each: Case) => boolean) => cases.filter(is).length;
  const failures = number(({ failure }) => failure !== undefined);
  const errors = number(({ failure, error }) => failure === undefined && error !== undefined);
  return ` tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}

/** What failed was not skipped, even if not all of it was looked at. */
function isSkipped({ failure, error, skipped }: Case): boolean {
  return failure === undefined && error === undefined && skipped !== undefined;
}

function caseLines(each: Case, suite: string): string[] {
  const { name, failure, error, skipped, output } = each;
  const head = `    <testcase classname="${suite}" name="${attribute(name)}"`;
  const said = isSkipped(each) ? output : [...(skipped === undefined ? [] : [`not scanned: ${skipped}`]), ...output];
  const inside = [
    ...(failure === undefined ? [] : element("failure", failure)),
    ...(failure === undefined && error !== undefined ? element("error", error) : []),
    ...(isSkipped(each) ? [`      <skipped message="${attribute(skipped ?? "")}"/>`] : []),
    ...(said.length === 0 ? [] : ["      <system-out>", ...said.map(content), "      </system-out>"]),
  ];
  return inside.length === 0 ? [`${head}/>`] : [`${head}>`, ...inside, "    </testcase>"];
}

function element(name: string, { type, message, lines: told }: Told): string[] {
  return [
    `      <${name} type="${attribute(type)}" message="${attribute(message)}">`,
    ...told.map(content),
    `      </${name}>`,
  ];
}

function attribute(text: string): string {
  return escapeXml(clip(text, MAX_TEXT));
}

/** A dash first: a line that begins with two colons is a command of GitHub's runner, white space or not. */
function content(text: string): string {
  return `- ${escapeXml(clip(text, MAX_TEXT))}`;
}
