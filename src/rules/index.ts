import type { Rule } from "../core/rule";
import type { SubjectKind } from "../core/subject";
import { dataAroundArchive } from "./archive/data-around-archive";
import { disguisedContent } from "./archive/disguised-content";
import { disguisedProgram } from "./archive/disguised-program";
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
import { conflictingBase } from "./bom/conflicting-base";
import { conflictingDescription } from "./bom/conflicting-description";
import { conflictingDigest } from "./bom/conflicting-digest";
import { conflictingLicense } from "./bom/conflicting-license";
import { conflictingShards } from "./bom/conflicting-shards";
import { driftedFromLock } from "./bom/drifted-from-lock";
import { missingEvidence } from "./bom/missing-evidence";
import { unlistedOrigin } from "./bom/unlisted-origin";
import { extraPackageIndex } from "./dependencies/extra-package-index";
import { hashCheckingOff } from "./dependencies/hash-checking-off";
import { indexWithoutVerification } from "./dependencies/index-without-verification";
import { lockEntryMismatch } from "./dependencies/lock-entry-mismatch";
import { lookupFailed } from "./dependencies/lookup-failed";
import { maliciousPackage } from "./dependencies/malicious-package";
import { noAdvisoryDatabase } from "./dependencies/no-advisory-database";
import { otherPackageIndex } from "./dependencies/other-package-index";
import { staleLock } from "./dependencies/stale-lock";
import { unlockedDependency } from "./dependencies/unlocked-dependency";
import { unpinnedAction } from "./dependencies/unpinned-action";
import { unreadableAdvisory } from "./dependencies/unreadable-advisory";
import { vulnerablePackage } from "./dependencies/vulnerable-package";
import { appendedData } from "./format/appended-data";
import { duplicateKey } from "./format/duplicate-key";
import { externalFileOutside } from "./format/external-file-outside";
import { hdf5CacheImage } from "./format/hdf5-cache-image";
import { hdf5ExternalReference } from "./format/hdf5-external-reference";
import { hdf5HugeShape } from "./format/hdf5-huge-shape";
import { hdf5Plugin } from "./format/hdf5-plugin";
import { hostileArrayHeader } from "./format/hostile-array-header";
import { impossibleLayout } from "./format/impossible-layout";
import { indexMismatch } from "./format/index-mismatch";
import { oddLink } from "./format/odd-link";
import { onnxCompiledProgram } from "./format/onnx-compiled-program";
import { onnxCustomOperator } from "./format/onnx-custom-operator";
import { onnxOperatorReachesOut } from "./format/onnx-operator-reaches-out";
import { onnxPythonOperator } from "./format/onnx-python-operator";
import { onnxShadowedOperator } from "./format/onnx-shadowed-operator";
import { unknownField } from "./format/unknown-field";
import { codeFromAnotherRepository } from "./hub/code-from-another-repository";
import { configTrustsRemoteCode } from "./hub/config-trusts-remote-code";
import { dangerousCallableInConfig } from "./hub/dangerous-callable-in-config";
import { kernelFromHub } from "./hub/kernel-from-hub";
import { pickleBesideSafetensors } from "./hub/pickle-beside-safetensors";
import { repositoryCode } from "./hub/repository-code";
import { templateComputedAccess } from "./hub/template-computed-access";
import { templateExhausts } from "./hub/template-exhausts";
import { templateLeavesSandbox } from "./hub/template-leaves-sandbox";
import { templateLoadsTemplate } from "./hub/template-loads-template";
import { templateUnknownTag } from "./hub/template-unknown-tag";
import { unpinnedBaseModel } from "./hub/unpinned-base-model";
import { unvouchedCallableInConfig } from "./hub/unvouched-callable-in-config";
import { kerasCode } from "./keras/keras-code";
import { kerasCustomObject } from "./keras/keras-custom-object";
import { kerasDangerousName } from "./keras/keras-dangerous-name";
import { kerasOutsideFile } from "./keras/keras-outside-file";
import { kerasPickle } from "./keras/keras-pickle";
import { kerasRepeatedMember } from "./keras/keras-repeated-member";
import { downloadedCodeRun } from "./loader/downloaded-code-run";
import { trustedRemoteCode } from "./loader/trusted-remote-code";
import { uncheckedDownload } from "./loader/unchecked-download";
import { unpinnedInstall } from "./loader/unpinned-install";
import { unpinnedRevision } from "./loader/unpinned-revision";
import { unsafeKerasLoad } from "./loader/unsafe-keras-load";
import { unsafeTorchLoad } from "./loader/unsafe-torch-load";
import { unsafeUnpickling } from "./loader/unsafe-unpickling";
import { unsafeYamlLoad } from "./loader/unsafe-yaml-load";
import { codeByValue } from "./pickle/code-by-value";
import { computedImport } from "./pickle/computed-import";
import { dangerousGlobal } from "./pickle/dangerous-global";
import { mutatedImport } from "./pickle/mutated-import";
import { parserSplit } from "./pickle/parser-split";
import { trailingData } from "./pickle/trailing-data";
import { unlistedGlobal } from "./pickle/unlisted-global";
import { unvouchedCall } from "./pickle/unvouched-call";
import { weightsOnlyRefused } from "./pickle/weights-only-refused";
import { revokedFile } from "./policy/revoked-file";
import { codeSourceNotApproved } from "./policy/code-source-not-approved";
import { formatDenied } from "./policy/format-denied";
import { notDelegated } from "./policy/not-delegated";
import { policyChanged } from "./policy/policy-changed";
import { guardChanged } from "./policy/guard-changed";
import { licenseNotApproved } from "./policy/license-not-approved";
import { sourceNotApproved } from "./policy/source-not-approved";
import { waiverExpired } from "./policy/waiver-expired";
import { waiverTooBroad } from "./policy/waiver-too-broad";
import { waiverUnused } from "./policy/waiver-unused";
import { ownRule } from "./policy/own-rule";
import { ownRulesFailed } from "./policy/own-rules-failed";
import { credential } from "./secrets/credential";
import { notSigned } from "./signature/not-signed";
import { signatureRefused } from "./signature/signature-refused";
import { environmentSource } from "./served/environment-source";
import { servedCode } from "./served/served-code";
import { skopsType } from "./served/skops-type";
import { torchscriptOperator } from "./served/torchscript-operator";
import { encrypted } from "./system/encrypted";
import { formatNotRead } from "./system/format-not-read";
import { lockfileNotRead } from "./system/lockfile-not-read";
import { malformed } from "./system/malformed";
import { notFetched } from "./system/not-fetched";
import { notWhatItsNameSays } from "./system/not-what-its-name-says";
import { overLimit } from "./system/over-limit";
import { scannerFailure } from "./system/scanner-failure";
import { opaqueProgram } from "./tensorflow/opaque-program";
import { operatorOfALibrary } from "./tensorflow/operator-of-a-library";
import { operatorReachingOut } from "./tensorflow/operator-reaching-out";

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
  disguisedProgram,
  disguisedContent,
  conflictingBase,
  conflictingLicense,
  conflictingShards,
  conflictingDigest,
  conflictingDescription,
  missingEvidence,
  driftedFromLock,
  unlistedOrigin,
  vulnerablePackage,
  maliciousPackage,
  unlockedDependency,
  noAdvisoryDatabase,
  unreadableAdvisory,
  lookupFailed,
  hashCheckingOff,
  otherPackageIndex,
  extraPackageIndex,
  indexWithoutVerification,
  unpinnedAction,
  staleLock,
  lockEntryMismatch,
  hostileArrayHeader,
  impossibleLayout,
  duplicateKey,
  appendedData,
  indexMismatch,
  externalFileOutside,
  oddLink,
  onnxCustomOperator,
  onnxPythonOperator,
  onnxOperatorReachesOut,
  onnxShadowedOperator,
  onnxCompiledProgram,
  unknownField,
  operatorReachingOut,
  operatorOfALibrary,
  opaqueProgram,
  kerasCode,
  kerasDangerousName,
  kerasCustomObject,
  kerasOutsideFile,
  kerasRepeatedMember,
  kerasPickle,
  hdf5ExternalReference,
  hdf5Plugin,
  hdf5HugeShape,
  hdf5CacheImage,
  skopsType,
  servedCode,
  environmentSource,
  torchscriptOperator,
  repositoryCode,
  codeFromAnotherRepository,
  configTrustsRemoteCode,
  dangerousCallableInConfig,
  unvouchedCallableInConfig,
  kernelFromHub,
  unpinnedBaseModel,
  pickleBesideSafetensors,
  templateLeavesSandbox,
  templateComputedAccess,
  templateLoadsTemplate,
  templateExhausts,
  templateUnknownTag,
  unsafeTorchLoad,
  unsafeUnpickling,
  unsafeYamlLoad,
  unsafeKerasLoad,
  trustedRemoteCode,
  unpinnedRevision,
  downloadedCodeRun,
  unpinnedInstall,
  uncheckedDownload,
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
  ownRule,
  ownRulesFailed,
  guardChanged,
  notDelegated,
  sourceNotApproved,
  licenseNotApproved,
  codeSourceNotApproved,
  revokedFile,
  credential,
  notSigned,
  signatureRefused,
  malformed,
  overLimit,
  encrypted,
  notFetched,
  formatNotRead,
  scannerFailure,
  notWhatItsNameSays,
  lockfileNotRead,
];

/** Every rule, by id. The walk only shows each one subjects of its own kind. */
export const RULES = LIST as readonly Rule[];

/** A rule's metadata by its id, for reports and `model-assay rules`. */
export function ruleById(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
