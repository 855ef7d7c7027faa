import type { Rule } from "../core/rule";
import type { SubjectKind } from "../core/subject";
import { dataAroundArchive } from "./archive/data-around-archive";
import { duplicateMember } from "./archive/duplicate-member";
import { foreignArchive } from "./archive/foreign-archive";
import { headerMismatch } from "./archive/header-mismatch";
import { hiddenMember } from "./archive/hidden-member";
import { oddFlags } from "./archive/odd-flags";
import { pathTraversal } from "./archive/path-traversal";
import { polyglot } from "./archive/polyglot";
import { specialFile } from "./archive/special-file";
import { symlinkMember } from "./archive/symlink-member";
import { wrongChecksum } from "./archive/wrong-checksum";
import { hostileArrayHeader } from "./format/hostile-array-header";
import { codeByValue } from "./pickle/code-by-value";
import { computedImport } from "./pickle/computed-import";
import { dangerousGlobal } from "./pickle/dangerous-global";
import { mutatedImport } from "./pickle/mutated-import";
import { parserSplit } from "./pickle/parser-split";
import { trailingData } from "./pickle/trailing-data";
import { unlistedGlobal } from "./pickle/unlisted-global";
import { unvouchedCall } from "./pickle/unvouched-call";
import { weightsOnlyRefused } from "./pickle/weights-only-refused";
import { formatDenied } from "./policy/format-denied";
import { policyChanged } from "./policy/policy-changed";
import { waiverExpired } from "./policy/waiver-expired";
import { waiverTooBroad } from "./policy/waiver-too-broad";
import { waiverUnused } from "./policy/waiver-unused";
import { encrypted } from "./system/encrypted";
import { formatNotRead } from "./system/format-not-read";
import { malformed } from "./system/malformed";
import { notFetched } from "./system/not-fetched";
import { notWhatItsNameSays } from "./system/not-what-its-name-says";
import { overLimit } from "./system/over-limit";
import { scannerFailure } from "./system/scanner-failure";

type RuleOfSomeKind = { [K in SubjectKind]: Rule<K> }[SubjectKind];

const LIST: readonly RuleOfSomeKind[] = [
  pathTraversal,
  symlinkMember,
  duplicateMember,
  headerMismatch,
  hiddenMember,
  dataAroundArchive,
  wrongChecksum,
  oddFlags,
  specialFile,
  polyglot,
  foreignArchive,
  hostileArrayHeader,
  dangerousGlobal,
  unlistedGlobal,
  unvouchedCall,
  mutatedImport,
  computedImport,
  codeByValue,
  weightsOnlyRefused,
  parserSplit,
  trailingData,
  policyChanged,
  waiverExpired,
  waiverUnused,
  formatDenied,
  waiverTooBroad,
  malformed,
  overLimit,
  encrypted,
  notFetched,
  formatNotRead,
  scannerFailure,
  notWhatItsNameSays,
];

/** Every rule, by id. The walk only shows each one subjects of its own kind. */
export const RULES = LIST as readonly Rule[];

/** A rule's metadata by its id, for reports and `model-assay rules`. */
export function ruleById(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
