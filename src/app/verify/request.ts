import type { ApprovedSigner } from "../../core/approved-signer";
import { PREDICATES } from "../../core/attestation";
import { GATE_ID } from "../../core/gate-verdict";
import { ConfigurationError } from "../../core/host";
import { PROMOTION_ID } from "../../core/promotion";

/** What the options of `verify` say, as text. */
export interface VerifyWords {
  readonly bundle?: readonly string[] | undefined;
  readonly repo?: string | undefined;
  readonly identity?: string | undefined;
  readonly "identity-regexp"?: string | undefined;
  readonly issuer?: string | undefined;
  readonly "signer-workflow"?: string | undefined;
  readonly "signer-ref"?: readonly string[] | undefined;
  readonly "source-repo"?: string | undefined;
  readonly "source-ref"?: readonly string[] | undefined;
  readonly "source-commit"?: string | undefined;
  readonly "repository-id"?: string | undefined;
  readonly "owner-id"?: string | undefined;
  readonly runner?: string | undefined;
  readonly trigger?: string | undefined;
  readonly key?: string | undefined;
  readonly "ca-certificates"?: string | undefined;
  readonly "trusted-root"?: string | undefined;
  readonly log?: string | undefined;
  readonly type?: string | undefined;
  readonly offline?: boolean | undefined;
}

export interface VerifyRequest {
  readonly bundles: readonly string[];
  /** `owner/name`: bundles come from GitHub's attestations API. */
  readonly repo?: string;
  /** Who may have signed; empty where options say nothing of it and the policy decides. */
  readonly signers: readonly ApprovedSigner[];
  /** Path of a public key. */
  readonly key?: string;
  /** Path of certificates of own authorities. */
  readonly authorities?: string;
  /** Path of a trusted root or a client trust config. */
  readonly trustedRoot?: string;
  readonly log?: "required" | "optional";
  /** The predicate type that is wanted; any where absent. */
  readonly type?: string;
  /** Whose result is wanted, where several have one type; any of ours where absent. */
  readonly verifier?: string;
  readonly offline: boolean;
}

/** Short names of predicate types, as cosign has them where it has any, and of the verifiers of ours that share one. */
const TYPES: ReadonlyMap<string, Pick<VerifyRequest, "type" | "verifier">> = new Map([
  ["cyclonedx", { type: PREDICATES.bom }],
  ["slsaprovenance1", { type: PREDICATES.provenance }],
  ["model", { type: PREDICATES.modelSignature }],
  ["verdict", { type: PREDICATES.verdict, verifier: GATE_ID }],
  ["decision", { type: PREDICATES.verdict, verifier: PROMOTION_ID }],
]);

const LOGS = ["required", "optional"] as const;

/** Throws `ConfigurationError` for a value that cannot be. */
export function readVerify(words: VerifyWords): VerifyRequest {
  const log = LOGS.find((each) => each === words.log);
  if (words.log !== undefined && log === undefined)
    throw new ConfigurationError(`log: "${words.log}" is not one of ${LOGS.join(", ")}`);
  if (words.repo !== undefined && !/^(?!\.\.?\/)[\w.-]+\/(?!\.\.?$)[\w.-]+$/.test(words.repo))
    throw new ConfigurationError(`repo: "${words.repo}" is no owner/name`);
  if (words.key !== undefined && words["ca-certificates"] !== undefined)
    throw new ConfigurationError("key and ca-certificates: give one of them");
  const signer = signerOf(words);
  if (words.key !== undefined && signer !== undefined)
    throw new ConfigurationError(
      `key and ${named(words)}: a key says nothing else of its signer, so give only one of them`,
    );
  return {
    bundles: words.bundle ?? [],
    signers: signer === undefined ? [] : [signer],
    offline: words.offline === true,
    ...(words.repo === undefined ? {} : { repo: words.repo }),
    ...(words.key === undefined ? {} : { key: words.key }),
    ...(words["ca-certificates"] === undefined ? {} : { authorities: words["ca-certificates"] }),
    ...(words["trusted-root"] === undefined ? {} : { trustedRoot: words["trusted-root"] }),
    ...(log === undefined ? {} : { log }),
    ...(words.type === undefined ? {} : (TYPES.get(words.type) ?? { type: words.type })),
  };
}

/** The options beside `key` that say who signed. */
function named(words: VerifyWords): string {
  const of = ["identity", "identity-regexp", "issuer", "signer-workflow", "signer-ref", "source-repo"] as const;
  const more = ["source-ref", "source-commit", "repository-id", "owner-id", "runner", "trigger"] as const;
  return [...of, ...more].filter((each) => words[each] !== undefined).join(", ");
}

/** The options as one approved signer; undefined where none of them is given. */
function signerOf(words: VerifyWords): ApprovedSigner | undefined {
  const found = Object.fromEntries(
    (
      [
        ["identity", words.identity],
        ["identityRegexp", words["identity-regexp"]],
        ["issuer", words.issuer],
        ["workflow", words["signer-workflow"]],
        ["refs", words["signer-ref"]],
        ["repository", words["source-repo"]],
        ["sourceRefs", words["source-ref"]],
        ["sourceDigest", words["source-commit"]],
        ["repositoryId", words["repository-id"]],
        ["ownerId", words["owner-id"]],
        ["runnerEnvironment", words.runner],
        ["trigger", words.trigger],
      ] as const
    ).filter(([, value]) => value !== undefined),
  ) as ApprovedSigner;
  return Object.keys(found).length === 0 ? undefined : found;
}
