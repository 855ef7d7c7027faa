import type { ApprovedSigner } from "../../core/approved-signer";
import type { Policy } from "../../core/policy";
import type { Workspace } from "../../host/workspace";
import { DEFAULT_POLICY } from "../../policy/file";
import { compileApproved } from "../../verify/approved-signer";
import { policyOfPerson, type PersonsPolicy } from "../verify/policy-signers";
import type { PromotionRequest } from "./request";

/** Who is believed for what, and by which policy. */
export interface PromotionInForce {
  readonly policy: Policy;
  readonly digest: string | null;
  /** In words. */
  readonly source: string;
  /** Whether a file of the person's repository, or one that was named, has a say in it. */
  readonly byRepository: boolean;
  /** Folders of rules of its own (Rego), and where what they say of no path stands. */
  readonly ownRules: PersonsPolicy["ownRules"];
  readonly policyPath: string;
  /** The repository of the person who asks, or the directory. */
  readonly workspace: Workspace;
  /** Of manifests, bills of materials and verdicts. Who may build may say what was built. */
  readonly signers: readonly ApprovedSigner[];
  readonly builders: readonly ApprovedSigner[];
  readonly deciders: readonly ApprovedSigner[];
  readonly notices: readonly string[];
}

/**
 * The policy of where the person stands who asks, never one from inside of what is promoted. Options that name signers take the place
 * of the policy's `signers`; who may build and decide stays with the policy where it says so. Throws `InvalidPolicy`, `ConfigurationError`
 * and `RangeError` for a signer that cannot be.
 */
export async function policyInForce(request: PromotionRequest, path: string): Promise<PromotionInForce> {
  const { verify, config, base, directory, env, organisation } = request;
  const place = { config, base, directory, env, path, ...(organisation === undefined ? {} : { organisation }) };
  const found = await policyOfPerson(place);
  const { policy, ...told } = "why" in found ? NO_POLICY : toldPolicy(found);
  const { ownRules, path: policyPath } = "why" in found ? { ownRules: [], path: "the policy" } : found;
  const byOptions = verify.signers.length > 0;
  const own = byOptions ? verify.signers : policy.signers;
  const builders = policy.promotion.builders ?? own;
  const deciders = policy.promotion.deciders ?? own;
  const signers = [...own, ...builders.filter((each) => !own.includes(each))];
  for (const each of [...signers, ...deciders]) compileApproved(each, verify.authorities !== undefined);
  return {
    ...told,
    policy,
    ownRules,
    policyPath,
    workspace: found.workspace,
    signers,
    builders,
    deciders,
    notices: [
      ...("why" in found ? [`No policy decides here. ${found.why}`] : []),
      ...(byOptions ? ["Who may have signed was said by options, in place of the policy's signers."] : []),
      ...(verify.key !== undefined && signers.length === 0
        ? ["Whoever holds the key that was named (--key) may have signed, built and decided."]
        : []),
    ],
  };
}

const NO_POLICY = {
  policy: DEFAULT_POLICY,
  digest: null,
  source: "the built-in defaults",
  byRepository: false,
} as const;

function toldPolicy({ policy, source, digest, organisation }: PersonsPolicy) {
  const byRepository = digest !== null;
  if (organisation === undefined) return { policy, source, digest, byRepository };
  return { policy, source: `${organisation.source}, above ${source}`, digest: organisation.digest, byRepository };
}
