import { existsSync, realpathSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { ApprovedSigner } from "../../core/approved-signer";
import { ConfigurationError } from "../../core/host";
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
  /** The organisation's, where one stands above it. */
  readonly organisation?: NonNullable<PersonsPolicy["organisation"]>;
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
 * of the policy's `signers`, but never of an organisation's; who may build and decide stays with the policy where it says so. Throws
 * `InvalidPolicy`, `ConfigurationError` and `RangeError` for a signer that cannot be.
 */
export async function policyInForce(request: PromotionRequest, path: string): Promise<PromotionInForce> {
  const { verify, config, base, directory, env, organisation } = request;
  const byOptions = verify.signers.length > 0;
  if (byOptions && organisation !== undefined)
    throw new ConfigurationError(
      "promote: --policy says who may have signed, so no option says it: leave out one of them",
    );
  const place = { config, base, directory, env, path, ...(organisation === undefined ? {} : { organisation }) };
  const found = await policyOfPerson(place);
  const { policy, ...told } = "why" in found ? NO_POLICY : toldPolicy(found);
  const { ownRules, path: policyPath } = "why" in found ? { ownRules: [], path: "the policy" } : found;
  const own = byOptions ? verify.signers : policy.signers;
  const builders = policy.promotion.builders ?? own;
  const deciders = policy.promotion.deciders ?? own;
  const signers = [...own, ...builders.filter((each) => !own.includes(each))];
  for (const each of [...signers, ...deciders]) compileApproved(each, verify.authorities !== undefined);
  if (organisation !== undefined && verify.key !== undefined && signers.length === 0)
    throw new ConfigurationError(
      "promote: --key alone approves of nobody under --policy. List the key under `signers` of a policy: key, the SHA-256 of the public key's DER",
    );
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
      ...(config !== undefined && isInside(path, config)
        ? [
            "The policy that decides (--config) lies inside of what is looked at: whoever made that could have written it.",
          ]
        : []),
      ...(byOptions ? ["Who may have signed was said by options, in place of the policy's signers."] : []),
      ...(verify.key !== undefined && signers.length === 0
        ? ["Whoever holds the key that was named (--key) may have signed, built and decided."]
        : []),
    ],
  };
}

function isInside(directory: string, file: string): boolean {
  const [from, to] = [directory, file].map((each) => (existsSync(each) ? realpathSync(each) : resolve(each)));
  return to!.startsWith(`${from}${sep}`);
}

const NO_POLICY = {
  policy: DEFAULT_POLICY,
  digest: null,
  source: "the built-in defaults",
  byRepository: false,
} as const;

function toldPolicy({ policy, source, digest, organisation }: PersonsPolicy) {
  const told = { policy, source, digest, byRepository: digest !== null };
  return organisation === undefined ? told : { ...told, organisation };
}
