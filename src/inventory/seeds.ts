import type { DvcFacts } from "./dvc";
import type { InventoryInput, TreeFile } from "./input";
import { loneWeights, type LoneWeights } from "./lone-weights";
import { modelDirectories } from "./model-directories";
import type { ModelSeed } from "./models";
import { baseName, directoryOf, ROOT } from "./paths";
import { isCard } from "./roles";
import type { Directory, Tree } from "./tree";

/** Weights of one directory that may share its card: a card for each of them is read once, but said as often. CWE-770. */
const MAX_SHARING = 64;

/** The models of a tree, each with its files: directories, then weights by themselves. */
export function modelSeeds(tree: Tree, dvc: DvcFacts, { subject, missing }: InventoryInput): ModelSeed[] {
  const directories = modelDirectories(tree);
  const owned = new Set(directories.flatMap(({ files }) => files));
  const notHere = missingIn(new Set(directories.map(({ path }) => path)), missing);
  const told = reasonsOf(missing);
  const seeds: ModelSeed[] = directories.map(({ path, kind, files, parts }) => ({
    path,
    kind,
    fallbackName: path === ROOT ? subject.name : baseName(path),
    files,
    parts,
    sharedCards: [],
    missing: [...(notHere.get(path) ?? []), ...unread(files, told, dvc)],
  }));
  for (const directory of tree.all()) {
    const alone = loneWeights(directory, (file) => !owned.has(file));
    const card = alone.length === 0 ? undefined : cardOf(directory, owned);
    for (const weights of alone) seeds.push(loneSeed(weights, alone.length, card, told, dvc));
  }
  return seeds;
}

/** Why files are not here, in words that name them, by their paths. */
type Reasons = ReadonlyMap<string, readonly string[]>;

function reasonsOf(missing: InventoryInput["missing"]): Reasons {
  const reasons = new Map<string, string[]>();
  for (const { path, detail } of missing) {
    const known = reasons.get(path);
    if (known === undefined) reasons.set(path, [`${path}: ${detail}`]);
    else known.push(`${path}: ${detail}`);
  }
  return reasons;
}

function loneSeed(
  { path, name, files }: LoneWeights,
  siblings: number,
  card: TreeFile | undefined,
  told: Reasons,
  dvc: DvcFacts,
): ModelSeed {
  const shares = card !== undefined && siblings <= MAX_SHARING;
  return {
    path,
    kind: "model",
    fallbackName: name,
    files: shares && siblings === 1 ? [...files, card] : files,
    parts: new Set([directoryOf(path)]),
    sharedCards: shares && siblings > 1 ? [card] : [],
    missing: [
      ...files.flatMap((file) => told.get(file.path) ?? []),
      ...unread(files, told, dvc),
      ...(card !== undefined && !shares ? [`${card.path} is not said of one of ${siblings} models beside it`] : []),
    ],
  };
}

/** Beside these a README speaks of a project. */
const PROJECT: ReadonlySet<string> = new Set(
  (
    "package.json pyproject.toml setup.py setup.cfg requirements.txt environment.yml Dockerfile Makefile dvc.yaml " +
    "Cargo.toml go.mod pom.xml"
  ).split(" "),
);

/**
 * The card beside weights that are models by themselves. The one at the root of a repository, or of a project in it, speaks
 * of that, unless its front matter is a model's.
 */
function cardOf({ path, files }: Directory, owned: ReadonlySet<TreeFile>): TreeFile | undefined {
  const card = files.find((file) => isCard(file.path) && !owned.has(file));
  const project = path === ROOT || files.some((file) => PROJECT.has(baseName(file.path)));
  return !project || (card?.text !== undefined && isModelCard(card.text)) ? card : undefined;
}

/** Front matter of models has some kB. CWE-400. */
const MAX_FRONT_MATTER = 64 * 1024;

function isModelCard(text: string): boolean {
  if (!/^\ufeff?---\s*\n/.test(text)) return false;
  const end = text.indexOf("\n---", 3);
  const front = text.slice(0, Math.min(end < 0 ? 0 : end, MAX_FRONT_MATTER));
  return /^(base_model|library_name|pipeline_tag|model-index|model_name|quantized_by)\s*:/m.test(front);
}

/** The files that were not fetched, by the model directory that they lie in. Of the root only those directly in it. */
function missingIn(models: ReadonlySet<string>, missing: InventoryInput["missing"]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, detail } of missing) {
    let at = directoryOf(path);
    if (at !== ROOT) while (at !== ROOT && !models.has(at)) at = directoryOf(at);
    if (!models.has(at) || (at === ROOT && path.includes("/"))) continue;
    const list = found.get(at) ?? [];
    list.push(`${path}: ${detail}`);
    found.set(at, list);
  }
  return found;
}

/** Files without a digest of their content, unless it was told already why. */
function unread(files: readonly TreeFile[], told: Reasons, { outputs }: DvcFacts): string[] {
  return files.flatMap(({ path, sha256, digestFrom }) => {
    if (told.has(path)) return [];
    if (digestFrom === "git-lfs") return [`${path} is known by its Git LFS pointer only`];
    if (sha256 !== undefined) return [];
    return [
      outputs.has(path) ? `${path} is kept by DVC and is not here` : `${path} has no digest, because it was not read`,
    ];
  });
}
