import { ConfigurationError } from "../../core/host";
import type { DependencyIgnore, Policy, Waiver } from "../../core/policy";
import { ONE_BY_ONE, OWN_RULES } from "../../policy/decide";
import { ruleById } from "../../rules";
import type { ReportToWaive } from "./report-to-waive";

/** What the person who waives says. */
export type Words = Pick<Waiver, "reason" | "until" | "approvedBy">;

/** The entry of the policy file that lets a finding pass, and what that does in words. */
export type Entry = { readonly says: string } & (
  | { readonly kind: "waiver"; readonly waiver: Omit<Waiver, "line"> }
  | { readonly kind: "ignore"; readonly ignore: DependencyIgnore }
);

/**
 * The entry for one finding of a report: a flaw of a package is ignored by its advisory, whatever lockfile it is in; of a model file the
 * content is named. One that is waived already is refused, unless `own`, the policy file that is written, has the entry that is replaced.
 * Throws `ConfigurationError` for one that is not there, or that nothing can waive.
 */
export function entryFor(report: ReportToWaive, id: string, words: Words, own?: Policy): Entry {
  const finding = report.findings.find((each) => each.id === id);
  if (finding === undefined) throw new ConfigurationError(notThere(report, id));
  const { rule, location, waived } = finding;
  const entry = entryOf(report, finding, words);
  if (waived !== undefined && (own === undefined || !has(own, entry)))
    throw new ConfigurationError(
      `${id} (${rule} at ${location.path}) is waived already, by ${waived.by}: ${waived.reason}`,
    );
  return entry;
}

/** What would be written for a finding. Throws `ConfigurationError` for one that nothing can waive. */
function entryOf(report: ReportToWaive, finding: ReportToWaive["findings"][number], words: Words): Entry {
  const { id, rule, location, vulnerability } = finding;
  const { path } = location;
  if (ruleById(rule)?.on === "repository")
    throw new ConfigurationError(
      `${id} (${rule}) is about the policy itself, which no waiver covers: change the policy`,
    );
  const pkg = report.packages.find(({ purl }) => purl === vulnerability?.purl);
  if (vulnerability !== undefined && pkg !== undefined) return ignoring(vulnerability.advisory, pkg.name, words);
  if (ONE_BY_ONE.has(rule) && !OWN_RULES.has(rule) && vulnerability === undefined)
    throw new ConfigurationError(
      `${id} (${rule}) stands for several advisories, which are waived one at a time: list them under dependencies.ignore`,
    );
  const sha256 = finding.sha256 ?? report.artifacts.find((artifact) => artifact.path === path)?.sha256;
  const alike = report.findings.filter((each) => each.rule === rule && each.location.path === path).length > 1;
  const waiver = {
    rule,
    path: literally(path),
    ...(sha256 === undefined ? {} : { sha256 }),
    // A text has no digest to bind to: without its id a waiver would cover what the file gets later.
    ...(sha256 === undefined || alike || OWN_RULES.has(rule) ? { finding: id } : {}),
    ...words,
  };
  return { kind: "waiver", waiver, says: `${rule} at ${path}${alike ? `, ${id} alone,` : ""} is waived` };
}

/** Whether a policy file has this entry, with whatever reason and day. */
function has({ waivers, dependencies }: Policy, entry: Entry): boolean {
  if (entry.kind === "ignore")
    return dependencies.ignore.some((each) => each.id === entry.ignore.id && each.package === entry.ignore.package);
  const { rule, path, sha256, finding } = entry.waiver;
  return waivers.some(
    (each) => each.rule === rule && each.path === path && each.sha256 === sha256 && each.finding === finding,
  );
}

function ignoring(advisory: string, name: string, { reason, until, approvedBy }: Words): Entry {
  // An ignored advisory has no key for who said so; the reason is where it is read.
  const why = approvedBy === undefined ? reason : `${reason} (approved by ${approvedBy})`;
  const ignore = { id: advisory, package: name, reason: why, until };
  return { kind: "ignore", ignore, says: `${advisory} of ${name} is ignored` };
}

function notThere({ findings }: ReportToWaive, id: string): string {
  const near = findings.filter((each) => id.length >= 4 && each.id.startsWith(id)).slice(0, 5);
  const hint = near.length === 0 ? "" : ` Is it ${near.map((each) => each.id).join(" or ")}?`;
  return `there is no finding ${id} among ${findings.length}.${hint} The report has their ids: model-assay gate --format json, or --report FILE for another run's`;
}

/** The glob that matches this path alone. */
function literally(path: string): string {
  return path.replace(/[*?{[\\]/g, "\\$&");
}
