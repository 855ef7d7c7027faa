import { PREDICATES, Refused, type SignerClaims, type Statement } from "../core/attestation";
import { shorten } from "../core/text";
import { field, listOf, objectOf, optionalText, textOf } from "./shape";
import { requirePredicate } from "./subjects";

/** Build types whose members mean what is compared here: GitHub's own, and the one that the SLSA community's generators write. */
const BUILD_TYPES: readonly string[] = [
  "https://actions.github.io/buildtypes/workflow/v1",
  "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
];
/** Inputs of one build. CWE-770. */
const MAX_DEPENDENCIES = 10_000;

/** What went into a build. */
export interface BuildData {
  /** Address or name, as it is written. */
  readonly name: string;
  /** Lower-case hex by algorithm. Empty: the statement does not say which content it was. */
  readonly digest: ReadonlyMap<string, string>;
}

export interface ProvenanceFacts {
  /** Address of the workflow that built, a reusable one where one was called. */
  readonly builder: string;
  /** `https://github.com/owner/repo` of the source. */
  readonly repository: string;
  readonly ref: string;
  readonly commit: string;
  /** The workflow that was triggered. */
  readonly workflow: { readonly repository: string; readonly path: string; readonly ref: string };
  readonly trigger?: string;
  readonly runnerEnvironment?: string;
  readonly invocation?: string;
  /** Everything else that is said to have gone in: models, datasets, files. */
  readonly data: readonly BuildData[];
  /**
   * Which of the claims above the certificate says too. Without `builder`, `repository` and `commit` the statement is its
   * signer's word alone: a key or an e-mail identity vouches for it, not the platform that built.
   */
  readonly confirmed: ReadonlySet<ProvenanceClaim>;
}

export type ProvenanceClaim =
  | "builder"
  | "repository"
  | "ref"
  | "commit"
  | "workflow"
  | "repositoryId"
  | "ownerId"
  | "trigger"
  | "runnerEnvironment"
  | "invocation";

/**
 * What a SLSA v1 provenance statement says, held against the certificate that signed it: a workflow that may sign can
 * sign anything, so each claim that both have must agree, else `Refused("false-claim")` with both values. `claims`: of
 * the certificate, `undefined` for a key. `Refused("wrong-predicate")` where it is of another kind, or names no commit.
 */
export function readProvenance(statement: Statement, claims: SignerClaims | undefined): ProvenanceFacts {
  requirePredicate(statement, PREDICATES.provenance);
  const definition = objectOf(field(statement.predicate, "buildDefinition"), "The provenance's buildDefinition");
  const buildType = textOf(field(definition, "buildType"), "The provenance's buildType");
  if (!BUILD_TYPES.includes(buildType))
    throw new Refused(
      "wrong-predicate",
      `The provenance is of a build type that is not read here: ${shorten(buildType, 200)}.`,
    );
  const compare = new Comparison();
  const details = field(statement.predicate, "runDetails");
  const builder = textOf(field(details, "builder", "id"), "The provenance's builder");
  compare.hold("builder", builder, claims?.buildSignerUri ?? workflowIdentity(claims));
  const workflow = readWorkflow(definition);
  compare.hold("workflow", `${workflow.repository}/${workflow.path}@${workflow.ref}`, claims?.buildConfigUri);
  const { source, data } = readDependencies(definition, claims?.sourceRepositoryUri, workflow.repository);
  compare.hold("repository", source.repository, claims?.sourceRepositoryUri);
  compare.hold("ref", source.ref, claims?.sourceRepositoryRef);
  compare.hold("commit", source.commit, claims?.sourceRepositoryDigest);
  const github = field(definition, "internalParameters", "github");
  const said = (name: string) => optionalText(field(github, name), `The provenance's ${name}`);
  compare.hold("repositoryId", said("repository_id"), claims?.sourceRepositoryId);
  compare.hold("ownerId", said("repository_owner_id"), claims?.sourceRepositoryOwnerId);
  const trigger = compare.hold("trigger", said("event_name"), claims?.buildTrigger);
  const runner = compare.hold("runnerEnvironment", said("runner_environment"), claims?.runnerEnvironment);
  const invocation = compare.hold(
    "invocation",
    optionalText(field(details, "metadata", "invocationId"), "The provenance's invocationId"),
    claims?.runInvocationUri,
  );
  return {
    builder,
    ...source,
    workflow,
    ...(trigger === undefined ? {} : { trigger }),
    ...(runner === undefined ? {} : { runnerEnvironment: runner }),
    ...(invocation === undefined ? {} : { invocation }),
    data,
    confirmed: compare.confirmed,
  };
}

/** Words for what is compared. */
const CLAIM_WORDS: Readonly<Record<ProvenanceClaim, string>> = {
  builder: "the builder",
  repository: "the repository",
  ref: "the ref",
  commit: "the commit",
  workflow: "the workflow",
  repositoryId: "the repository's id",
  ownerId: "the owner's id",
  trigger: "the event",
  runnerEnvironment: "the kind of runner",
  invocation: "the run",
};

class Comparison {
  readonly confirmed = new Set<ProvenanceClaim>();

  /** The statement's value, after it agreed with the certificate's; nothing to compare where one of them is silent. */
  hold<Said extends string | undefined>(what: ProvenanceClaim, said: Said, certified: string | undefined): Said {
    if (said === undefined || certified === undefined) return said;
    if (said !== certified) throw falseClaim(what, said, certified);
    this.confirmed.add(what);
    return said;
  }
}

function falseClaim(what: ProvenanceClaim, said: string, certified: string): Refused {
  return new Refused(
    "false-claim",
    `The provenance is false: it says that ${CLAIM_WORDS[what]} is ${shorten(said, 200)}, but its signer's certificate says ${shorten(certified, 200)}.`,
  );
}

/** A certificate of Fulcio without extension 9 names the workflow as its identity. */
function workflowIdentity(claims: SignerClaims | undefined): string | undefined {
  return claims?.identity.startsWith("https://") === true ? claims.identity : undefined;
}

function readWorkflow(definition: unknown): ProvenanceFacts["workflow"] {
  const workflow = objectOf(field(definition, "externalParameters", "workflow"), "The provenance's workflow");
  const part = (name: string) => textOf(field(workflow, name), `The provenance's workflow: its ${name}`);
  const path = part("path");
  // Else its parts could be cut elsewhere, name another repository or ref, and still make the address of the certificate.
  if (!/^\.github\/workflows\/[^/@]+$/.test(path))
    throw new Refused("malformed", `The provenance's workflow is no file of .github/workflows: ${shorten(path, 200)}.`);
  return { repository: part("repository"), path, ref: part("ref") };
}

interface SourceCommit {
  readonly repository: string;
  readonly ref: string;
  readonly commit: string;
}

interface Dependency extends BuildData {
  readonly uri?: string;
}

/** The source's commit and all other inputs. Every entry of the source's repository has to name the same commit. */
function readDependencies(
  definition: unknown,
  certified: string | undefined,
  workflowRepository: string,
): { source: SourceCommit; data: readonly BuildData[] } {
  const where = "The provenance's resolvedDependencies";
  const all = listOf(field(definition, "resolvedDependencies"), where, MAX_DEPENDENCIES).map(readDependency);
  const repository = certified ?? workflowRepository;
  const isSource = ({ uri }: Dependency) => uri?.startsWith(`git+${repository}@`) === true;
  const [first, ...others] = all.filter(isSource).map(({ uri, digest }) => ({
    repository,
    ref: (uri ?? "").slice(`git+${repository}@`.length),
    commit: digest.get("gitCommit") ?? digest.get("sha1") ?? "",
  }));
  if (first === undefined) {
    const named = all.find(({ uri }) => uri?.startsWith("git+"))?.uri;
    if (certified !== undefined && named !== undefined) throw falseClaim("repository", named, certified);
    throw new Refused(
      "wrong-predicate",
      `The provenance does not name the commit of ${shorten(repository, 200)} that was built.`,
    );
  }
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(first.commit))
    throw new Refused(
      "wrong-predicate",
      `The provenance does not name the commit of ${shorten(repository, 200)} that was built.`,
    );
  const other = others.find(({ commit, ref }) => commit !== first.commit || ref !== first.ref);
  if (other !== undefined)
    throw new Refused(
      "false-claim",
      `The provenance names two sources: ${shorten(first.ref, 100)} at ${first.commit}, and ${shorten(other.ref, 100)} at ${shorten(other.commit, 70)}.`,
    );
  return { source: first, data: all.filter((each) => !isSource(each)).map(({ name, digest }) => ({ name, digest })) };
}

function readDependency(value: unknown, index: number): Dependency {
  const where = `Entry ${index + 1} of the provenance's resolvedDependencies`;
  const uri = optionalText(field(value, "uri"), `${where}: its uri`);
  const digest = new Map<string, string>();
  const digests = field(value, "digest");
  if (digests !== undefined)
    for (const [algorithm, hex] of Object.entries(objectOf(digests, `${where}: its digest`)))
      digest.set(algorithm, textOf(hex, `${where}: its ${shorten(algorithm, 30)}`));
  const name = uri ?? optionalText(field(value, "name"), `${where}: its name`);
  if (name === undefined) throw new Refused("malformed", `${where} has neither uri nor name.`);
  return { name, digest, ...(uri === undefined ? {} : { uri }) };
}
