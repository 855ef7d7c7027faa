import type { Node } from "yaml";
import {
  PROMOTION_EVIDENCE,
  type ApprovingSigner,
  type PromotionPolicy,
  type RequiredApproval,
} from "../../core/policy";
import { FAIL_ON } from "../../core/severity";
import type { PolicyDocument } from "../document";
import { readSigners, readSignerWith, type ReadSigner } from "../signers";

export const NO_PROMOTION_RULES: PromotionPolicy = { require: [], failOn: "critical" };

/** People that one role may want. More than these nobody asks. */
const MAX_COUNT = 20;

/** The section `promotion`: what has to be there before a model goes on. */
export function readPromotion(
  document: PolicyDocument,
  node: Node | undefined,
  readSigner: ReadSigner,
): PromotionPolicy {
  const keys = ["builders", "deciders", "require", "fail-on", "approvals"];
  const section = document.map(node, "promotion", keys);
  const signers = (key: "builders" | "deciders") =>
    section.has(key) ? { [key]: readSigners(document, section.get(key), `promotion.${key}`, readSigner) } : {};
  const wanted = document.list(section.get("require"), "promotion.require").map((item) => {
    return document.oneOf(item, "each entry of promotion.require", PROMOTION_EVIDENCE, PROMOTION_EVIDENCE[0]);
  });
  return {
    ...signers("builders"),
    ...signers("deciders"),
    require: [...new Set(wanted)],
    failOn: document.oneOf(section.get("fail-on"), "promotion.fail-on", FAIL_ON, NO_PROMOTION_RULES.failOn),
    ...(section.has("approvals") ? { approvals: readApprovals(document, section.get("approvals"), readSigner) } : {}),
  };
}

function readApprovals(
  document: PolicyDocument,
  node: Node | undefined,
  readSigner: ReadSigner,
): readonly RequiredApproval[] {
  const roles = new Set<string>();
  // What is only begun must not read as "nobody has to approve".
  if (node !== undefined && "value" in node && node.value === null)
    document.add(node, "promotion.approvals is empty: list who approves, or write [] where nobody has to");
  return document.list(node, "promotion.approvals").map((item) => {
    const approval = readApproval(document, item, readSigner);
    if (roles.has(approval.role)) document.add(item, `the role ${approval.role} stands here twice`);
    roles.add(approval.role);
    return approval;
  });
}

function readApproval(document: PolicyDocument, item: Node, readSigner: ReadSigner): RequiredApproval {
  const keys = ["role", "count", "people", "teams", "environments", "signers"];
  const entry = document.map(item, "a required approval", keys);
  const texts = (key: string) =>
    document.list(entry.get(key), key).map((each) => document.text(each, `each entry of ${key}`, each));
  const teams = texts("teams");
  for (const team of teams)
    if (team !== "" && !/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(team))
      document.add(entry.get("teams"), `"${team}" is no team: write it as org/team`);
  const approval: RequiredApproval = {
    role: document.text(entry.get("role"), "role", item),
    count: document.count(entry.get("count"), "count", [1, MAX_COUNT], 1),
    people: texts("people"),
    teams,
    environments: texts("environments"),
    signers: document.list(entry.get("signers"), "signers").map((each) => readApproving(document, each, readSigner)),
  };
  const { people, environments, signers } = approval;
  if (people.length + teams.length + environments.length + signers.length === 0)
    document.add(item, "a required approval names who may give it: people, teams, environments or signers");
  return approval;
}

function readApproving(document: PolicyDocument, item: Node, readSigner: ReadSigner): ApprovingSigner {
  const { signer, entry } = readSignerWith(document, item, ["person"], readSigner);
  return { person: document.text(entry.get("person"), "person", item), signer };
}
