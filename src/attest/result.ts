import { PREDICATES, SigningError, type Statement } from "../core/attestation";
import { isTime, type NamedDigest } from "../core/gate-verdict";
import { statementsOf, type SubjectFile } from "./statement";

/** What the results of this tool have in common, the gate's verdict and a promotion's decision. */
export interface Result {
  /** For messages: `The verdict`. */
  readonly what: string;
  readonly verifier: string;
  readonly policy: NamedDigest | undefined;
  /** The organisation's policy, where one stands above it. */
  readonly organisation?: NamedDigest | undefined;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** What held. */
  readonly properties: readonly string[];
  /** The member of our own, by its name. */
  readonly member: Readonly<Record<string, unknown>>;
  /** Digests within the member, to be looked at before they are signed. */
  readonly digests: readonly string[];
}

/**
 * A result over files, as Simple Verification Result v0.2
 * (https://github.com/in-toto/attestation/blob/main/spec/predicates/svr.md), in as many parts as their number needs.
 * Throws `SigningError` where there is no file, or a digest or time has another form than it should.
 */
export function resultStatements(result: Result, files: readonly SubjectFile[]): readonly Statement[] {
  const { what, verifier, policy, organisation, time, properties, member } = result;
  const digests = [...result.digests, ...[policy, organisation].flatMap((each) => each?.sha256 ?? [])];
  if (!isTime(time) || !digests.every((digest) => /^[0-9a-f]{64}$/.test(digest)))
    throw new SigningError("refused", `${what} is not signed: one of its digests is no SHA-256, or its time no time.`);
  const predicate = {
    verifier: { id: verifier, policies: policiesOf(policy, organisation) },
    timeCreated: time,
    properties,
    ...member,
  };
  return statementsOf(PREDICATES.verdict, predicate, files);
}

/** The repository's policy, and the organisation's, which says of itself that it is that. */
function policiesOf(policy: NamedDigest | undefined, organisation: NamedDigest | undefined): readonly unknown[] {
  return [
    ...(policy === undefined ? [] : [descriptor(policy)]),
    ...(organisation === undefined ? [] : [{ ...descriptor(organisation), annotations: { scope: "organisation" } }]),
  ];
}

/** A document by its digest, as in-toto's resource descriptor. */
export function descriptor({ name, sha256 }: NamedDigest): object {
  return { name, digest: { sha256 } };
}

/** A repository at a commit, as a member named `source`; nothing where it is not known. */
export function sourceMember(source: { readonly repository: string; readonly commit: string } | undefined): {
  readonly source?: unknown;
} {
  if (source === undefined) return {};
  const { repository, commit } = source;
  return { source: { uri: `git+${repository}@${commit}`, digest: { gitCommit: commit } } };
}
