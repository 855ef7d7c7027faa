import type { RunReport } from "../core/report";
import { counts } from "../core/finding-counts";
import type { FailOn } from "../core/severity";
import { countSeverities, groupFindings } from "./groups";
import { byteSize, count, duration, list } from "./quantities";

/** The verdict as a person says it. These sentences hold nothing from the input, so they need no escaping. */

export const VERDICT_WORD = { pass: "passed", fail: "failed", incomplete: "incomplete" } as const;

/** One sentence: what was decided, and why. */
export function headline(report: RunReport): string {
  const { onIncomplete } = report.decision;
  switch (report.verdict) {
    case "fail": {
      const found = countSeverities(groupFindings(report).blocking).map(([severity, n]) =>
        count(n, `${severity} finding`),
      );
      return `Failed: ${list(found) || "the gate was stopped"}.${stops(report)}`;
    }
    case "incomplete": {
      const goesOn = onIncomplete === "warn" ? " The job goes on, because on-incomplete is warn." : "";
      return `Incomplete: not everything that was selected could be checked, so this is not a pass.${goesOn}`;
    }
    case "pass":
      return passed(report);
  }
}

/** The thresholds in force; that of flaws where it is another one. */
function stops({ decision: { failOn, dependenciesFailOn } }: RunReport): string {
  const at = (threshold: FailOn) => (threshold === "never" ? "at nothing" : `at ${threshold} and above`);
  if (dependenciesFailOn !== undefined && dependenciesFailOn !== failOn)
    return ` The gate stops ${at(failOn)}, and ${at(dependenciesFailOn)} for flaws of packages.`;
  return failOn === "never" ? "" : ` The gate stops ${at(failOn)}.`;
}

function passed(report: RunReport): string {
  const { scanned, notScanned, lockfiles, packages } = report.summary;
  if (scanned === 0 && lockfiles === 0 && report.artifacts.length === 0)
    return report.selection.mode === "changes"
      ? "Passed: this change brings no model files, and no lockfiles to audit."
      : "Passed: there are no model files here, and no lockfiles to audit.";
  if (scanned === 0 && lockfiles === 0)
    return `Passed: nothing was found, but ${count(notScanned, "model file")} could not be read: see what was not scanned.`;
  const known = packages.clean + packages.vulnerable;
  const both = [
    ...(scanned === 0 ? [] : [count(scanned, "model file")]),
    ...(known === 0 && scanned > 0 ? [] : [count(known, "package")]),
  ];
  const left = packages.unchecked === 0 ? "" : `; ${count(packages.unchecked, "package")} could not be`;
  const checked = `${both.join(" and ")} ${scanned + known === 1 ? "was" : "were"} checked${left}`;
  const { failOn, dependenciesFailOn = failOn } = report.decision;
  if (failOn === "never" && dependenciesFailOn === "never")
    return `Passed: ${checked}. Findings do not fail the job, because fail-on is never.`;
  const { waived, old } = groupFindings(report);
  const held = [...waived, ...old].filter((finding) => counts(finding, failOn, dependenciesFailOn));
  if (held.length > 0)
    return `Passed: ${checked}. ${count(held.length, "finding")} that would stop the gate ${held.length === 1 ? "is" : "are"} waived or already on the base.`;
  if (dependenciesFailOn !== failOn) return `Passed: ${checked}, and nothing was found that stops it.${stops(report)}`;
  return `Passed: ${checked}, and nothing was found that the gate stops (${failOn} and above).`;
}

/** What was looked at and what was found: always said, also where nothing was. */
export function countsLine(report: RunReport): string {
  const { blocking, other, waived, old } = groupFindings(report);
  const counted = countSeverities([...blocking, ...other]).map(([severity, n]) => `${n} ${severity}`);
  const { summary } = report;
  return [
    `Scanned ${summary.scanned}, not scanned ${summary.notScanned}.`,
    ...packagesWords(summary),
    counted.length === 0 ? "No findings." : `Findings: ${counted.join(", ")}.`,
    ...(waived.length === 0 ? [] : [`Waived: ${waived.length}.`]),
    ...(old.length === 0 ? [] : [`Already on the base: ${old.length}.`]),
    ...(report.selection.ignored === 0 ? [] : [`Ignored by the policy: ${report.selection.ignored}.`]),
    ...effort(summary),
  ].join(" ");
}

/** How much was read, and how long the run took; of a run that looked at nothing, neither is news. */
function effort({ scanned, notScanned, lockfiles, bytes, durationMs }: RunReport["summary"]): string[] {
  if (scanned > 0) return [`${byteSize(bytes)} in ${duration(durationMs)}.`];
  return notScanned + lockfiles === 0 ? [] : [`Took ${duration(durationMs)}.`];
}

/** The three answers, always all of them: what was not looked up must not look clean. */
function packagesWords({ lockfiles, packages }: RunReport["summary"]): string[] {
  if (lockfiles === 0) return [];
  const all = packages.clean + packages.vulnerable + packages.unchecked;
  return [
    `${count(all, "package")} in ${count(lockfiles, "lockfile")}: ${packages.clean} clean, ${packages.vulnerable} vulnerable, ${packages.unchecked} unchecked.`,
  ];
}

/** What the run was about. `ref` escapes and shows a commit or a reference, which may come from the event. */
export function selectionWords(report: RunReport, ref: (name: string) => string): string {
  const { mode, base, head, examined, deleted } = report.selection;
  const short = (commit: string): string => ref(/^[0-9a-f]{40,64}$/i.test(commit) ? commit.slice(0, 12) : commit);
  const looked = `${count(examined, "file")} looked at`;
  const gone = deleted === 0 ? "" : `, ${deleted} deleted`;
  if (mode === "paths") return `The paths that were given: ${looked}.`;
  if (mode === "tree") return `The whole tree: ${looked}.`;
  const between = base === undefined ? "" : ` from ${short(base)}${head === undefined ? "" : ` to ${short(head)}`}`;
  return `What changed${between}: ${looked}${gone}.`;
}
