import { PREDICATES, SigningError, type Statement } from "../core/attestation";
import { isCommit } from "../core/commit";
import { publicAddress, statementsOf, type SubjectFile } from "./statement";

/**
 * SLSA provenance v1 (https://slsa.dev/provenance/v1) of files that a workflow made, as GitHub's own attestations say it
 * (https://actions.github.io/buildtypes/workflow/v1), so that who reads those reads this.
 */
const BUILD_TYPE = "https://actions.github.io/buildtypes/workflow/v1";

/** Claims of a workflow's OIDC token that go into provenance, in GitHub's names. */
const CLAIMS = [
  "repository",
  "repository_id",
  "repository_owner_id",
  "sha",
  "ref",
  "workflow_ref",
  "job_workflow_ref",
  "runner_environment",
  "event_name",
  "run_id",
  "run_attempt",
] as const;
export type BuildClaims = Readonly<Record<(typeof CLAIMS)[number], string>>;

/** Characters of a claim. The longest are a workflow's path and ref. */
const MAX_CLAIM = 2048;

/** What the files were made of. */
export type BuildInput =
  /** A model or dataset of the Hugging Face hub, `org/name`, by its commit. */
  | { readonly kind: "hub-model" | "hub-dataset"; readonly name: string; readonly commit: string }
  /** Any git repository: `https://host/owner/name`. */
  | { readonly kind: "git"; readonly url: string; readonly commit: string }
  /** A file, or a directory as DVC keeps it (then `md5` is that of its listing and ends in `.dir`). Digests in lower-case hex. */
  | { readonly kind: "data"; readonly path: string; readonly sha256?: string; readonly md5?: string };

/**
 * Takes what provenance needs out of a token's claims, which are given as data. Throws `SigningError` with the names of
 * those that are missing, and none of their values.
 */
export function buildClaims(claims: Readonly<Record<string, unknown>>): BuildClaims {
  const wrong = CLAIMS.filter((name) => !isClaim(Object.hasOwn(claims, name) ? claims[name] : undefined));
  if (wrong.length > 0)
    throw new SigningError(
      "refused",
      `No provenance: the workflow's token does not say ${wrong.join(", ")}. Only a token of GitHub Actions says all that provenance needs.`,
    );
  const taken = Object.fromEntries(CLAIMS.map((name) => [name, claims[name]])) as BuildClaims;
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(taken.sha))
    throw new SigningError("refused", "No provenance: the commit of the workflow's token is no full commit of git.");
  if (!/^[^/@]+\/[^/@]+\/\.github\/workflows\/[^/@]+@./.test(taken.workflow_ref))
    throw new SigningError("refused", "No provenance: the workflow's token names no path and ref of its workflow.");
  return taken;
}

function isClaim(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value.length <= MAX_CLAIM && !/[\0-\x20\x7f]/.test(value);
}

/**
 * Provenance of the files, in as many parts as their number needs. `server`: GitHub's address, `https://github.com`.
 * Throws `SigningError` for an input that names no digest: a dependency that anything could be proves nothing.
 */
export function provenanceStatements(
  claims: BuildClaims,
  server: string,
  files: readonly SubjectFile[],
  inputs: readonly BuildInput[] = [],
): readonly Statement[] {
  return statementsOf(PREDICATES.provenance, provenance(claims, server.replace(/\/$/, ""), inputs), files);
}

function provenance(claims: BuildClaims, server: string, inputs: readonly BuildInput[]): unknown {
  const repository = `${server}/${claims.repository}`;
  return {
    buildDefinition: {
      buildType: BUILD_TYPE,
      externalParameters: { workflow: workflowOf(claims, server) },
      internalParameters: {
        github: {
          event_name: claims.event_name,
          repository_id: claims.repository_id,
          repository_owner_id: claims.repository_owner_id,
          runner_environment: claims.runner_environment,
        },
      },
      resolvedDependencies: [
        { uri: `git+${repository}@${claims.ref}`, digest: { gitCommit: claims.sha } },
        ...inputs.map(dependency),
      ],
    },
    runDetails: {
      builder: { id: `${server}/${claims.job_workflow_ref}` },
      metadata: { invocationId: `${repository}/actions/runs/${claims.run_id}/attempts/${claims.run_attempt}` },
    },
  };
}

/** `owner/repo/.github/workflows/x.yml@refs/heads/main` in its parts; a ref may have an `@`. */
function workflowOf({ workflow_ref }: BuildClaims, server: string): unknown {
  const at = workflow_ref.indexOf("@");
  const [owner, name, ...path] = workflow_ref.slice(0, at).split("/");
  return { ref: workflow_ref.slice(at + 1), repository: `${server}/${owner}/${name}`, path: path.join("/") };
}

function dependency(input: BuildInput): unknown {
  if (input.kind === "data") return dataDependency(input);
  const name = input.kind === "git" ? publicAddress(input.url) : input.name;
  const commit = input.commit.toLowerCase();
  if (!isCommit(commit))
    throw new SigningError(
      "refused",
      `No provenance: ${name} is not pinned to a commit, so it may be something else tomorrow. Pin it, or leave it out.`,
    );
  const digest = { gitCommit: commit };
  if (input.kind === "git") return { uri: `git+${name}@${commit}`, digest };
  return input.kind === "hub-model"
    ? { uri: `pkg:huggingface/${hubPath(name)}@${commit}`, digest }
    : { uri: `git+https://huggingface.co/datasets/${hubPath(name)}@${commit}`, digest };
}

/** The percent signs that a package URL wants; `/` and what names of the hub are made of stay. */
function hubPath(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

function dataDependency({ path, sha256, md5 }: Extract<BuildInput, { kind: "data" }>): unknown {
  const listing = md5?.endsWith(".dir") === true;
  const plain = md5?.replace(/\.dir$/, "");
  const digest = {
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(plain === undefined ? {} : { md5: plain }),
  };
  if (sha256 === undefined && plain === undefined)
    throw new SigningError("refused", `No provenance: there is no digest of ${path}, so nobody could check it.`);
  return { name: path, digest, ...(listing ? { annotations: { "dvc-directory": true } } : {}) };
}
