import { BufferSource } from "../../src/bytes/sources";
import { Budget } from "../../src/core/budget";
import type { ArchiveFact } from "../../src/core/archive-facts";
import type { Finding } from "../../src/core/finding";
import type { Location } from "../../src/core/location";
import type { PickleFacts } from "../../src/core/pickle-facts";
import { toFinding, type Rule, type RuleContext } from "../../src/core/rule";
import type { RepositoryEvent, SubjectKind, SubjectOf, UnreadableReason } from "../../src/core/subject";
import { runPickle } from "../../src/pickle/run";

const AT: Location = { path: "models/a.pkl", inside: [] };

/** Nothing allowed, nothing denied, no class of the repository. */
const PLAIN: RuleContext = {
  allowedGlobals: new Map(),
  deniedFormats: new Set(),
  allowedFormats: [],
  allowedSources: [],
  definesUnchanged: () => false,
  ignoresFlaw: () => undefined,
  graceFor: () => undefined,
  unknownSeverity: "medium",
  pickledModels: () => 0,
};

/** What one rule says of one subject, as findings. */
export function checkRule<K extends SubjectKind>(
  rule: Rule<K>,
  subject: SubjectOf<K>,
  context: Partial<RuleContext> = {},
): Omit<Finding, "id">[] {
  return [...rule.check(subject, { ...PLAIN, ...context })].map((report) =>
    toFinding(rule as unknown as Rule, report, subject.at),
  );
}

/** What a rule says of a pickle's bytes, through the real machine. */
export function checkPickle(
  rule: Rule<"pickle">,
  bytes: Uint8Array,
  context: Partial<RuleContext> = {},
  more: Partial<PickleFacts> = {},
): Omit<Finding, "id">[] {
  const { facts } = runPickle(new BufferSource(bytes), new Budget());
  return checkRule(rule, { kind: "pickle", at: AT, pickle: { ...facts, ...more } }, context);
}

export function checkOddity(rule: Rule<"archive">, ...oddities: ArchiveFact[]): Omit<Finding, "id">[] {
  return checkOddityIn("torch", rule, ...oddities);
}

/** The same in a container of another kind. */
export function checkOddityIn(
  container: string,
  rule: Rule<"archive">,
  ...oddities: ArchiveFact[]
): Omit<Finding, "id">[] {
  return checkRule(rule, { kind: "archive", at: AT, archive: { container, members: oddities.length, oddities } });
}

export function checkFile(
  rule: Rule<"file">,
  path: string,
  claimedBy: readonly string[],
  more: { head?: Uint8Array; promised?: string; inside?: readonly string[] } = {},
  context: Partial<RuleContext> = {},
): Omit<Finding, "id">[] {
  const { head = new Uint8Array(), inside = [], ...rest } = more;
  return checkRule(rule, { kind: "file", at: { path, inside: [...inside] }, claimedBy, head, ...rest }, context);
}

export function checkUnreadable(
  rule: Rule<"unreadable">,
  reason: UnreadableReason,
  detail = "its words",
): Omit<Finding, "id">[] {
  return checkRule(rule, { kind: "unreadable", at: AT, reason, detail });
}

export function checkEvent(rule: Rule<"repository">, event: RepositoryEvent): Omit<Finding, "id">[] {
  return checkRule(rule, { kind: "repository", at: { path: ".model-assay.yml", inside: [], line: 3 }, event });
}
