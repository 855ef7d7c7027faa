import type { ApprovedSigner } from "../core/approved-signer";
import type { RefusalKind, SignerClaims, VerifiedBundle } from "../core/attestation";
import { compileGlob } from "../core/glob";
import { readWorkflowAddress } from "./workflow-address";

/** How a signer is not the approved one. */
export interface Mismatch {
  readonly kind: RefusalKind;
  readonly what: string;
  readonly wanted: string;
  /** Absent: the certificate does not say it. */
  readonly found?: string;
  /** Comparisons that fitted before: the approved signer that fits best is the one to tell of. */
  readonly passed: number;
}

/** `undefined`: it is this signer. */
export type SignerTest = (signer: VerifiedBundle["signer"]) => Mismatch | undefined;

/** One comparison: what is compared, what is wanted in words, what is there, and whether that will do. */
interface Comparison {
  readonly kind: RefusalKind;
  readonly what: string;
  readonly wanted: string;
  readonly found: (claims: SignerClaims) => string | undefined;
  readonly fits: (found: string, claims: SignerClaims) => boolean;
}

const GITHUB = "https://github.com";
const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";

/** Characters of a pattern for identities. CWE-1333. */
const MAX_REGEXP = 1024;

/** What alone says who it is; the rest only narrows it. */
const WHO = [
  "identity",
  "identityGlob",
  "identityRegexp",
  "workflow",
  "repository",
  "repositoryId",
  "ownerId",
] as const;

/** What is compared exactly with a claim. */
const EXACT = [
  ["repositoryId", "sourceRepositoryId", "the repository's number"],
  ["ownerId", "sourceRepositoryOwnerId", "the owner's number"],
  ["sourceDigest", "sourceRepositoryDigest", "the commit"],
  ["runnerEnvironment", "runnerEnvironment", "the kind of runner"],
  ["trigger", "buildTrigger", "the event"],
  ["visibility", "sourceRepositoryVisibility", "the repository's visibility"],
] as const;

/**
 * Reads an approved signer once. Throws `RangeError`, in words for who wrote the policy: for an empty text, a pattern that cannot be read, an
 * issuer that is missing, or nothing that says who it is (anyone can have a certificate, so an issuer alone approves of everybody).
 * `byOwnAuthority`: the certificates come from authorities that were named. Those name no OIDC issuer, so none has to be given.
 */
export function compileApproved(approved: ApprovedSigner, byOwnAuthority = false): SignerTest {
  for (const [key, value] of Object.entries(approved))
    if (value === "" || (Array.isArray(value) && (value.length === 0 || value.includes(""))))
      throw new RangeError(`an approved signer has an empty \`${key}\`: leave it out, or say what it should be`);
  if (approved.key !== undefined) return keyTest(approved);
  if (WHO.every((key) => approved[key] === undefined))
    throw new RangeError(`an approved signer needs one of ${WHO.join(", ")}: without, it would be anybody`);
  if (isAnybody(approved))
    throw new RangeError(
      "the owner in `workflow` or `repository` has to be written out: anyone can have a workflow on GitHub",
    );
  if (approved.refs !== undefined && approved.workflow === undefined)
    throw new RangeError(
      "`refs` are those of a `workflow`, which is missing; for the run's own refs there is `sourceRefs`",
    );
  const comparisons = [
    ...issuerOf(approved, byOwnAuthority),
    ...identityOf(approved),
    ...workflowOf(approved),
    ...claimsOf(approved),
  ];
  return (signer) => {
    if (signer.kind === "key")
      return {
        kind: "wrong-identity",
        what: "the signer",
        wanted: "one with a certificate",
        found: "a key",
        passed: 0,
      };
    for (const [passed, { kind, what, wanted, found, fits }] of comparisons.entries()) {
      const there = found(signer.claims);
      if (there === undefined || there === "") return { kind, what, wanted, passed };
      if (!fits(there, signer.claims)) return { kind, what, wanted, found: there, passed };
    }
    return undefined;
  };
}

/** Whether it is any account's workflow or repository: its owner is a star, and nothing else says who it is. */
function isAnybody(approved: ApprovedSigner): boolean {
  const { workflow, repository } = approved;
  const others = WHO.filter((key) => key !== "workflow" && key !== "repository");
  return others.every((key) => approved[key] === undefined) && ![workflow, repository].some(namesOwner);
}

/** Names and alternatives of names up to the first `/`. */
function namesOwner(glob: string | undefined): boolean {
  return glob !== undefined && /^(?:\.?\/)*(?:[\w.-]|\{[\w.,-]+\})+\//.test(glob);
}

function keyTest({ key = "", ...rest }: ApprovedSigner): SignerTest {
  if (Object.keys(rest).length > 0) throw new RangeError("an approved `key` stands alone: a key has no other claims");
  if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError("an approved `key` is a SHA-256 of 64 lower-case hex digits");
  return (signer) => {
    if (signer.kind === "key" && signer.fingerprint === key) return undefined;
    const found = signer.kind === "key" ? signer.fingerprint : "a certificate";
    return { kind: "wrong-key", what: "the key", wanted: key, found, passed: 0 };
  };
}

function issuerOf({ issuer, workflow, repository }: ApprovedSigner, byOwnAuthority: boolean): readonly Comparison[] {
  const wanted = issuer ?? ((workflow ?? repository) === undefined ? undefined : GITHUB_ISSUER);
  if (wanted === undefined && byOwnAuthority) return [];
  if (wanted === undefined)
    throw new RangeError("an approved signer needs an `issuer`: the same name may come from another one");
  return [exact("wrong-issuer", "the issuer", wanted, ({ issuer: found }) => found)];
}

function identityOf({ identity, identityGlob, identityRegexp }: ApprovedSigner): readonly Comparison[] {
  const found = (claims: SignerClaims): string => claims.identity;
  const shared = { kind: "wrong-identity", what: "the signer", found } as const;
  const comparisons: Comparison[] = [];
  if (identity !== undefined) comparisons.push(exact("wrong-identity", "the signer", identity, found));
  if (identityGlob !== undefined)
    comparisons.push({ ...shared, wanted: identityGlob, fits: identityMatcher(identityGlob) });
  if (identityRegexp !== undefined) {
    const pattern = wholeMatch(identityRegexp);
    comparisons.push({ ...shared, wanted: `/${identityRegexp}/`, fits: (there) => pattern.test(there) });
  }
  return comparisons;
}

function identityMatcher(glob: string): (identity: string) => boolean {
  if (/^(\.?\/)/.test(glob)) throw new RangeError("`identityGlob` begins with `/`, as no identity does");
  const matches = compileGlob(glob);
  const ats = glob.split("@").length;
  return (identity) => identity.split("@").length === ats && matches(identity);
}

function wholeMatch(source: string): RegExp {
  if (source.length > MAX_REGEXP) throw new RangeError(`\`identityRegexp\` is longer than ${MAX_REGEXP} characters`);
  try {
    // Alone first: `a)|(?:b` would leave the group that anchors it.
    new RegExp(source, "u");
    return new RegExp(`^(?:${source})$`, "u");
  } catch {
    throw new RangeError("`identityRegexp` is no regular expression");
  }
}

/** Path and ref of the workflow that signed, both from the one address in the certificate. */
function workflowOf({ workflow, refs, server = GITHUB }: ApprovedSigner): readonly Comparison[] {
  if (workflow === undefined) return [];
  if (workflow.includes("@"))
    throw new RangeError("`workflow` is a path without a ref; the refs have their own list, `refs`");
  const shared = { kind: "wrong-identity", found: (claims: SignerClaims) => claims.buildSignerUri } as const;
  const path = compileGlob(workflow);
  const comparisons: Comparison[] = [
    {
      ...shared,
      what: "the workflow that signed",
      wanted: `${server}/${workflow}`,
      fits: (uri) => {
        const address = readWorkflowAddress(uri);
        return address !== undefined && address.server === server && path(address.workflow);
      },
    },
  ];
  if (refs === undefined) return comparisons;
  const matchers = refs.map(compileGlob);
  const fits = (uri: string): boolean => {
    const ref = readWorkflowAddress(uri)?.ref;
    return ref !== undefined && matchers.some((matches) => matches(ref));
  };
  return [...comparisons, { ...shared, what: "the ref of the workflow that signed", wanted: refs.join(" or "), fits }];
}

/**
 * Anybody may call a public reusable workflow, with inputs of their own, and the certificate names it then. So the run has to be in
 * a repository of the workflow's own owner, unless it is said whose runs are meant.
 */
function callerOf(approved: ApprovedSigner): readonly Comparison[] {
  const { workflow, repository, repositoryId, ownerId } = approved;
  if (workflow === undefined || [repository, repositoryId, ownerId].some((each) => each !== undefined)) return [];
  return [
    {
      kind: "wrong-claim",
      what: "the repository whose run called the workflow",
      wanted: "of the workflow's own owner, or one that is named",
      found: (claims) => claims.sourceRepositoryUri,
      fits: (uri, { buildSignerUri = "" }) => {
        const address = readWorkflowAddress(buildSignerUri);
        if (address === undefined) return false;
        return uri.startsWith(`${address.server}/${address.repository.split("/", 1)[0]}/`);
      },
    },
  ];
}

function claimsOf(approved: ApprovedSigner): readonly Comparison[] {
  const { repository, sourceRefs, server = GITHUB } = approved;
  const comparisons: Comparison[] = [...callerOf(approved)];
  if (repository !== undefined) {
    const matches = compileGlob(repository);
    const prefix = `${server}/`;
    comparisons.push({
      kind: "wrong-claim",
      what: "the repository",
      wanted: `${prefix}${repository}`,
      found: (claims) => claims.sourceRepositoryUri,
      fits: (uri) =>
        uri.startsWith(prefix) && /^[^/]+\/[^/]+$/.test(uri.slice(prefix.length)) && matches(uri.slice(prefix.length)),
    });
  }
  if (sourceRefs !== undefined) {
    const matchers = sourceRefs.map(compileGlob);
    comparisons.push({
      kind: "wrong-claim",
      what: "the ref of the run",
      wanted: sourceRefs.join(" or "),
      found: (claims) => claims.sourceRepositoryRef,
      fits: (ref) => matchers.some((matches) => matches(ref)),
    });
  }
  for (const [key, claim, what] of EXACT) {
    const wanted = approved[key];
    if (wanted !== undefined) comparisons.push(exact("wrong-claim", what, wanted, (claims) => claims[claim]));
  }
  return comparisons;
}

function exact(kind: RefusalKind, what: string, wanted: string, found: Comparison["found"]): Comparison {
  return { kind, what, wanted, found, fits: (there) => there === wanted };
}
