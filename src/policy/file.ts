import type { Node } from "yaml";
import type { RuleId } from "../core/finding";
import { WANTED_EVIDENCE, type WantedEvidence } from "../core/inventory";
import type { AllowedGlobal, Policy, Waiver } from "../core/policy";
import { FAIL_ON, ON_INCOMPLETE } from "../core/severity";
import { InvalidPolicy, PolicyDocument } from "./document";
import { readDelegates } from "./sections/delegates";
import { NO_DEPENDENCY_RULES, readDependencies } from "./sections/dependencies";
import { readLicenses, readRego, readSignatures, readSources } from "./sections/evidence";
import { NO_PROMOTION_RULES, readPromotion } from "./sections/promotion";
import { readRevoked } from "./sections/revoked";
import { readSigners, type ReadSigner } from "./signers";

export const POLICY_FILE = ".model-assay.yml";

/** What holds where no policy file says otherwise. */
export const DEFAULT_POLICY: Policy = {
  failOn: "high",
  onIncomplete: "fail",
  ignore: [],
  pickle: { allow: [] },
  formats: { deny: [], allow: [] },
  dependencies: NO_DEPENDENCY_RULES,
  sources: { allow: [] },
  licenses: { allow: [], deny: [] },
  bom: { require: [] },
  signatures: { require: false },
  signers: [],
  promotion: NO_PROMOTION_RULES,
  revoked: [],
  delegates: [],
  waivers: [],
};

const KEYS = [
  ..."version fail-on on-incomplete ignore pickle formats dependencies sources licenses bom".split(" "),
  ..."signers signatures rego promotion revoked delegates waivers".split(" "),
];

/**
 * Reads `.model-assay.yml`. Throws `InvalidPolicy` with every problem found: a policy that is half
 * understood would decide half of what its author meant.
 * `source` names the file in messages; `formats` are the ids that `formats.deny` may list; `readSigner` reads an
 * approved signer as whoever verifies will, and throws `RangeError` for one that cannot be.
 */
export async function parsePolicy(
  text: string,
  source: string,
  formats: readonly string[],
  readSigner: ReadSigner,
): Promise<Policy> {
  const document = await PolicyDocument.parse(text, source);
  const root = document.map(document.root, "the policy", KEYS);
  checkVersion(document, root.get("version"));
  const policy: Policy = {
    failOn: document.oneOf(root.get("fail-on"), "fail-on", FAIL_ON, DEFAULT_POLICY.failOn),
    onIncomplete: document.oneOf(
      root.get("on-incomplete"),
      "on-incomplete",
      ON_INCOMPLETE,
      DEFAULT_POLICY.onIncomplete,
    ),
    ignore: document.list(root.get("ignore"), "ignore").map((node) => document.glob(node, "a pattern", node)),
    pickle: { allow: readAllowed(document, root.get("pickle")) },
    formats: readFormats(document, root.get("formats"), formats),
    dependencies: readDependencies(document, root.get("dependencies")),
    sources: readSources(document, root.get("sources")),
    licenses: readLicenses(document, root.get("licenses")),
    bom: { require: readWanted(document, root.get("bom")) },
    signers: readSigners(document, root.get("signers"), "signers", readSigner),
    signatures: readSignatures(document, root.get("signatures")),
    promotion: readPromotion(document, root.get("promotion"), readSigner),
    revoked: readRevoked(document, root.get("revoked"), readSigner),
    delegates: readDelegates(document, root.get("delegates")),
    ...readRego(document, root.get("rego")),
    waivers: document.list(root.get("waivers"), "waivers").map((node) => readWaiver(document, node)),
  };
  if (document.problems.length > 0) throw new InvalidPolicy(source, document.problems);
  return policy;
}

function checkVersion(document: PolicyDocument, node: Node | undefined): void {
  const version = node !== undefined && "value" in node ? node.value : undefined;
  if (version !== 1) document.add(node ?? document.root, "version must be 1");
}

function readAllowed(document: PolicyDocument, node: Node | undefined): AllowedGlobal[] {
  const section = document.map(node, "pickle", ["allow"]);
  return document.list(section.get("allow"), "pickle.allow").map((item) => {
    const entry = document.map(item, "an allowed global", ["name", "reason", "until"]);
    const name = document.text(entry.get("name"), "name", item);
    if (name !== "" && !/^[^\s.*]+(\.[^\s.*]+)+$/.test(name))
      document.add(entry.get("name"), "name must be one full dotted name such as mylib.nets.Net, without wildcards");
    const until = entry.has("until") ? document.day(entry.get("until"), "until", item) : undefined;
    return {
      name,
      reason: document.text(entry.get("reason"), "reason", item),
      ...(until === undefined ? {} : { until }),
    };
  });
}

function readFormats(document: PolicyDocument, node: Node | undefined, formats: readonly string[]): Policy["formats"] {
  const section = document.map(node, "formats", ["deny", "allow"]);
  const ids = (key: string) =>
    document.list(section.get(key), `formats.${key}`).map((item) => {
      const id = document.text(item, "a format", item);
      if (id !== "" && !formats.includes(id))
        document.add(item, `unknown format "${id}"; known: ${formats.join(", ")}`);
      return id;
    });
  return { deny: ids("deny"), allow: section.has("allow") ? [ids("allow")] : [] };
}

function readWanted(document: PolicyDocument, node: Node | undefined): WantedEvidence[] {
  const section = document.map(node, "bom", ["require"]);
  const wanted = document.list(section.get("require"), "bom.require").map((item) => {
    // What is none of them is a problem, so what stands in its place is never used.
    return document.oneOf(item, "each entry of bom.require", WANTED_EVIDENCE, WANTED_EVIDENCE[0]);
  });
  return [...new Set(wanted)];
}

const WAIVER_KEYS = ["rule", "path", "sha256", "finding", "reason", "until", "approved-by"];

function readWaiver(document: PolicyDocument, item: Node): Waiver {
  const entry = document.map(item, "a waiver", WAIVER_KEYS);
  const rule = document.text(entry.get("rule"), "rule", item);
  if (rule !== "" && !/^MA-[A-Z]{3}-\d{3}$/.test(rule))
    document.add(entry.get("rule"), "rule must be an id such as MA-PKL-002");
  const sha256 = document.optionalText(entry.get("sha256"), "sha256");
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
    document.add(entry.get("sha256"), "sha256 must be 64 lower-case hex digits");
  const finding = document.optionalText(entry.get("finding"), "finding");
  const approvedBy = document.optionalText(entry.get("approved-by"), "approved-by");
  return {
    rule: rule as RuleId,
    path: document.glob(entry.get("path"), "path", item),
    reason: document.text(entry.get("reason"), "reason", item),
    until: document.day(entry.get("until"), "until", item),
    line: document.lineOf(item),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(finding === undefined ? {} : { finding }),
    ...(approvedBy === undefined ? {} : { approvedBy }),
  };
}
