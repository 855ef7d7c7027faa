import { join, posix } from "node:path";
import { omsStatement } from "../../attest/oms-manifest";
import { provenanceStatements, type BuildClaims } from "../../attest/provenance";
import { bomStatements, MAX_LOGGED_PAYLOAD, statementBytes, type SubjectFile } from "../../attest/statement";
import { verdictStatements } from "../../attest/verdict";
import { SigningError, type Statement } from "../../core/attestation";
import type { Attested } from "../../core/attest-outcome";
import type { GateVerdict } from "../../core/gate-verdict";
import { MODEL_SIGNATURE } from "../../core/model-manifest";
import { buildInputs } from "./build-inputs";
import { filesBelow, modelDirectories, unsignable, type ModelDirectory } from "./signable";
import type { TreeToSign } from "./tree-to-sign";

/** What is to be signed, before anything is. */
export interface PlanInput {
  readonly tree: TreeToSign;
  /** Directories that were named to be signed as models, in place of those that look like one. */
  readonly models?: readonly string[];
  /** Text of the bill of materials, and the name of its file. */
  readonly bom: { readonly json: string; readonly location: string } | undefined;
  readonly verdict: GateVerdict;
  /** Where this job made the files: what its token claims. */
  readonly provenance: { readonly claims: BuildClaims; readonly server: string } | undefined;
  /** Where bundles go; absent where only the manifests beside the models are wanted. */
  readonly directory?: string;
  /** Why there are no manifests beside the models; absent where there are. */
  readonly noManifests?: string;
}

export interface Planned {
  readonly kind: Attested["kind"];
  readonly statement: Statement;
  /** Where its bundle goes. */
  readonly path: string;
  readonly about: string;
}

export interface Plan {
  readonly planned: readonly Planned[];
  /** What is not signed, and why. */
  readonly notices: readonly string[];
}

/** Statements about what may be signed. Everything is hashed here: a certificate is good for minutes only. */
export function planOf(input: PlanInput): Plan {
  const { tree } = input.tree;
  // A signature says that the gate let it pass, and this gate lets everything.
  if (tree.policy.failOn === "never")
    return { planned: [], notices: ["Nothing was signed: with fail-on: never nothing is judged. Set a severity."] };
  const reasons = unsignable({ scanned: tree.scanned, missing: tree.inventory.missing }, tree.policy, tree.today);
  const manifests = modelPlans(input, reasons);
  const ready = manifests.flatMap((each) => (typeof each === "string" ? [] : [each.planned]));
  const whole = manifests.flatMap((each) => (typeof each === "string" ? [] : each.files));
  const files = [...subjectFiles(input.tree, reasons, whole)];
  const planned = [
    ...(input.directory === undefined || files.length === 0 ? [] : aboutFiles(input, input.directory, files)),
    ...(input.noManifests === undefined ? ready : []),
  ];
  const notices = [
    ...notSigned(reasons, input.tree),
    ...manifests.flatMap((each) => (typeof each === "string" ? [each] : [])),
    ...(input.noManifests === undefined || ready.length === 0 ? [] : [input.noManifests]),
    ...(planned.length === 0 ? ["There is no model to sign."] : []),
  ];
  return { planned, notices };
}

function aboutFiles(input: PlanInput, directory: string, files: readonly SubjectFile[]): Planned[] {
  const { bom, provenance, verdict, tree } = input;
  const kinds: (readonly [Exclude<Attested["kind"], "model">, readonly Statement[]])[] = [
    ["bom", bom === undefined ? [] : bomStatements(bom, files)],
    ["verdict", verdictStatements(verdict, files)],
  ];
  if (provenance !== undefined) {
    const inputs = buildInputs(tree.tree.inventory);
    kinds.push(["provenance", provenanceStatements(provenance.claims, provenance.server, files, inputs)]);
  }
  return kinds.flatMap(([kind, parts]) =>
    parts.map((statement, i): Planned => {
      const name = parts.length === 1 ? kind : `${kind}-${i + 1}`;
      const about = `${statement.subject.length} files`;
      return { kind, statement, path: join(directory, `${name}.sigstore.json`), about };
    }),
  );
}

/** Files of models, and all of a directory that is signed as one: what a deployment fetches by digest. */
function subjectFiles(
  { tree: { inventory } }: TreeToSign,
  reasons: ReadonlyMap<string, string>,
  whole: readonly SubjectFile[],
): SubjectFile[] {
  const found = new Map(whole.map(({ path, sha256 }) => [path, sha256]));
  for (const { files } of inventory.models)
    for (const { path, sha256, digestFrom } of files)
      if (sha256 !== undefined && digestFrom === undefined && !reasons.has(path)) found.set(path, sha256);
  return [...found].map(([path, sha256]) => ({ path, sha256 }));
}

/** Names that a notice lists. */
const MAX_NAMED = 10;

function notSigned(reasons: ReadonlyMap<string, string>, { tree: { inventory } }: TreeToSign): string[] {
  const ofModels = new Set(inventory.models.flatMap(({ files }) => files.map(({ path }) => path)));
  const some = [...reasons].filter(([path]) => ofModels.has(path));
  if (some.length === 0) return [];
  const named = some.slice(0, MAX_NAMED).map(([path, why]) => `${path} (${why})`);
  const more = some.length > MAX_NAMED ? ` and ${some.length - MAX_NAMED} more` : "";
  return [`Not signed: ${named.join(", ")}${more}.`];
}

interface Manifest {
  readonly planned: Planned;
  /** Its files, by their paths in the tree. */
  readonly files: readonly SubjectFile[];
}

/** One manifest for each directory of a model, or why there is none. */
function modelPlans({ tree, models }: PlanInput, reasons: ReadonlyMap<string, string>): (Manifest | string)[] {
  const { inventory, scanned } = tree.tree;
  const paths = tree.paths();
  const seen = new Set(scanned.map(({ path }) => path));
  const directories = models?.map((path) => filesBelow(path, paths)) ?? modelDirectories(inventory, paths);
  return directories.map((directory) => {
    // Outputs and logs have one path a line (CWE-93).
    if (/\p{Cc}/u.test(directory.path))
      return `The manifest of ${directory.path} was not signed: its name has control characters. Rename it.`;
    const bad = directory.files.find((path) => reasons.has(path) || !seen.has(path));
    if (bad !== undefined)
      return `The manifest of ${directory.path} was not signed: ${bad}: ${reasons.get(bad) ?? "it was not scanned"}.`;
    try {
      return manifestOf(directory, tree);
    } catch (error) {
      if (error instanceof SigningError) return error.message;
      throw error;
    }
  });
}

function manifestOf(directory: ModelDirectory, tree: TreeToSign): Manifest {
  const content = tree.content(directory);
  const statement = omsStatement(content);
  if (statementBytes(statement).length > MAX_LOGGED_PAYLOAD)
    throw new SigningError(
      "refused",
      `The manifest of ${directory.path} was not signed: it names ${content.files.length} files, more than a log takes.`,
    );
  const path = join(tree.tree.root, directory.path, MODEL_SIGNATURE);
  const files = content.files
    .filter((file) => file.path !== MODEL_SIGNATURE)
    .map((file) => ({ path: posix.join(directory.path, file.path), sha256: file.sha256 }));
  return { planned: { kind: "model", statement, path, about: `${content.name}, ${files.length} files` }, files };
}
