import { PREDICATES, Refused, type Statement } from "../core/attestation";
import { isTime, type NamedDigest } from "../core/gate-verdict";
import { shorten } from "../core/text";
import { field, listOf, objectOf, sha256Of, textOf } from "./shape";
import { requirePredicate } from "./subjects";

/** Properties of one result; ours have one for each check at most. CWE-770. */
const MAX_PROPERTIES = 64;

/** Whose result is wanted, and how messages call it. */
export interface WantedResult {
  /** `verdict`, `decision`. */
  readonly what: string;
  readonly verifier: string;
  /** The predicate's member of our own. */
  readonly member: string;
}

/** What the results of this tool have in common, the gate's verdict and a promotion's decision. */
export interface ReadResult {
  readonly member: Readonly<Record<string, unknown>>;
  readonly properties: readonly string[];
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly toolVersion: string;
  /** SHA-256 of the set of rules. */
  readonly rules: string;
  readonly report: NamedDigest;
  readonly policy?: NamedDigest;
  readonly organisation?: NamedDigest;
  readonly source?: { readonly repository: string; readonly commit: string };
}

/** The verifier of a Simple Verification Result: both of ours have the same predicate type. Throws `Refused`. */
export function verifierOf(statement: Statement): string {
  requirePredicate(statement, PREDICATES.verdict);
  return textOf(field(statement.predicate, "verifier", "id"), "The result's verifier");
}

/**
 * The parts of a verified result that each of ours has. Strict: `Refused("wrong-predicate")` for the result of another verifier, and
 * `malformed` where a member is missing or wrong. Members that are not known are passed over: later versions add some.
 */
export function readResult(statement: Statement, { what, verifier, member }: WantedResult): ReadResult {
  const found = verifierOf(statement);
  if (found !== verifier)
    throw new Refused(
      "wrong-predicate",
      `The result is of another verifier: ${shorten(found, 200)}, not ${verifier}. Is it the bundle of something else?`,
    );
  const own = objectOf(field(statement.predicate, member), `The ${what}'s ${member}`);
  const time = textOf(field(statement.predicate, "timeCreated"), `The ${what}'s timeCreated`);
  if (!isTime(time))
    throw new Refused("malformed", `The ${what}'s timeCreated is no time in UTC: ${shorten(time, 60)}.`);
  const properties = listOf(field(statement.predicate, "properties"), `The ${what}'s properties`, MAX_PROPERTIES);
  const policies = listOf(field(statement.predicate, "verifier", "policies"), `The ${what}'s policies`, 2);
  return {
    member: own,
    properties: properties.map((each) => textOf(each, `A property of the ${what}`)),
    time,
    toolVersion: textOf(field(own, "tool_version"), `The ${what}'s tool_version`),
    rules: sha256Of(field(own, "rules", "digest", "sha256"), `The ${what}'s digest of the rules`),
    report: namedDigest(field(own, "report"), `The ${what}'s report`),
    ...readPolicies(policies, what),
    ...readSource(field(own, "source"), what),
  };
}

/** One is the repository's, one the organisation's, which says so; either may be absent. */
function readPolicies(policies: readonly unknown[], what: string): Pick<ReadResult, "policy" | "organisation"> {
  const found: { policy?: NamedDigest; organisation?: NamedDigest } = {};
  for (const each of policies) {
    const scope = field(each, "annotations", "scope") === "organisation" ? "organisation" : "policy";
    if (found[scope] !== undefined) throw new Refused("malformed", `The ${what} names two policies of the same scope.`);
    found[scope] = namedDigest(each, `The ${what}'s policy`);
  }
  return found;
}

function readSource(source: unknown, what: string): Pick<ReadResult, "source"> {
  if (source === undefined) return {};
  const uri = textOf(field(source, "uri"), `The ${what}'s source`);
  const commit = textOf(field(source, "digest", "gitCommit"), `The ${what}'s commit`);
  const parts = /^git\+(.+)@([0-9a-f]{40}|[0-9a-f]{64})$/.exec(uri);
  if (parts?.[2] !== commit)
    throw new Refused("malformed", `The ${what}'s source is no repository at its commit: ${shorten(uri, 200)}.`);
  return { source: { repository: parts[1]!, commit } };
}

/** A document by its digest. Throws `Refused("malformed")`. */
export function namedDigest(value: unknown, where: string): NamedDigest {
  return {
    name: textOf(field(value, "name"), `${where}: its name`),
    sha256: sha256Of(field(value, "digest", "sha256"), `${where}: its digest`),
  };
}

/** One of some words. Throws `Refused("malformed")`. */
export function oneOf<Word extends string>(words: readonly Word[], value: unknown, where: string): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw new Refused("malformed", `${where} is none of ${words.join(", ")}.`);
  return found;
}
