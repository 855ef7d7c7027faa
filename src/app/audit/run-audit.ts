import { readFileSync, statSync } from "node:fs";
import { auditLockfiles, type AuditResult } from "../../audit";
import { ConfigurationError } from "../../core/host";
import type { PackageFacts } from "../../core/package-facts";
import type { RuleContext } from "../../core/rule";
import { countPickledModels } from "../../host/pickled-models";
import { exploitation, readEpss, readKnownExploited } from "../../osv/exploited";
import { graceOf } from "../../policy/grace";
import { flawIgnorer, policyIgnores, type FlawIgnore } from "../../policy/ignores";
import { RULES } from "../../rules";
import { absentLockfiles, lockfilesInBase, lockfilesOf, namedInventory } from "./find-lockfiles";
import { includingLockfiles } from "./including-lockfiles";
import { installedPackages } from "./installed";
import { osvScannerIgnores } from "./osv-scanner-ignores";
import type { AuditRun } from "./audit-run";
import type { AuditRequest } from "./request";
import { openSource } from "./source";
import { staleLocks } from "./stale-locks";

/** Audits what is selected; the source of advisories is opened only where there is something to look up. */
export async function runAudit(run: AuditRun): Promise<AuditResult> {
  const { workspace, selection, request } = run;
  const selected = lockfilesOf(workspace, selection.files, run.named);
  const lockfiles = [
    ...selected,
    ...includingLockfiles(workspace, selection, selected),
    ...request.sboms.map((file) => namedInventory(file, workspace)),
    ...request.environments.map((directory) => installedPackages(directory, workspace)),
  ];
  const ignored = osvScannerIgnores(lockfiles, run);
  const subjects = [...absentLockfiles(selection), ...staleLocks(workspace, selection), ...ignored.refused];
  const context = packageContext(run, ignored.ignores);
  const opened = openSource(request, run);
  const annotate = annotator(request);
  try {
    return await auditLockfiles({
      lockfiles,
      base: lockfilesInBase(workspace, selection, lockfiles),
      subjects,
      source: opened.source,
      rules: RULES,
      context,
      notices: () => [...ignored.notices, ...opened.notices()],
      ...(annotate === undefined ? {} : { annotate }),
    });
  } finally {
    await opened.close();
  }
}

/** What the rules may ask about packages, beside what they may ask anyway. */
export function packageContext(
  { context, policy, today, workspace }: Pick<AuditRun, "context" | "policy" | "today" | "workspace">,
  ignores: readonly FlawIgnore[],
): RuleContext {
  let pickled: number | undefined;
  return {
    ...context,
    ignoresFlaw: flawIgnorer([...policyIgnores(policy), ...ignores], today),
    graceFor: graceOf(policy.dependencies, today),
    unknownSeverity: policy.dependencies.unknownSeverity,
    pickledModels: () => (pickled ??= countPickledModels(workspace)),
  };
}

/** Bytes of CISA's list and of FIRST's. They have some 1.5 and 20 MB; JSON takes many times as much when it is read. CWE-770. */
const MAX_KEV_BYTES = 32 * 1024 ** 2;
const MAX_EPSS_BYTES = 128 * 1024 ** 2;

/** What lists of exploited flaws add; undefined where none was given. Throws `ConfigurationError`. */
export function annotator({ kev, epss }: AuditRequest): ((facts: PackageFacts) => PackageFacts) | undefined {
  if (kev === undefined && epss === undefined) return undefined;
  const lists = {
    ...(kev === undefined ? {} : { known: read("kev", kev, MAX_KEV_BYTES, readKnownExploited) }),
    ...(epss === undefined ? {} : { epss: read("epss", epss, MAX_EPSS_BYTES, readEpss) }),
  };
  return (facts) => ({
    ...facts,
    flaws: facts.flaws.map((flaw) => ({ ...flaw, ...exploitation(flaw, lists) })),
  });
}

function read<T>(what: string, path: string, mostBytes: number, parse: (text: string) => T): T {
  try {
    if (statSync(path).size > mostBytes) throw new Error(`it has more than ${mostBytes} bytes`);
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new ConfigurationError(`${what}: ${path} cannot be read: ${(error as Error).message}`);
  }
}
